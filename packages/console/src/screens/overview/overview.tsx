import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { EVENT_COLUMNS } from '../../parts/event-columns.js';
import { OwnerBars } from '../../parts/owner-bars.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Screen } from '../../parts/screen.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { text } from '../../text.js';
import { Refusals } from './refusals.js';

const OVER = { over: 'true' };
const NEAR = { near: '80' };

/** What should an administrator know of first? One request. */
export function Overview() {
  const { data, error } = useData(api('get', '/overview', { query: { include: 'owners' } }));
  return (
    <Screen title={text.nav.overview} about={text.overview.about}>
      <ProblemNote error={error} />
      {error === null && (
        <>
          <div class="side-by-side">
            <section class="part">
              <h2>{text.overview.over}</h2>
              <OwnerBars
                caption={text.overview.over}
                of={data && { users: data.over, groups: data.groupsOver }}
                filter={OVER}
                empty={<Empty>{text.limits.nobodyOver}</Empty>}
              />
            </section>
            <section class="part">
              <h2>{text.overview.near}</h2>
              <OwnerBars
                caption={text.overview.near}
                of={data && { users: data.near, groups: data.groupsNear }}
                filter={NEAR}
                empty={<Empty>{text.overview.nobodyNear}</Empty>}
              />
            </section>
          </div>
          <section class="part">
            <h2>{text.overview.refusals}</h2>
            <Refusals of={data?.refusals ?? null} />
          </section>
          <section class="part">
            <h2>{text.overview.events}</h2>
            <Table
              caption={text.overview.events}
              rows={data?.events ?? null}
              columns={EVENT_COLUMNS}
              keyOf={({ id }) => id}
              labelOf={({ action }) => action}
              hrefOf={({ id }) => to('/audit', { open: id })}
              empty={<Empty>{text.audit.noneFound}</Empty>}
            />
            <a href={to('/audit')}>{text.overview.allEvents}</a>
          </section>
          {data !== null && (
            <section class="part">
              <h2>{text.overview.verified}</h2>
              <p>
                {data.lastVerification === null ? (
                  text.overview.neverVerified
                ) : (
                  <>
                    <Time at={data.lastVerification.at} />:{' '}
                    {text.overview.found(Number(data.lastVerification.details['differences'] ?? 0))}
                  </>
                )}{' '}
                <a href={to('/limits')}>{text.overview.verify}</a>
              </p>
            </section>
          )}
        </>
      )}
    </Screen>
  );
}
