import { useState } from 'preact/hooks';
import type { Close } from '../../parts/ask.js';
import { Dialog } from '../../parts/dialog.js';
import { Field } from '../../parts/field.js';
import { Irreversible } from '../../parts/irreversible.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import { text } from '../../text.js';
import { deleteUsers, limitUsers, type UserRow } from './bulk.js';

interface SelectedProps {
  readonly users: readonly UserRow[];
  readonly close: Close<true>;
}

/** Asks for a limit that all of them get. */
export function LimitSelected({ users, close }: SelectedProps) {
  const meters = [...new Set(users.flatMap(({ quotas = [] }) => quotas.map(({ meter }) => meter)))];
  const [meter, setMeter] = useState(meters[0] ?? '');
  const [limit, setLimit] = useState('');
  const { submit, isBusy } = useSubmit(async () => {
    close(true);
    await limitUsers(users, meter, limit === '' ? null : Number(limit));
  });
  return (
    <Dialog title={text.bulk.limitOf(users.length)} onClose={() => close(null)}>
      <form onSubmit={submit}>
        {meters.length > 1 && (
          <Field label={text.quota.meter}>
            {(attributes) => (
              <select {...attributes} value={meter} onChange={(event) => setMeter(event.currentTarget.value)}>
                {meters.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={text.quota.limitOf(meter)} hint={text.bulk.limitHint}>
          {(attributes) => (
            <input
              {...attributes}
              type="number"
              min={0}
              step={1}
              autofocus
              value={limit}
              onInput={(event) => setLimit(event.currentTarget.value)}
            />
          )}
        </Field>
        <footer>
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="main" disabled={isBusy || meter === ''}>
            {text.quota.save}
          </button>
        </footer>
      </form>
    </Dialog>
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
