import autocannon from 'autocannon';
import { send } from './contestant.mjs';

/** The number of callers at a time, each with its own connection. */
export const CONNECTIONS = 32;

/** The most connections of a server to PostgreSQL: the default of Bailiwick, of Knex and of `pg` alike. */
export const POOL_MAX = 10;

/** Logins queue for their hashes and a busy machine is slow, so only a missing answer should run into this. */
const PATIENCE_SECONDS = 60;

/** The interval at which the end of a run is checked. With the default of a second, a run would take whole seconds. */
const SAMPLE_MS = 10;

/**
 * Runs callers that wait for each answer, each with its own connection. For `seconds` they repeat one request, or cycle
 * through the `prepared` requests of each; without `seconds`, they send each of those once. Throws if an answer is not
 * as expected.
 */
export async function drive(
  { name, url, callers },
  { user, request, status },
  { seconds, prepared, connections },
) {
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    sampleInt: SAMPLE_MS,
    timeout: PATIENCE_SECONDS,
    ...(seconds === undefined ? { amount: prepared[0].length * connections } : { duration: seconds }),
    setupClient(client) {
      const index = next++ % connections;
      client.setRequests(prepared?.[index] ?? [requestOf(callers[user][index], request)]);
    },
  });
  const answered = [status].flat().reduce((sum, each) => sum + (result.statusCodeStats[each]?.count ?? 0), 0);
  const all = Object.values(result.statusCodeStats).reduce((sum, { count }) => sum + count, 0);
  if (all === 0 || answered !== all || result.errors > 0) {
    throw new Error(`${name} answered ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`);
  }
  return {
    perSecond: all / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

function requestOf(caller, request) {
  return withToken(caller, request(caller));
}

export function withToken({ token }, { headers, ...request }) {
  return { ...request, headers: { ...headers, authorization: `Bearer ${token}` } };
}

/** Sends one request and checks its answer, before anything is measured. */
export async function check(contestant, name, { user, request, status, accepts }) {
  const caller = contestant.callers[user][0];
  const response = await send(contestant, caller, request(caller));
  const text = await response.text();
  if (response.status !== status) {
    throw new Error(`${contestant.name}: ${name} answered ${response.status}: ${text}`);
  }
  if (accepts !== undefined && !accepts(JSON.parse(text))) {
    throw new Error(`${contestant.name}: ${name} answered ${text}`);
  }
}
