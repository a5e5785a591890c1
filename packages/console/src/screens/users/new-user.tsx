import { useState } from 'preact/hooks';
import { api, type Role } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { newKey, newPassword } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { useDeclared } from '../../declared.js';
import * as text from '../../text.js';
import { ChoiceField, TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

/** Makes a user, and resolves to their id. */
export function NewUser({ close }: { readonly close: Close<string> }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState(newPassword);
  const { roles } = useDeclared();
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
  const submission = useSubmit(async () => {
    const { body: user, etag } = await send(request);
    say(text.usersAdded(user.email), () =>
      send(api('delete', '/users/{id}', { path: { id: user.id }, ifMatch: etag })),
    );
    refresh();
    close(user.id);
  });
  return (
    <FormDialog
      title={text.usersAdd}
      of={submission}
      fields={['/email', '/password', '/role', '/limits/resources']}
      button={text.usersAdd}
      request={request}
      close={close}
    >
      <TextField
        label={text.userEmail}
        pointer="/email"
        error={submission.error}
        type="email"
        autofocus
        value={email}
        write={setEmail}
      />
      <TextField
        label={text.usersPassword}
        hint={text.usersPasswordHint}
        pointer="/password"
        error={submission.error}
        class="mono"
        value={password}
        write={setPassword}
      />
      <ChoiceField
        label={text.userRole}
        pointer="/role"
        error={submission.error}
        options={roles}
        value={role}
        write={setRole}
      />
      <TextField
        label={text.usersLimit}
        hint={text.usersLimitHint}
        pointer="/limits/resources"
        error={submission.error}
        type="number"
        isOptional
        value={limit}
        write={setLimit}
      />
    </FormDialog>
  );
}
