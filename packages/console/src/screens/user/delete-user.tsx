import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go, to as hrefTo } from '../../navigation.js';
import type { Close } from '../../parts/ask.js';
import { Irreversible } from '../../parts/irreversible.js';
import { OwnerField, ownerOf } from '../../parts/owner-field.js';
import { NAMED_RESOURCES, ResourcesGone } from '../../parts/resources-gone.js';
import { say } from '../../parts/toasts.js';
import { explainConflict } from '../../parts/changed-meanwhile.js';
import * as text from '../../text.js';
import type { ReadUser } from './change-user.js';

/** Shows what will go with a user, or who gets it, and deletes them when their address has been typed. */
export function DeleteUser({ user, etag, close }: ReadUser & { readonly close: Close<true> }) {
  const path = { id: user.id };
  const { data, error } = useData(
    api('get', '/users/{id}/resources', { path, query: { pageSize: NAMED_RESOURCES } }),
  );
  const [isGiven, setGiven] = useState(false);
  const [receiver, setReceiver] = useState('');
  const hasResources = data !== null && data.items.length > 0;
  const act = async () => {
    // Without resources on the list, none may go: somebody may have made one in between.
    const resources = hasResources ? (isGiven ? 'transfer' : 'delete') : 'refuse';
    const to = resources === 'transfer' ? await ownerOf(receiver) : null;
    const query = { resources, to: to?.id };
    const request = api('delete', '/users/{id}', { path, query, ifMatch: etag });
    const { status } = await send(request).catch(explainConflict);
    if (status === 202) say(text.dangerDeleting(user.email));
    else say(to === null ? text.dangerDeleted(user.email) : text.dangerGiven(user.email, to.name));
    refresh();
    // Of a long deletion, their page shows that it goes on.
    go(hrefTo(status === 202 ? `/users/${user.id}` : '/users'));
  };
  return (
    <Irreversible
      title={text.dangerDeleteUser(user.email)}
      name={user.email}
      button={text.dangerDelete}
      act={act}
      close={close}
    >
      <p>{text.dangerDeleteGone}</p>
      {error === null && data !== null && !isGiven && <ResourcesGone of={data} />}
      {hasResources && (
        <label class="inline">
          <input
            type="checkbox"
            checked={isGiven}
            onChange={(event) => setGiven(event.currentTarget.checked)}
          />
          <span>{text.dangerGive}</span>
        </label>
      )}
      {isGiven && (
        <OwnerField
          label={text.resourcesReceiver}
          hint={text.resourcesReceiverHint}
          value={receiver}
          write={setReceiver}
        />
      )}
    </Irreversible>
  );
}
