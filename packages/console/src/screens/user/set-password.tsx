import { useState } from 'preact/hooks';
import { api, type User } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { newPassword } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { Dialog } from '../../parts/dialog.js';
import { Field } from '../../parts/field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import { text } from '../../text.js';

/** Sets a password for somebody who has forgotten theirs; it is shown, since somebody has to tell them. */
export function SetPassword({ user, close }: { readonly user: User; readonly close: Close<true> }) {
  const [password, setPassword] = useState(newPassword);
  const { submit, isBusy, error } = useSubmit(async () => {
    await send(api('put', '/users/{id}/password', { path: { id: user.id }, body: { password } }));
    say(text.danger.passwordSet(user.email));
    refresh();
    close(true);
  });
  return (
    <Dialog title={text.danger.setPassword} onClose={() => close(null)}>
      <form onSubmit={submit}>
        <p>
          <Words of={user.email} />
        </p>
        <ProblemNote error={error} fields={['/password']} />
        <Field label={text.users.password} hint={text.users.passwordHint} pointer="/password" error={error}>
          {(attributes) => (
            <input
              {...attributes}
              class="mono"
              autocomplete="off"
              spellcheck={false}
              required
              autofocus
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Field>
        <footer>
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="danger" disabled={isBusy}>
            {text.danger.setPassword}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
