import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import type { Close } from '../../parts/ask.js';
import { OwnerField, ownerOf } from '../../parts/owner-field.js';
import { say } from '../../parts/toasts.js';
import { explainConflict } from '../../parts/changed-meanwhile.js';
import { useSubmit } from '../../parts/use-submit.js';
import * as text from '../../text.js';
import type { ReadResource } from './change-resource.js';
import { FormDialog } from '../../parts/form-dialog.js';

/** Gives a resource to another user or group, and offers to give it back. */
export function TransferResource({ resource, etag, close }: ReadResource & { readonly close: Close<true> }) {
  const [receiver, setReceiver] = useState('');
  const requestFor = (ownerId: string, ifMatch: string | null) =>
    api('post', '/resources/{id}/transfer', { path: { id: resource.id }, body: { ownerId }, ifMatch });
  const submission = useSubmit(async () => {
    const to = await ownerOf(receiver);
    const given = await send(requestFor(to.id, etag)).catch(explainConflict);
    say(text.resourcesTransferred(resource.name, to.name), () =>
      send(requestFor(resource.ownerId, given.etag)),
    );
    refresh();
    close(true);
  });
  return (
    <FormDialog
      title={text.resourcesTransfer}
      of={submission}
      fields={['/ownerId']}
      button={text.resourcesTransfer}
      request={requestFor(receiver, etag)}
      close={close}
    >
      <p>{text.resourcesTransferWhat}</p>
      <OwnerField
        label={text.resourcesReceiver}
        hint={text.resourcesReceiverHint}
        pointer="/ownerId"
        error={submission.error}
        autofocus
        value={receiver}
        write={setReceiver}
      />
    </FormDialog>
  );
}
