import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { here, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { Download } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Filters, OwnerFilter, SelectFilter } from '../../parts/filters.js';
import { useKey } from '../../parts/keys.js';
import { ownerIdOf } from '../../parts/owner-field.js';
import { OpenedElsewhere, RowLink, useOpenRow } from '../../parts/opened.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Screen } from '../../parts/screen.js';
import { Table, type Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { hrefOfOwner, OwnerLink } from '../../parts/owner-link.js';
import { Words } from '../../parts/words.js';
import { kinds, may, mayAsMember } from '../../session.js';
import * as text from '../../text.js';
import { NewResource } from './new-resource.js';
import { OpenResource } from './open-resource.js';
import type { ListedResource } from '../../api/api.js';

/** What is there, and whose is it? Everything for those who may see it, and for the others their own. */
export function Resources() {
  const { query } = useAddress();
  const { ownerId, kind, cursor } = query;
  const { open, hrefOf } = useOpenRow();
  const seesAll = may('resource:read', 'foreign');
  const showsOwners = seesAll || mayAsMember('group:read');
  const include = showsOwners ? 'owners' : null;
  const { data, error, isStale } = useData(
    api('get', '/resources', { query: { ownerId, kind, cursor, include } }),
  );
  const isFiltered = ownerId !== undefined || kind !== undefined || cursor !== undefined;
  const rows = data?.items ?? null;
  // All rows of a list that is filtered by its owner have the same.
  const owner = ownerId === undefined ? null : (rows?.find((row) => row.ownerId === ownerId)?.owner ?? null);
  const isElsewhere = open !== null && rows?.every(({ id }) => id !== open) === true;
  const addResource = () => {
    const receiver = ownerId === undefined ? null : { id: ownerId, type: 'user', ...owner };
    void ask<true>((close) => <NewResource receiver={receiver} close={close} />);
  };
  useKey('n', text.resourcesAdd, addResource);

  return (
    <Screen
      title={text.navResources}
      actions={
        <>
          <button type="button" class="main" onClick={addResource}>
            {text.resourcesAdd}
          </button>
          <Download
            name="resources"
            request={api('get', '/resources', { query: { ownerId, kind, include } })}
          />
        </>
      }
    >
      {(seesAll || kinds().length > 1) && (
        <Filters>
          {seesAll && (
            <OwnerFilter
              label={text.resourceOwner}
              name="ownerId"
              placeholder={text.filterOwnerOrId}
              knownAs={owner?.name}
              idOf={ownerIdOf}
            />
          )}
          {kinds().length > 1 && (
            <SelectFilter
              label={text.resourceKind}
              name="kind"
              options={kinds().map((value) => ({ value, text: value }))}
            />
          )}
          {ownerId !== undefined && owner !== null && (
            <a href={hrefOfOwner(ownerId, owner.type)}>{text.resourcesOfOwner}</a>
          )}
        </Filters>
      )}
      <ProblemNote error={error} />
      {isElsewhere && (
        <OpenedElsewhere label={text.resourcesOne}>
          <OpenResource id={open} owner={null} />
        </OpenedElsewhere>
      )}
      {(error === null || rows !== null) && (
        <Table
          caption={text.navResources}
          rows={rows}
          columns={columns(showsOwners)}
          keyOf={({ id }) => id}
          labelOf={({ name }) => name}
          hrefOf={({ id }) => hrefOf(id)}
          detailOf={({ id, owner }) => (id === open ? <OpenResource id={id} owner={owner ?? null} /> : null)}
          isStale={isStale}
          empty={
            isFiltered ? (
              <Empty>
                {text.resourcesNoneFound}{' '}
                <a href={here({ ownerId: null, kind: null, cursor: null })}>{text.resourcesShowAll}</a>
              </Empty>
            ) : (
              <Empty request={api('post', '/resources', { body: { name: 'orders' } })}>
                {text.resourcesNone}
              </Empty>
            )
          }
        />
      )}
      <Pager nextCursor={data?.nextCursor} />
    </Screen>
  );
}

function columns(showsOwners: boolean): readonly Column<ListedResource>[] {
  return [
    {
      head: text.resourceName,
      is: 'wide',
      cell: ({ id, name }) => (
        <RowLink id={id}>
          <Words of={name} />
        </RowLink>
      ),
    },
    { head: text.resourceKind, cell: ({ kind }) => kind },
    ...(showsOwners
      ? [
          {
            head: text.resourceOwner,
            cell: ({ ownerId, owner }: ListedResource) => (
              <OwnerLink id={ownerId} type={owner?.type} name={owner?.name} />
            ),
          },
        ]
      : []),
    { head: text.resourceCreated, cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
}
