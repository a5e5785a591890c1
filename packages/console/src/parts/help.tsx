import * as text from '../text.js';
import { ask } from './ask.js';
import { Dialog } from './dialog.js';
import { boundKeys } from './keys.js';

const ALWAYS = [
  { key: 'Enter', does: text.keysOpen },
  { key: 'Esc', does: text.keysClose },
];

/** Lists the keys that work on this screen. */
export function showHelp(): void {
  const keys = [...boundKeys().filter(({ key }) => key !== 'Escape'), ...ALWAYS];
  void ask((close) => (
    <Dialog title={text.keysTitle} onClose={() => close(null)}>
      <dl class="keys">
        {keys.map(({ key, does }) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((part) => (
                <kbd key={part}>{part.replace('mod+', text.keysMod)}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  ));
}
