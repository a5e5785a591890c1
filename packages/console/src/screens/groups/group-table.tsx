import type { ComponentChildren } from 'preact';
import type { ListedGroup, Quota } from '../../api/api.js';
import { to } from '../../navigation.js';
import { fullest, QuotaBar } from '../../parts/quota-bar.js';
import { shortId } from '../../parts/short-id.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Words } from '../../parts/words.js';
import * as text from '../../text.js';
import { hrefOfGroup } from './href-of-group.js';
import type { InTree } from './tree.js';

interface GroupTableProps {
  readonly caption: string;
  readonly rows: readonly InTree<ListedGroup>[] | null;
  readonly isStale: boolean;
  readonly empty: ComponentChildren;
}

/** Groups, each further in than the one that it lies in. */
export function GroupTable({ caption, rows, isStale, empty }: GroupTableProps) {
  // A group whose parent stands above it in the tree needs no link to it.
  const lies = {
    head: text.groupParent,
    cell: ({ parentId, depth }: InTree<ListedGroup>) =>
      parentId === null || depth > 0 ? null : <a href={to(`/groups/${parentId}`)}>{shortId(parentId)}</a>,
  };
  const hasOthers = rows?.some(({ parentId, depth }) => parentId !== null && depth === 0) === true;
  return (
    <Table
      caption={caption}
      rows={rows}
      isStale={isStale}
      keyOf={({ id }) => id}
      labelOf={({ name }) => name}
      hrefOf={hrefOfGroup}
      columns={[
        {
          head: text.groupName,
          is: 'wide',
          cell: (group) => (
            <a class={`depth-${group.depth}`} href={hrefOfGroup(group)}>
              <Words of={group.name} />
            </a>
          ),
        },
        { head: text.usersFullest, cell: ({ quotas }) => <Fullest of={quotas ?? []} /> },
        { head: text.groupType, cell: ({ type }) => type },
        ...(hasOthers ? [lies] : []),
        { head: text.resourceCreated, cell: ({ createdAt }) => <Time at={createdAt} /> },
      ]}
      empty={empty}
    />
  );
}

function Fullest({ of: quotas }: { readonly of: readonly Quota[] }) {
  const quota = fullest(quotas);
  return quota === null ? null : <QuotaBar quota={quota} isNamed />;
}
