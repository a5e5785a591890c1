import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { useAddress } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import * as text from '../../text.js';
import { GroupTable } from '../groups/group-table.js';

/** The groups that lie in this one. */
export function Below({ id }: { readonly id: string }) {
  const { query } = useAddress();
  const { data, error, isStale } = useData(
    api('get', '/groups', { query: { parentId: id, cursor: query['cursor'], include: 'quotas' } }),
  );
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <>
      <GroupTable
        caption={text.groupBelow}
        rows={data?.items.map((group) => ({ ...group, parentId: null, depth: 0 })) ?? null}
        isStale={isStale}
        empty={<Empty>{text.groupNoneBelow}</Empty>}
      />
      <Pager nextCursor={data?.nextCursor} />
    </>
  );
}
