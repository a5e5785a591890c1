import type { QuotaLevel } from '../api/api.js';
import { OwnerLink } from './owner-link.js';
import { QuotaBar } from './quota-bar.js';
import { Table } from './table.js';
import * as text from '../text.js';

/** The groups above, from the root down, and how full each is: their limits hold for this one too. */
export function Above({ levels }: { readonly levels: readonly QuotaLevel[] }) {
  const fromRoot = levels.toReversed();
  return (
    <>
      <h2>{text.groupAbove}</h2>
      <p class="muted">{text.groupAboveWhat}</p>
      <Table
        caption={text.groupAbove}
        rows={fromRoot}
        keyOf={(level) => (level.owner === 'above' ? level.owner : level.owner.id)}
        labelOf={(level) => (level.owner === 'above' ? text.groupHidden : level.owner.name)}
        columns={[
          {
            head: text.groupName,
            is: 'wide',
            cell: (level) => (
              <span class={`depth-${fromRoot.indexOf(level)}`}>
                {level.owner === 'above' ? (
                  <span class="muted">{text.groupHidden}</span>
                ) : (
                  <OwnerLink {...level.owner} />
                )}
              </span>
            ),
          },
          { head: text.groupType, cell: ({ owner }) => (owner === 'above' ? null : owner.type) },
          {
            head: text.quotaUsage,
            cell: ({ quotas }) => quotas.map((quota) => <QuotaBar key={quota.meter} quota={quota} isNamed />),
          },
        ]}
        empty={null}
      />
    </>
  );
}
