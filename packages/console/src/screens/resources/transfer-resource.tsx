import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import type { Close } from '../../parts/ask.js';
import { CurlButton } from '../../parts/curl-button.js';
import { Dialog } from '../../parts/dialog.js';
import { useOwnerChoice } from '../../parts/owner-field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { text } from '../../text.js';
import type { ReadResource } from './change-resource.js';

/** Gives a resource to another user or group, and offers to give it back. */
export function TransferResource({ resource, etag, close }: ReadResource & { readonly close: Close<true> }) {
  const [receiver, setReceiver] = useState('');
  const choice = useOwnerChoice();
  const requestFor = (ownerId: string, ifMatch: string | null) =>
    api('post', '/resources/{id}/transfer', { path: { id: resource.id }, body: { ownerId }, ifMatch });
  const { submit, isBusy, error } = useSubmit(async () => {
    const wanted = receiver.trim();
    const given = await send(requestFor(await choice.idOf(wanted), etag)).catch(explainConflict);
    say(text.resources.transferred(resource.name, wanted), async () => {
      await send(requestFor(resource.ownerId, given.etag));
      return null;
    });
    refresh();
    close(true);
  });
  return (
    <Dialog title={text.resources.transfer} onClose={() => close(null)}>
      <form onSubmit={submit}>
        <p>{text.resources.transferWhat}</p>
        <ProblemNote error={error} fields={['/ownerId']} />
        {choice.field({
          label: text.resources.receiver,
          hint: text.resources.receiverHint,
          pointer: '/ownerId',
          error,
          value: receiver,
          write: setReceiver,
          autofocus: true,
        })}
        <footer>
          <CurlButton requests={[requestFor(receiver, etag)]} />
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="main" disabled={isBusy}>
            {text.resources.transfer}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function explainConflict(error: unknown): never {
  if (error instanceof Problem && error.status === 412) {
    refresh();
    throw new Error(text.resources.changedMeanwhile);
  }
  throw error;
}
