import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { LimitForm, limitWords } from '../../parts/limit-form.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { QuotaBar } from '../../parts/quota-bar.js';
import { Table } from '../../parts/table.js';
import { may } from '../../session.js';
import { text } from '../../text.js';
import { setLimit } from './set-limit.js';

/** What they may have and what they have; a limit is changed where it stands. */
export function Quotas({ userId, mayChange }: { readonly userId: string; readonly mayChange: boolean }) {
  const include = mayChange && may('default-limit:read', 'platform') ? 'defaults' : null;
  const request = api('get', '/users/{id}/quotas', { path: { id: userId }, query: { include } });
  const { data, error } = useData(request);
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.user.quotas}
      rows={data?.items ?? null}
      keyOf={({ meter }) => meter}
      labelOf={({ meter }) => meter}
      columns={[
        { head: text.quota.meter, cell: ({ meter }) => meter },
        { head: text.quota.usage, is: 'wide', cell: (quota) => <QuotaBar quota={quota} /> },
        {
          head: text.quota.source,
          cell: ({ source }) => (source === 'user' ? text.quota.own : text.quota.default),
        },
        {
          head: text.quota.limit,
          is: 'end',
          cell: (quota) => {
            if (!mayChange) return limitWords(quota.limit);
            return (
              <>
                {limitWords(quota.limit)}{' '}
                <button
                  type="button"
                  aria-label={text.quota.change(quota.meter, quota.limit)}
                  aria-expanded={edited === quota.meter}
                  onClick={() => setEdited(edited === quota.meter ? null : quota.meter)}
                >
                  {text.quota.changeIt}
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
            defaultLimit={quota.source === 'user' ? quota.defaultLimit : undefined}
            hasDefault={quota.source === 'user'}
            save={(limit) => setLimit(userId, quota, limit)}
            close={() => setEdited(null)}
          />
        )
      }
      empty={<Empty>{text.quota.none}</Empty>}
    />
  );
}
