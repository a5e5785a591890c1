import type { OverviewRefusals } from '../../api/api.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { Table } from '../../parts/table.js';
import { ReasonWords } from '../../parts/verdict.js';
import * as text from '../../text.js';

/** What was refused most often; a row leads to the events behind it. */
export function Refusals({ of: refusals }: { readonly of: OverviewRefusals | null }) {
  const hrefOf = ({ reason, action }: OverviewRefusals['items'][number]) =>
    to('/audit', { outcome: 'refused', reason, action, since: refusals?.since });
  return (
    <>
      {refusals !== null && refusals.ofLatest !== null && (
        <p class="muted">{text.overviewOfLatest(refusals.ofLatest)}</p>
      )}
      <Table
        caption={text.overviewRefusals}
        rows={refusals?.items ?? null}
        keyOf={({ reason, action }) => `${reason} ${action}`}
        labelOf={({ reason }) => reason}
        hrefOf={hrefOf}
        columns={[
          {
            head: text.eventAction,
            cell: ({ action }) => <code>{action}</code>,
          },
          { head: text.overviewWhy, is: 'wide', cell: ({ reason }) => <ReasonWords of={reason} /> },
          { head: text.overviewCount, is: 'end', cell: ({ count }) => text.number(count) },
          {
            head: text.eventActor,
            cell: (refusal) => (
              <a href={hrefOf(refusal)} aria-label={text.overviewWhoOf(refusal.action, refusal.reason)}>
                {text.overviewWho}
              </a>
            ),
          },
        ]}
        empty={<Empty>{text.overviewNothingRefused}</Empty>}
      />
    </>
  );
}
