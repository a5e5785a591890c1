import { useState } from 'preact/hooks';
import { api, type Role } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { newKey, newPassword } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { CurlButton } from '../../parts/curl-button.js';
import { Dialog } from '../../parts/dialog.js';
import { Field } from '../../parts/field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { useRoles } from '../../roles.js';
import { text } from '../../text.js';

/** Makes a user, and resolves to their id. */
export function NewUser({ close }: { readonly close: Close<string> }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState(newPassword);
  const { roles } = useRoles();
  const [role, setRole] = useState('user');
  const [limit, setLimit] = useState('');
  // The same key for every attempt: a request whose answer was lost makes one user, not two.
  const [idempotencyKey] = useState(newKey);
  const request = api('post', '/users', {
    body: {
      email,
      password,
      role: role as Role,
      ...(limit === '' ? {} : { limits: { resources: Number(limit) } }),
    },
    idempotencyKey,
  });
  const { submit, isBusy, error } = useSubmit(async () => {
    const { body: user, etag } = await send(request);
    say(text.users.added(user.email), async () => {
      await send(api('delete', '/users/{id}', { path: { id: user.id }, ifMatch: etag }));
      return null;
    });
    refresh();
    close(user.id);
  });
  return (
    <Dialog title={text.users.add} onClose={() => close(null)}>
      <form onSubmit={submit}>
        <ProblemNote error={error} fields={['/email', '/password', '/role', '/limits/resources']} />
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
        <Field label={text.users.password} hint={text.users.passwordHint} pointer="/password" error={error}>
          {(attributes) => (
            <input
              {...attributes}
              type="text"
              class="mono"
              autocomplete="off"
              spellcheck={false}
              required
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={text.user.role} pointer="/role" error={error}>
          {(attributes) => (
            <select {...attributes} value={role} onChange={(event) => setRole(event.currentTarget.value)}>
              {roles.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label={text.users.limit} hint={text.users.limitHint} pointer="/limits/resources" error={error}>
          {(attributes) => (
            <input
              {...attributes}
              type="number"
              min={0}
              step={1}
              value={limit}
              onInput={(event) => setLimit(event.currentTarget.value)}
            />
          )}
        </Field>
        <footer>
          <CurlButton requests={[request]} />
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="main" disabled={isBusy}>
            {text.users.add}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
