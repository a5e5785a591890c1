import * as text from '../text.js';
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
    <Dialog title={text.conflictTitle} onClose={() => close(null)}>
      <p>{text.conflictWhy}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.conflictWhat}</th>
            <th scope="col">{text.conflictTheirs}</th>
            <th scope="col">{text.conflictYours}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ name, yours, theirs }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-head={text.conflictTheirs}>
                <Words of={theirs} />
              </td>
              <td data-head={text.conflictYours}>
                <Words of={yours} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <button type="button" onClick={() => close('theirs')}>
          {text.conflictKeepTheirs}
        </button>
        <button type="button" class="main" onClick={() => close('yours')}>
          {text.conflictSaveYours}
        </button>
      </footer>
    </Dialog>
  ));
  return choice ?? 'theirs';
}
