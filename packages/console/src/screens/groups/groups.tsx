import { api, type Group } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { here, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { Empty } from '../../parts/empty.js';
import { Filters, UsageFilter } from '../../parts/filters.js';
import { useKey } from '../../parts/keys.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Screen } from '../../parts/screen.js';
import { may } from '../../session.js';
import * as text from '../../text.js';
import { GroupTable } from './group-table.js';
import { NewGroup } from './new-group.js';
import { inTree } from './tree.js';

/** So many are one page, so that most trees are whole. */
const PAGE_SIZE = 100;

/** All groups that one may see, as a tree. */
export function Groups() {
  const { query } = useAddress();
  const { over, near, cursor } = query;
  const { data, error, isStale } = useData(
    api('get', '/groups', { query: { over, near, cursor, pageSize: PAGE_SIZE, include: 'quotas' } }),
  );
  const addGroup = () => void ask<Group>((close) => <NewGroup parent={null} close={close} />);
  const mayAdd = may('group:create', 'platform');
  useKey('n', text.groupAdd, () => mayAdd && addGroup());
  return (
    <Screen
      title={text.navGroups}
      about={text.groupAbout}
      actions={
        mayAdd && (
          <button type="button" class="main" onClick={addGroup}>
            {text.groupAdd}
          </button>
        )
      }
    >
      <Filters>
        <UsageFilter />
      </Filters>
      <ProblemNote error={error} />
      {(error === null || data !== null) && (
        <GroupTable
          caption={text.navGroups}
          rows={data === null ? null : inTree(data.items)}
          isStale={isStale}
          empty={
            over !== undefined || near !== undefined ? (
              <Empty>
                {text.groupNoneFound} <a href={here({ over: null, near: null })}>{text.groupShowAll}</a>
              </Empty>
            ) : mayAdd ? (
              <Empty request={api('post', '/groups', { body: { name: 'Acme' } })}>{text.groupNone}</Empty>
            ) : (
              <Empty>{text.groupNoneOfMine}</Empty>
            )
          }
        />
      )}
      <Pager nextCursor={data?.nextCursor} />
    </Screen>
  );
}
