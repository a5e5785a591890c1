import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { LimitForm, limitWords } from '../../parts/limit-form.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { may } from '../../session.js';
import { text } from '../../text.js';
import { setDefaultLimit } from './set-default-limit.js';

/** The limits of all who have none of their own, changed where they stand. */
export function DefaultLimits() {
  const { data, error } = useData(api('get', '/default-limits', {}));
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.limits.defaults}
      rows={data?.items ?? null}
      keyOf={({ meter }) => meter}
      labelOf={({ meter }) => meter}
      columns={[
        { head: text.quota.meter, is: 'wide', cell: ({ meter }) => meter },
        { head: text.quota.limit, is: 'end', cell: ({ limit }) => limitWords(limit) },
        {
          head: text.table.actions,
          is: 'end',
          cell: ({ meter, limit }) =>
            may('default-limit:set', 'platform') && (
              <button
                type="button"
                aria-expanded={edited === meter}
                onClick={() => setEdited(edited === meter ? null : meter)}
              >
                {text.quota.change(meter, limit)}
              </button>
            ),
        },
      ]}
      detailOf={(seen) =>
        edited === seen.meter && (
          <LimitForm
            quota={seen}
            hasDefault={false}
            save={(limit) => setDefaultLimit(seen, limit)}
            close={() => setEdited(null)}
          />
        )
      }
      empty={<Empty>{text.quota.none}</Empty>}
    />
  );
}
