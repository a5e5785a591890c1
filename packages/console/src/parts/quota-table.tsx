import { useState } from 'preact/hooks';
import { api, type ListedQuota, type QuotaLevel } from '../api/api.js';
import { useData, type Loaded } from '../api/use-data.js';
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

interface UserQuotasProps {
  readonly id: string;
  readonly mayChange: boolean;
}

/** Those of a user. */
export function UserQuotas({ id, mayChange }: UserQuotasProps) {
  const include = mayChange && may('default-limit:read', 'platform') ? 'defaults' : null;
  const loaded = useData(api('get', '/users/{id}/quotas', { path: { id }, query: { include } }));
  return <Quotas owner={{ type: 'user', id }} of={loaded} mayChange={mayChange} />;
}

interface QuotasProps {
  readonly owner: LimitOwner;
  readonly of: Pick<Loaded<ListedQuotas>, 'data' | 'error'>;
  readonly mayChange: boolean;
}

/** What somebody may have and what they have; a limit is changed where it stands. */
export function Quotas({ owner, of: { data, error }, mayChange }: QuotasProps) {
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  const table = (
    <Table
      caption={text.userQuotas}
      rows={data?.items ?? null}
      keyOf={({ meter }) => meter}
      labelOf={({ meter }) => meter}
      columns={[
        { head: text.quotaMeter, cell: ({ meter }) => meter },
        {
          head: text.quotaUsage,
          is: 'wide',
          // That there is no limit stands in its own column.
          cell: (quota) => (quota.limit === null ? text.quotaUsed(quota.used) : <QuotaBar quota={quota} />),
        },
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
  if (data?.above === undefined || data.above.length === 0) return table;
  return (
    <>
      <Above levels={data.above} />
      <h2>{text.groupThis}</h2>
      {table}
    </>
  );
}
