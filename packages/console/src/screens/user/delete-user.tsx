import { api } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go, to } from '../../navigation.js';
import type { Close } from '../../parts/ask.js';
import { Irreversible } from '../../parts/irreversible.js';
import { say } from '../../parts/toasts.js';
import { Words } from '../../parts/words.js';
import { text } from '../../text.js';
import type { ReadUser } from './change-user.js';

const NAMED = 10;

/** Shows what will go with a user, and deletes them when their address has been typed. */
export function DeleteUser({ user, etag, close }: ReadUser & { readonly close: Close<true> }) {
  const { data, error } = useData(
    api('get', '/users/{id}/resources', { path: { id: user.id }, query: { pageSize: NAMED } }),
  );
  const act = async () => {
    // Without resources on the list, none may go: somebody may have made one in between.
    const resources = data === null || data.items.length === 0 ? 'refuse' : 'delete';
    const request = api('delete', '/users/{id}', {
      path: { id: user.id },
      query: { resources },
      ifMatch: etag,
    });
    const { status } = await send(request).catch(explainConflict);
    say(status === 202 ? text.danger.deleting(user.email) : text.danger.deleted(user.email));
    refresh();
    go(to('/users'));
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
      {error === null && data !== null && (
        <>
          <p>
            {data.nextCursor === null
              ? text.danger.resourcesGone(data.items.length)
              : text.danger.moreResourcesGone(NAMED)}
          </p>
          <ul class="names" tabIndex={0}>
            {data.items.map(({ id, name }) => (
              <li key={id}>
                <Words of={name} />
              </li>
            ))}
          </ul>
        </>
      )}
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
