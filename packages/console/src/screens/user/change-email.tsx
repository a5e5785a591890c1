import { useState } from 'preact/hooks';
import type { Close } from '../../parts/ask.js';
import { useSubmit } from '../../parts/use-submit.js';
import * as text from '../../text.js';
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
      title={text.dangerChangeEmail}
      of={submission}
      fields={['/email']}
      button={text.quotaSave}
      isDisabled={email === user.email}
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
    </FormDialog>
  );
}
