import { useState } from 'preact/hooks';
import { api, type ListedQuota, type QuotaLevel } from '../api/api.js';
import { useData } from '../api/use-data.js';
import { may } from '../session.js';
import * as text from '../text.js';
import { Above } from './above.js';
import { Empty } from './empty.js';
import { LimitForm, limitWords } from './limit-form.js';
import { ProblemNote } from './problem-note.js';
import { QuotaBar } from './quota-bar.js';
import { setLimit, type LimitOwner } from './set-limit.js';
import { Table } from './table.js';

interface ListedQuotas {
  readonly items: readonly ListedQuota[];
  /** Only a group lies in others. */
  readonly above?: readonly QuotaLevel[];
}

/** What somebody may have and what they have; a limit is changed where it stands. */
export function Quotas({ owner, mayChange }: { readonly owner: LimitOwner; readonly mayChange: boolean }) {
  const path = { id: owner.id };
  const include = mayChange && may('default-limit:read', 'platform') ? 'defaults' : null;
  const { data, error } = useData(
    owner.type === 'user'
      ? api('get', '/users/{id}/quotas', { path, query: { include } })
      : api('get', '/groups/{id}/quotas', { path, query: { include: 'above' } }),
  );
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  const answer: ListedQuotas | null = data;
  const table = (
    <Table
      caption={text.userQuotas}
      rows={answer?.items ?? null}
      keyOf={({ meter }) => meter}
      labelOf={({ meter }) => meter}
      columns={[
        { head: text.quotaMeter, cell: ({ meter }) => meter },
        { head: text.quotaUsage, is: 'wide', cell: (quota) => <QuotaBar quota={quota} /> },
        {
          head: text.quotaSource,
          cell: ({ source }) => (source === 'default' ? text.quotaDefault : text.quotaOwn[source]),
        },
        {
          head: text.quotaLimit,
          is: 'end',
          cell: (quota) => {
            if (!mayChange) return limitWords(quota.limit);
            return (
              <>
                {limitWords(quota.limit)}{' '}
                <button
                  type="button"
                  aria-label={text.quotaChange(quota.meter, quota.limit)}
                  aria-expanded={edited === quota.meter}
                  onClick={() => setEdited(edited === quota.meter ? null : quota.meter)}
                >
                  {text.quotaChangeIt}
                </button>
              </>
            );
          },
        },
      ]}
      detailOf={(quota) =>
        edited === quota.meter && (
          <LimitForm
            quota={quota}
            defaultLimit={quota.defaultLimit}
            hasDefault={quota.source !== 'default'}
            save={(limit) => setLimit(owner, quota, limit)}
            close={() => setEdited(null)}
          />
        )
      }
      empty={<Empty>{text.quotaNone}</Empty>}
    />
  );
  if (answer?.above === undefined || answer.above.length === 0) return table;
  return (
    <>
      <Above levels={answer.above} />
      <h2>{text.groupThis}</h2>
      {table}
    </>
  );
}
