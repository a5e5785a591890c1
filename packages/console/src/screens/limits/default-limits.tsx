import { useState } from 'preact/hooks';
import { api, type DefaultLimit } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { LimitForm, limitWords } from '../../parts/limit-form.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { may } from '../../session.js';
import * as text from '../../text.js';
import { setDefaultLimit } from './set-default-limit.js';

/** Those of groups are named with their type. */
function nameOf({ ownerType, meter }: DefaultLimit): string {
  return ownerType === 'user' ? meter : `${meter} (${ownerType})`;
}

/** The limits of all who have none of their own, changed where they stand. */
export function DefaultLimits() {
  const { data, error } = useData(api('get', '/default-limits', {}));
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.limitsDefaults}
      rows={data?.items ?? null}
      keyOf={nameOf}
      labelOf={nameOf}
      columns={[
        { head: text.quotaMeter, is: 'wide', cell: nameOf },
        { head: text.quotaLimit, is: 'end', cell: ({ limit }) => limitWords(limit) },
        {
          head: text.tableActions,
          is: 'end',
          cell: (one) =>
            may('default-limit:set', 'platform') && (
              <button
                type="button"
                aria-label={text.quotaChange(nameOf(one), one.limit)}
                aria-expanded={edited === nameOf(one)}
                onClick={() => setEdited(edited === nameOf(one) ? null : nameOf(one))}
              >
                {text.quotaChangeIt}
              </button>
            ),
        },
      ]}
      detailOf={(seen) =>
        edited === nameOf(seen) && (
          <LimitForm
            quota={seen}
            hasDefault={false}
            save={(limit) => setDefaultLimit(seen, limit)}
            close={() => setEdited(null)}
          />
        )
      }
      empty={<Empty>{text.quotaNone}</Empty>}
    />
  );
}
