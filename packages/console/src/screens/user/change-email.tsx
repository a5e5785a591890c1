import { useState } from 'preact/hooks';
import type { Close } from '../../parts/ask.js';
import { Dialog } from '../../parts/dialog.js';
import { Field } from '../../parts/field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { useSubmit } from '../../parts/use-submit.js';
import { text } from '../../text.js';
import { changeUser, type ReadUser } from './change-user.js';

/** Gives a user another address. */
export function ChangeEmail({ user, etag, close }: ReadUser & { readonly close: Close<true> }) {
  const [email, setEmail] = useState(user.email);
  const { submit, isBusy, error } = useSubmit(async () => {
    await changeUser({ user, etag }, { email });
    close(true);
  });
  return (
    <Dialog title={text.danger.changeEmail} onClose={() => close(null)}>
      <form onSubmit={submit}>
        <ProblemNote error={error} fields={['/email']} />
        <Field label={text.user.email} pointer="/email" error={error}>
          {(attributes) => (
            <input
              {...attributes}
              type="email"
              autocomplete="off"
              required
              autofocus
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
        <footer>
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="main" disabled={isBusy || email === user.email}>
            {text.quota.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
