import { useState } from 'preact/hooks';
import { api, type User } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { newPassword } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import * as text from '../../text.js';
import { TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

/** Sets a password for somebody who has forgotten theirs; it is shown, since somebody has to tell them. */
export function SetPassword({ user, close }: { readonly user: User; readonly close: Close<true> }) {
  const [password, setPassword] = useState(newPassword);
  const submission = useSubmit(async () => {
    await send(api('put', '/users/{id}/password', { path: { id: user.id }, body: { password } }));
    say(text.dangerPasswordSet(user.email));
    refresh();
    close(true);
  });
  return (
    <FormDialog
      title={text.dangerSetPassword}
      of={submission}
      fields={['/password']}
      button={text.dangerSetPassword}
      is="danger"
      close={close}
    >
      <p>
        <Words of={user.email} />
      </p>
      <TextField
        label={text.usersPassword}
        hint={text.usersPasswordHint}
        pointer="/password"
        error={submission.error}
        class="mono"
        autofocus
        value={password}
        write={setPassword}
      />
    </FormDialog>
  );
}
