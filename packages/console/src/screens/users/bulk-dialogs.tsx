import { useState } from 'preact/hooks';
import type { Close } from '../../parts/ask.js';
import { Irreversible } from '../../parts/irreversible.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import { text } from '../../text.js';
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
      title={text.bulk.limitOf(users.length)}
      of={submission}
      button={text.quota.save}
      isDisabled={meter === ''}
      close={close}
    >
      {meters.length > 1 && (
        <ChoiceField label={text.quota.meter} options={meters} value={meter} write={setMeter} />
      )}
      <TextField
        label={text.quota.limitOf(meter)}
        hint={text.bulk.limitHint}
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
      title={text.bulk.deleteTitle(users.length)}
      name={text.bulk.deletePhrase(users.length)}
      button={text.bulk.delete}
      act={() => deleteUsers(users)}
      close={close}
    >
      <p>{text.danger.deleteWhat}</p>
      <ul class="names" tabIndex={0}>
        {users.map(({ id, email, quotas = [] }) => (
          <li key={id}>
            <Words of={email} />
            {quotas.map(({ meter, used }) => (
              <small key={meter} class="muted">
                {' '}
                {text.bulk.owns(meter, used)}
              </small>
            ))}
          </li>
        ))}
      </ul>
    </Irreversible>
  );
}
