import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { newKey } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Field } from '../../parts/field.js';
import { saveFile } from '../../parts/save-file.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import * as text from '../../text.js';
import { newKeyPair } from './key-pair.js';
import { TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

/** Registers the public half of a pair. The private half stays with whoever has it. */
export function NewAccessKey({ close }: { readonly close: Close<true> }) {
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const [expires, setExpires] = useState('');
  const [idempotencyKey] = useState(newKey);
  const request = api('post', '/access-keys', {
    body: {
      name,
      publicKey,
      ...(expires === '' ? {} : { expiresAt: new Date(`${expires}T00:00`).toISOString() }),
    },
    idempotencyKey,
  });
  const submission = useSubmit(async () => {
    const { body: added } = await send(request);
    say(text.accountKeyAdded(added.name), () =>
      send(api('delete', '/access-keys/{id}', { path: { id: added.id } })),
    );
    refresh();
    close(true);
  });
  const pair = useSubmit(async () => {
    const made = await newKeyPair();
    setPublicKey(made.publicKey);
    saveFile('bailiwick-private-key.pem', new Blob([made.privateKey], { type: 'application/x-pem-file' }));
  });
  return (
    <FormDialog
      title={text.accountAddKey}
      of={submission}
      fields={['/name', '/publicKey', '/expiresAt']}
      button={text.accountAddKey}
      request={request}
      close={close}
    >
      <TextField
        label={text.keyName}
        hint={text.accountKeyNameHint}
        pointer="/name"
        error={submission.error}
        autofocus
        value={name}
        write={setName}
      />
      <Field
        label={text.accountPublicKey}
        hint={text.accountPublicKeyHint}
        pointer="/publicKey"
        error={submission.error}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            class="mono"
            rows={4}
            required
            spellcheck={false}
            placeholder="-----BEGIN PUBLIC KEY-----"
            value={publicKey}
            onInput={(event) => setPublicKey(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="commands">
        <button type="button" disabled={pair.isBusy} onClick={() => pair.submit()}>
          {text.accountMakePair}
        </button>
        <small class="muted">{text.accountMakePairHint}</small>
      </div>
      <ProblemNote error={pair.error} />
      <TextField
        label={text.keyExpires}
        hint={text.accountExpiresHint}
        pointer="/expiresAt"
        error={submission.error}
        type="date"
        isOptional
        value={expires}
        write={setExpires}
      />
    </FormDialog>
  );
}
