import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { ask } from '../../parts/ask.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Step } from '../../parts/step.js';
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
      <Step
        name={isDisabled ? text.danger.enable : text.danger.disable}
        what={isDisabled ? text.danger.enableWhat : text.danger.disableWhat}
        isDisabled={status.isBusy || user.status === 'deleting'}
        act={() => status.submit()}
      />
      <Step
        name={text.danger.endSessions}
        what={text.danger.endSessionsWhat}
        isDisabled={sessions.isBusy}
        act={() => sessions.submit()}
      />
      <Step
        name={text.danger.changeEmail}
        what={text.danger.changeEmailWhat}
        act={() => void ask<true>((close) => <ChangeEmail user={user} etag={etag} close={close} />)}
      />
      <Step
        name={text.danger.setPassword}
        what={text.danger.setPasswordWhat}
        act={() => void ask<true>((close) => <SetPassword user={user} close={close} />)}
      />
      <Step
        name={text.danger.delete}
        what={text.danger.deleteWhat}
        isFinal
        act={() => void ask<true>((close) => <DeleteUser user={user} etag={etag} close={close} />)}
      />
    </div>
  );
}
