import { useState } from 'preact/hooks';
import type { Close } from '../../parts/ask.js';
import { Irreversible } from '../../parts/irreversible.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import * as text from '../../text.js';
import { deleteUsers, limitUsers, type UserRow } from './bulk.js';
import { ChoiceField, TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

interface SelectedProps {
  readonly users: readonly UserRow[];
  readonly close: Close<true>;
}

/** Asks for a limit that all of them get. */
export function LimitSelected({ users, close }: SelectedProps) {
  const meters = [...new Set(users.flatMap(({ quotas = [] }) => quotas.map(({ meter }) => meter)))];
  const [meter, setMeter] = useState(meters[0] ?? '');
  const [limit, setLimit] = useState('');
  const submission = useSubmit(async () => {
    close(true);
    await limitUsers(users, meter, limit === '' ? null : Number(limit));
  });
  return (
    <FormDialog
      title={text.bulkLimitOf(users.length)}
      of={submission}
      button={text.quotaSave}
      isDisabled={meter === ''}
      close={close}
    >
      {meters.length > 1 && (
        <ChoiceField label={text.quotaMeter} options={meters} value={meter} write={setMeter} />
      )}
      <TextField
        label={text.quotaLimitOf(meter)}
        hint={text.bulkLimitHint}
        type="number"
        autofocus
        isOptional
        value={limit}
        write={setLimit}
      />
    </FormDialog>
  );
}

/** Names everybody who will be gone, with what they own, and asks for a phrase that counts them. */
export function DeleteSelected({ users, close }: SelectedProps) {
  return (
    <Irreversible
      title={text.bulkDeleteTitle(users.length)}
      name={text.bulkDeletePhrase(users.length)}
      button={text.bulkDelete}
      act={() => deleteUsers(users)}
      close={close}
    >
      <p>{text.dangerDeleteWhat}</p>
      <ul class="names" tabIndex={0}>
        {users.map(({ id, email, quotas = [] }) => (
          <li key={id}>
            <Words of={email} />
            {quotas.map(({ meter, used }) => (
              <small key={meter} class="muted">
                {' '}
                {text.bulkOwns(meter, used)}
              </small>
            ))}
          </li>
        ))}
      </ul>
    </Irreversible>
  );
}
