import { useState } from 'preact/hooks';
import { api, type DefaultLimit } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { LimitForm, limitWords } from '../../parts/limit-form.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { useDeclared } from '../../declared.js';
import { may } from '../../session.js';
import * as text from '../../text.js';
import { nameOf, setDefaultLimit } from './set-default-limit.js';

/** The limits of all who have none of their own, changed where they stand. */
export function DefaultLimits() {
  const { data, error } = useData(api('get', '/default-limits', {}));
  const { groupTypes } = useDeclared();
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.limitsDefaults}
      rows={data === null ? null : withGroupTypes(data.items, groupTypes)}
      keyOf={nameOf}
      labelOf={nameOf}
      columns={[
        { head: text.quotaMeter, is: 'wide', cell: ({ meter }) => meter },
        {
          head: text.limitsOf,
          cell: ({ ownerType }) => (ownerType === 'user' ? text.limitsOfUsers : ownerType),
        },
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

/** The API lists every meter of users, and of groups only the limits that are set. */
function withGroupTypes(
  listed: readonly DefaultLimit[],
  groupTypes: readonly string[],
): readonly DefaultLimit[] {
  const names = new Set(listed.map(nameOf));
  const ofUsers = listed.filter(({ ownerType }) => ownerType === 'user');
  const ofGroups = groupTypes.flatMap((ownerType) =>
    ofUsers.map(({ meter }) => ({ ownerType, meter, limit: null })),
  );
  return [...listed, ...ofGroups.filter((one) => !names.has(nameOf(one)))];
}
