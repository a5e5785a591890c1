import type { ComponentChildren } from 'preact';
import type { Group } from '../../api/api.js';
import { to } from '../../navigation.js';
import { shortId } from '../../parts/short-id.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Words } from '../../parts/words.js';
import { text } from '../../text.js';
import { hrefOfGroup } from './href-of-group.js';
import type { InTree } from './tree.js';

interface GroupTableProps {
  readonly caption: string;
  readonly rows: readonly InTree<Group>[] | null;
  readonly isStale: boolean;
  readonly empty: ComponentChildren;
}

/** Groups, each further in than the one that it lies in. */
export function GroupTable({ caption, rows, isStale, empty }: GroupTableProps) {
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
          head: text.group.name,
          is: 'wide',
          cell: (group) => (
            <a class={`depth-${group.depth}`} href={hrefOfGroup(group)}>
              <Words of={group.name} />
            </a>
          ),
        },
        { head: text.group.type, cell: ({ type }) => type },
        {
          head: text.group.parent,
          // A group whose parent stands above it in the tree needs no link to it.
          cell: ({ parentId, depth }) =>
            parentId === null || depth > 0 ? null : (
              <a href={to(`/groups/${parentId}`)}>{shortId(parentId)}</a>
            ),
        },
        { head: text.resource.created, cell: ({ createdAt }) => <Time at={createdAt} /> },
      ]}
      empty={empty}
    />
  );
}
