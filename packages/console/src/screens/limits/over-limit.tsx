import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { UserBars } from '../../parts/user-bars.js';
import { text } from '../../text.js';

const SHOWN = 10;

/** Who has more than they may: nothing is taken from them, but they can make nothing new. */
export function OverLimit() {
  const { data, error } = useData(
    api('get', '/users', { query: { over: true, include: 'quotas', pageSize: SHOWN } }),
  );
  return (
    <>
      <p class="muted">{text.limits.overWhat}</p>
      <ProblemNote error={error} />
      {error === null && (
        <UserBars
          caption={text.limits.over}
          users={data?.items ?? null}
          empty={<Empty>{text.limits.nobodyOver}</Empty>}
        />
      )}
      {data !== null && data.nextCursor !== null && (
        <a href={to('/users', { over: 'true' })}>{text.limits.allOver}</a>
      )}
    </>
  );
}
