import type { OverviewRefusals } from '../../api/api.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { Table } from '../../parts/table.js';
import { ReasonWords } from '../../parts/verdict.js';
import { text } from '../../text.js';

/** What was refused most often; a row leads to the events behind it. */
export function Refusals({ of: refusals }: { readonly of: OverviewRefusals | null }) {
  const hrefOf = ({ reason, action }: OverviewRefusals['items'][number]) =>
    to('/audit', { outcome: 'refused', reason, action, since: refusals?.since });
  return (
    <>
      {refusals !== null && refusals.ofLatest !== null && (
        <p class="muted">{text.overview.ofLatest(refusals.ofLatest)}</p>
      )}
      <Table
        caption={text.overview.refusals}
        rows={refusals?.items ?? null}
        keyOf={({ reason, action }) => `${reason} ${action}`}
        labelOf={({ reason }) => reason}
        hrefOf={hrefOf}
        columns={[
          {
            head: text.event.action,
            cell: ({ action }) => <code>{action}</code>,
          },
          { head: text.overview.why, is: 'wide', cell: ({ reason }) => <ReasonWords of={reason} /> },
          { head: text.overview.count, is: 'end', cell: ({ count }) => text.number(count) },
          {
            head: text.event.actor,
            cell: (refusal) => (
              <a href={hrefOf(refusal)} aria-label={text.overview.whoOf(refusal.action, refusal.reason)}>
                {text.overview.who}
              </a>
            ),
          },
        ]}
        empty={<Empty>{text.overview.nothingRefused}</Empty>}
      />
    </>
  );
}
