import { text } from '../text.js';
import { ask } from './ask.js';
import { Dialog } from './dialog.js';
import { Words } from './words.js';

export interface Difference {
  readonly name: string;
  readonly yours: string;
  readonly theirs: string;
}

/** After a 412: shows what somebody else made of it beside one's own, and resolves to which of them shall stand. */
export async function askWhichStands(differences: readonly Difference[]): Promise<'yours' | 'theirs'> {
  const choice = await ask<'yours' | 'theirs'>((close) => (
    <Dialog title={text.conflict.title} onClose={() => close(null)}>
      <p>{text.conflict.why}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.conflict.what}</th>
            <th scope="col">{text.conflict.theirs}</th>
            <th scope="col">{text.conflict.yours}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ name, yours, theirs }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-head={text.conflict.theirs}>
                <Words of={theirs} />
              </td>
              <td data-head={text.conflict.yours}>
                <Words of={yours} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <button type="button" onClick={() => close('theirs')}>
          {text.conflict.keepTheirs}
        </button>
        <button type="button" class="main" onClick={() => close('yours')}>
          {text.conflict.saveYours}
        </button>
      </footer>
    </Dialog>
  ));
  return choice ?? 'theirs';
}
