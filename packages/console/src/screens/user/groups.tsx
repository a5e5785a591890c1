import { api, type Membership } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { useAddress } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { hrefOfOwner, OwnerLink } from '../../parts/owner-link.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import * as text from '../../text.js';

interface UserGroupsProps {
  readonly userId: string;
  readonly none?: string;
}

/** The groups that they share, and what as. */
export function UserGroups({ userId, none = text.userNoGroups }: UserGroupsProps) {
  const { query } = useAddress();
  const { data, error, isStale } = useData(
    api('get', '/users/{id}/groups', { path: { id: userId }, query: { cursor: query['cursor'] } }),
  );
  if (error !== null) return <ProblemNote error={error} />;
  const hrefOf = ({ group }: Membership) => hrefOfOwner(group.id, group.type);
  return (
    <>
      <Table
        caption={text.userGroups}
        rows={data?.items ?? null}
        isStale={isStale}
        keyOf={({ groupId }) => groupId}
        labelOf={({ group }) => group.name}
        hrefOf={hrefOf}
        columns={[
          { head: text.groupName, is: 'wide', cell: ({ group }) => <OwnerLink {...group} /> },
          { head: text.groupType, cell: ({ group }) => group.type },
          { head: text.userRole, cell: ({ role }) => role },
          { head: text.groupMemberSince, cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
        empty={<Empty>{none}</Empty>}
      />
      <Pager nextCursor={data?.nextCursor} />
    </>
  );
}
