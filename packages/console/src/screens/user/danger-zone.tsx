import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { ask } from '../../parts/ask.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { text } from '../../text.js';
import { changeUser, type ReadUser } from './change-user.js';
import { ChangeEmail } from './change-email.js';
import { DeleteUser } from './delete-user.js';
import { SetPassword } from './set-password.js';

/** What takes something from somebody. */
export function DangerZone({ user, etag }: ReadUser) {
  const isDisabled = user.status === 'disabled';
  const status = useSubmit(() => changeUser({ user, etag }, { status: isDisabled ? 'active' : 'disabled' }));
  const sessions = useSubmit(async () => {
    await send(api('delete', '/users/{id}/sessions', { path: { id: user.id } }));
    say(text.danger.sessionsEnded);
    refresh();
  });
  return (
    <div class="steps">
      <ProblemNote error={status.error ?? sessions.error} />
      <section>
        <h2>{isDisabled ? text.danger.enable : text.danger.disable}</h2>
        <p>{isDisabled ? text.danger.enableWhat : text.danger.disableWhat}</p>
        <button
          type="button"
          disabled={status.isBusy || user.status === 'deleting'}
          onClick={() => status.submit()}
        >
          {isDisabled ? text.danger.enable : text.danger.disable}
        </button>
      </section>
      <section>
        <h2>{text.danger.endSessions}</h2>
        <p>{text.danger.endSessionsWhat}</p>
        <button type="button" disabled={sessions.isBusy} onClick={() => sessions.submit()}>
          {text.danger.endSessions}
        </button>
      </section>
      <section>
        <h2>{text.danger.changeEmail}</h2>
        <p>{text.danger.changeEmailWhat}</p>
        <button
          type="button"
          onClick={() => void ask<true>((close) => <ChangeEmail user={user} etag={etag} close={close} />)}
        >
          {text.danger.changeEmail}
        </button>
      </section>
      <section>
        <h2>{text.danger.setPassword}</h2>
        <p>{text.danger.setPasswordWhat}</p>
        <button
          type="button"
          onClick={() => void ask<true>((close) => <SetPassword user={user} close={close} />)}
        >
          {text.danger.setPassword}
        </button>
      </section>
      <section>
        <h2>{text.danger.delete}</h2>
        <p>{text.danger.deleteWhat}</p>
        <button
          type="button"
          class="danger"
          onClick={() => void ask<true>((close) => <DeleteUser user={user} etag={etag} close={close} />)}
        >
          {text.danger.delete}
        </button>
      </section>
    </div>
  );
}
