import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { here, to, useAddress } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { EVENT_COLUMNS } from '../../parts/event-columns.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { text } from '../../text.js';

/** What they did, or what was done to them. */
export function Activity({ userId }: { readonly userId: string }) {
  const { query } = useAddress();
  const side = query['side'] === 'target' ? 'target' : 'actor';
  const { data, error, isStale } = useData(
    api('get', '/audit-events', { query: { [side]: userId, cursor: query['cursor'] } }),
  );
  const sides = { actor: text.user.did, target: text.user.wasDone };
  return (
    <>
      <nav class="sides" aria-label={text.user.activity}>
        {(['actor', 'target'] as const).map((name) => (
          <a
            key={name}
            href={here({ side: name === 'actor' ? null : name, cursor: null })}
            aria-current={name === side ? 'true' : undefined}
          >
            {sides[name]}
          </a>
        ))}
      </nav>
      <ProblemNote error={error} />
      {error === null && (
        <Table
          caption={sides[side]}
          rows={data?.items ?? null}
          isStale={isStale}
          keyOf={({ id }) => id}
          labelOf={({ action }) => action}
          hrefOf={({ id }) => to('/audit', { [side]: userId, open: id })}
          columns={EVENT_COLUMNS}
          empty={<Empty>{side === 'actor' ? text.user.didNothing : text.user.nothingWasDone}</Empty>}
        />
      )}
      <Pager nextCursor={data?.nextCursor} />
    </>
  );
}
