import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { OwnerBars } from '../../parts/owner-bars.js';
import { ProblemNote } from '../../parts/problem-note.js';
import * as text from '../../text.js';

const OVER = { over: 'true' };

/** Who has more than they may: nothing is taken from them, but they can make nothing new. */
export function OverLimit() {
  const { data, error } = useData(api('get', '/overview', {}));
  return (
    <>
      <p class="muted">{text.limitsOverWhat}</p>
      <ProblemNote error={error} />
      {error === null && (
        <OwnerBars
          caption={text.limitsOver}
          of={data && { users: data.over, groups: data.groupsOver }}
          filter={OVER}
          empty={<Empty>{text.limitsNobodyOver}</Empty>}
        />
      )}
    </>
  );
}
