import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { here, useAddress } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { useOpenRow } from '../../parts/opened.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import * as text from '../../text.js';
import { OPENING_COLUMNS } from '../audit/audit.js';
import { OpenEvent } from '../audit/open-event.js';

/** What they did, or what was done to them and to what is theirs. */
export function Activity({ userId }: { readonly userId: string }) {
  const { query } = useAddress();
  const { open, hrefOf } = useOpenRow();
  const side = query['side'] === 'owner' ? 'owner' : 'actor';
  const { data, error, isStale } = useData(
    api('get', '/audit-events', { query: { [side]: userId, cursor: query['cursor'], include: 'owners' } }),
  );
  const sides = { actor: text.userDid, owner: text.userWasDone };
  return (
    <>
      <nav class="sides" aria-label={text.userActivity}>
        {(['actor', 'owner'] as const).map((name) => (
          <a
            key={name}
            href={here({ side: name === 'actor' ? null : name, cursor: null, open: null })}
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
          hrefOf={({ id }) => hrefOf(id)}
          detailOf={(event) => (event.id === open ? <OpenEvent event={event} /> : null)}
          // The actor stands in the title, and would be the same in each row.
          columns={OPENING_COLUMNS.filter(({ head }) => side === 'owner' || head !== text.eventActor)}
          empty={<Empty>{side === 'actor' ? text.userDidNothing : text.userNothingWasDone}</Empty>}
        />
      )}
      <Pager nextCursor={data?.nextCursor} />
    </>
  );
}
