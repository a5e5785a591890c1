import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go, to } from '../../navigation.js';
import type { Close } from '../../parts/ask.js';
import { Irreversible } from '../../parts/irreversible.js';
import { useOwnerChoice } from '../../parts/owner-field.js';
import { NAMED_RESOURCES, ResourcesGone } from '../../parts/resources-gone.js';
import { say } from '../../parts/toasts.js';
import { text } from '../../text.js';
import type { ReadUser } from './change-user.js';

/** Shows what will go with a user, or who gets it, and deletes them when their address has been typed. */
export function DeleteUser({ user, etag, close }: ReadUser & { readonly close: Close<true> }) {
  const path = { id: user.id };
  const { data, error } = useData(
    api('get', '/users/{id}/resources', { path, query: { pageSize: NAMED_RESOURCES } }),
  );
  const [isGiven, setGiven] = useState(false);
  const [receiver, setReceiver] = useState('');
  const choice = useOwnerChoice();
  const hasResources = data !== null && data.items.length > 0;
  const act = async () => {
    // Without resources on the list, none may go: somebody may have made one in between.
    const resources = hasResources ? (isGiven ? 'transfer' : 'delete') : 'refuse';
    const receiverId = resources === 'transfer' ? await choice.idOf(receiver) : null;
    const query = { resources, to: receiverId };
    const request = api('delete', '/users/{id}', { path, query, ifMatch: etag });
    const { status } = await send(request).catch(explainConflict);
    if (status === 202) say(text.danger.deleting(user.email));
    else say(isGiven ? text.danger.given(user.email, receiver) : text.danger.deleted(user.email));
    refresh();
    // Of a long deletion, their page shows that it goes on.
    go(to(status === 202 ? `/users/${user.id}` : '/users'));
  };
  return (
    <Irreversible
      title={text.danger.deleteUser(user.email)}
      name={user.email}
      button={text.danger.delete}
      act={act}
      close={close}
    >
      <p>{text.danger.deleteGone}</p>
      {error === null && data !== null && !isGiven && <ResourcesGone of={data} />}
      {hasResources && (
        <label class="inline">
          <input
            type="checkbox"
            checked={isGiven}
            onChange={(event) => setGiven(event.currentTarget.checked)}
          />
          <span>{text.danger.give}</span>
        </label>
      )}
      {isGiven &&
        choice.field({
          label: text.resources.receiver,
          hint: text.resources.receiverHint,
          pointer: '?to',
          error: null,
          value: receiver,
          write: setReceiver,
        })}
    </Irreversible>
  );
}

/** Whoever deletes should have seen the user as they are: a changed one is looked at again first. */
function explainConflict(error: unknown): never {
  if (error instanceof Problem && error.status === 412) {
    refresh();
    throw new Error(text.danger.changedMeanwhile);
  }
  throw error;
}
