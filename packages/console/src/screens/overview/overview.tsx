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
import * as text from '../../text.js';
import { Refusals } from './refusals.js';

const OVER = { over: 'true' };
const NEAR = { near: '80' };

/** What should an administrator know of first? One request. */
export function Overview() {
  const { data, error } = useData(api('get', '/overview', { query: { include: 'owners' } }));
  return (
    <Screen title={text.navOverview} about={text.overviewAbout}>
      <ProblemNote error={error} />
      {error === null && (
        <>
          <div class="side-by-side">
            <section class="part">
              <h2>{text.overviewOver}</h2>
              <OwnerBars
                caption={text.overviewOver}
                of={data && { users: data.over, groups: data.groupsOver }}
                filter={OVER}
                empty={<Empty>{text.limitsNobodyOver}</Empty>}
              />
            </section>
            <section class="part">
              <h2>{text.overviewNear}</h2>
              <OwnerBars
                caption={text.overviewNear}
                of={data && { users: data.near, groups: data.groupsNear }}
                filter={NEAR}
                empty={<Empty>{text.overviewNobodyNear}</Empty>}
              />
            </section>
          </div>
          <section class="part">
            <h2>{text.overviewRefusals}</h2>
            <Refusals of={data?.refusals ?? null} />
          </section>
          <section class="part">
            <h2>{text.overviewEvents}</h2>
            <Table
              caption={text.overviewEvents}
              rows={data?.events ?? null}
              columns={EVENT_COLUMNS}
              keyOf={({ id }) => id}
              labelOf={({ action }) => action}
              hrefOf={({ id }) => to('/audit', { open: id })}
              empty={<Empty>{text.auditNoneFound}</Empty>}
            />
            <a href={to('/audit')}>{text.overviewAllEvents}</a>
          </section>
          {data !== null && (
            <section class="part">
              <h2>{text.overviewVerified}</h2>
              <p>
                {data.lastVerification === null ? (
                  text.overviewNeverVerified
                ) : (
                  <>
                    <Time at={data.lastVerification.at} />:{' '}
                    {text.overviewFound(Number(data.lastVerification.details['differences'] ?? 0))}
                  </>
                )}{' '}
                <a href={to('/limits')}>{text.overviewVerify}</a>
              </p>
            </section>
          )}
        </>
      )}
    </Screen>
  );
}
