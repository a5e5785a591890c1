import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { useSubmit } from '../../parts/use-submit.js';
import { session, useMe } from '../../session.js';
import * as text from '../../text.js';
import { Sessions } from '../user/sessions.js';

/** Where one is signed in, and the way out of everywhere at once. */
export function OwnSessions() {
  const me = useMe();
  const { submit, isBusy, error } = useSubmit(async () => {
    await send(api('delete', '/sessions', {}));
    session.set({ is: 'out' });
  });
  return (
    <>
      <Sessions userId={me.id} />
      <ProblemNote error={error} />
      <div class="commands">
        <button type="button" class="danger" disabled={isBusy} onClick={() => submit()}>
          {text.accountSignOutEverywhere}
        </button>
        <span class="muted">{text.accountSignOutEverywhereWhat}</span>
      </div>
    </>
  );
}
