import { api, type Group } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go, to } from '../../navigation.js';
import type { Close } from '../../parts/ask.js';
import { Irreversible } from '../../parts/irreversible.js';
import { NAMED_RESOURCES, ResourcesGone } from '../../parts/resources-gone.js';
import { say } from '../../parts/toasts.js';
import { explainConflict } from '../../parts/changed-meanwhile.js';
import * as text from '../../text.js';

interface DeleteGroupProps {
  readonly group: Group;
  readonly etag: string | null;
  readonly close: Close<true>;
}

/** Shows what will go with a group, and deletes it when its name has been typed. */
export function DeleteGroup({ group, etag, close }: DeleteGroupProps) {
  const path = { id: group.id };
  const { data, error } = useData(
    api('get', '/groups/{id}/resources', { path, query: { pageSize: NAMED_RESOURCES } }),
  );
  const act = async () => {
    // Without resources on the list, none may go: somebody may have made one in between.
    const resources = data === null || data.items.length === 0 ? 'refuse' : 'delete';
    const request = api('delete', '/groups/{id}', { path, query: { resources }, ifMatch: etag });
    await send(request).catch(explainConflict);
    say(text.groupDeleted(group.name));
    refresh();
    go(to('/groups'));
  };
  return (
    <Irreversible
      title={text.groupDeleteGroup(group.name)}
      name={group.name}
      button={text.groupDelete}
      act={act}
      close={close}
    >
      <p>{text.groupDeleteGone}</p>
      {error === null && data !== null && <ResourcesGone of={data} />}
    </Irreversible>
  );
}
