import { useState } from 'preact/hooks';
import type { Close } from '../../parts/ask.js';
import { useSubmit } from '../../parts/use-submit.js';
import { text } from '../../text.js';
import { changeUser, type ReadUser } from './change-user.js';
import { TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

/** Gives a user another address. */
export function ChangeEmail({ user, etag, close }: ReadUser & { readonly close: Close<true> }) {
  const [email, setEmail] = useState(user.email);
  const submission = useSubmit(async () => {
    await changeUser({ user, etag }, { email });
    close(true);
  });
  return (
    <FormDialog
      title={text.danger.changeEmail}
      of={submission}
      fields={['/email']}
      button={text.quota.save}
      isDisabled={email === user.email}
      close={close}
    >
      <TextField
        label={text.user.email}
        pointer="/email"
        error={submission.error}
        type="email"
        autofocus
        value={email}
        write={setEmail}
      />
    </FormDialog>
  );
}
