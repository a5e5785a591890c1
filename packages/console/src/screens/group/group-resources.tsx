import { api, type Group, type Resource } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { Empty } from '../../parts/empty.js';
import { useKey } from '../../parts/keys.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Words } from '../../parts/words.js';
import { text } from '../../text.js';
import { NewResource } from '../resources/new-resource.js';

interface GroupResourcesProps {
  readonly id: string;
  /** `null` while it is on its way: its resources need not wait for it. */
  readonly group: Group | null;
  readonly mayAdd: boolean;
}

/** What the group itself owns; a row leads to the resource. */
export function GroupResources({ id: groupId, group, mayAdd }: GroupResourcesProps) {
  const { query } = useAddress();
  const { data, error, isStale } = useData(
    api('get', '/groups/{id}/resources', { path: { id: groupId }, query: { cursor: query['cursor'] } }),
  );
  const addResource = () =>
    void ask<true>((close) => (
      <NewResource receiver={group ?? { id: groupId, type: 'group' }} close={close} />
    ));
  useKey('n', text.resources.add, () => mayAdd && addResource());
  if (error !== null) return <ProblemNote error={error} />;
  const hrefOf = ({ id }: Resource) => to('/resources', { ownerId: groupId, open: id });
  return (
    <>
      {mayAdd && (
        <p>
          <button type="button" onClick={addResource}>
            {text.resources.add}
          </button>
        </p>
      )}
      <Table
        caption={text.group.resources}
        rows={data?.items ?? null}
        isStale={isStale}
        keyOf={({ id }) => id}
        labelOf={({ name }) => name}
        hrefOf={hrefOf}
        columns={[
          {
            head: text.resource.name,
            is: 'wide',
            cell: (resource) => (
              <a href={hrefOf(resource)}>
                <Words of={resource.name} />
              </a>
            ),
          },
          { head: text.resource.kind, cell: ({ kind }) => kind },
          { head: text.resource.created, cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
        empty={
          <Empty
            request={api('post', '/groups/{id}/resources', {
              path: { id: groupId },
              body: { name: 'orders' },
            })}
          >
            {text.group.noResources}
          </Empty>
        }
      />
      <Pager nextCursor={data?.nextCursor} />
    </>
  );
}
