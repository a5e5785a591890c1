import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { ask } from '../../parts/ask.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Step } from '../../parts/step.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import * as text from '../../text.js';
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
    say(text.dangerSessionsEnded);
    refresh();
  });
  return (
    <div class="steps">
      <ProblemNote error={status.error ?? sessions.error} />
      <Step
        name={isDisabled ? text.dangerEnable : text.dangerDisable}
        what={isDisabled ? text.dangerEnableWhat : text.dangerDisableWhat}
        isDisabled={status.isBusy || user.status === 'deleting'}
        act={() => status.submit()}
      />
      <Step
        name={text.dangerEndSessions}
        what={text.dangerEndSessionsWhat}
        isDisabled={sessions.isBusy}
        act={() => sessions.submit()}
      />
      <Step
        name={text.dangerChangeEmail}
        what={text.dangerChangeEmailWhat}
        act={() => void ask<true>((close) => <ChangeEmail user={user} etag={etag} close={close} />)}
      />
      <Step
        name={text.dangerSetPassword}
        what={text.dangerSetPasswordWhat}
        act={() => void ask<true>((close) => <SetPassword user={user} close={close} />)}
      />
      <Step
        name={text.dangerDelete}
        what={text.dangerDeleteWhat}
        isFinal
        act={() => void ask<true>((close) => <DeleteUser user={user} etag={etag} close={close} />)}
      />
    </div>
  );
}
