import { api, type ApiRequest, type Resource } from '../api/api.js';
import { useData } from '../api/use-data.js';
import { to, useAddress } from '../navigation.js';
import * as text from '../text.js';
import { Empty } from './empty.js';
import { Pager } from './pager.js';
import { ProblemNote } from './problem-note.js';
import type { LimitOwner } from './set-limit.js';
import { Table } from './table.js';
import { Time } from './time.js';
import { Words } from './words.js';

/** What a user or a group owns; a row leads to the resource. */
export function OwnedResources({ owner: { id: ownerId, type } }: { readonly owner: LimitOwner }) {
  const { query } = useAddress();
  const isUser = type === 'user';
  const path = { id: ownerId };
  const page = { path, query: { cursor: query['cursor'] } };
  const { data, error, isStale } = useData(
    isUser ? api('get', '/users/{id}/resources', page) : api('get', '/groups/{id}/resources', page),
  );
  if (error !== null) return <ProblemNote error={error} />;
  const hrefOf = ({ id }: Resource) => to('/resources', { ownerId, open: id });
  const body = { name: 'orders' };
  const create: ApiRequest<unknown> = isUser
    ? api('post', '/users/{id}/resources', { path, body })
    : api('post', '/groups/{id}/resources', { path, body });
  return (
    <>
      <Table
        caption={text.userResources}
        rows={data?.items ?? null}
        isStale={isStale}
        keyOf={({ id }) => id}
        labelOf={({ name }) => name}
        hrefOf={hrefOf}
        columns={[
          {
            head: text.resourceName,
            is: 'wide',
            cell: (resource) => (
              <a href={hrefOf(resource)}>
                <Words of={resource.name} />
              </a>
            ),
          },
          { head: text.resourceKind, cell: ({ kind }) => kind },
          { head: text.resourceCreated, cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
        empty={<Empty request={create}>{isUser ? text.userNoResources : text.groupNoResources}</Empty>}
      />
      <Pager nextCursor={data?.nextCursor} />
    </>
  );
}
