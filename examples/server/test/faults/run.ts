import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { ADMIN } from '../support/test-environment.js';
import { damages, inconsistencies } from './consistency.js';
import { Fleet, type Member, type Teardowns } from './fleet.js';
import { Journal } from './journal.js';
import { Load, type Cast, type Tenant } from './load.js';
import { brokenPromises } from './promises-kept.js';
import { SeededRandom } from './random.js';
import { readState, type Query } from './stored-state.js';

const SERVERS = 3;
const CLIENTS = 6;
/** The average number of entries in the journal between two strikes. */
const ENTRIES_PER_STRIKE = 40;
const STRIKES = 2;
/** The longest delay that a seed picks; a request takes a few milliseconds. */
const AFTER_MS_MAX = 12;
/** A server that has not reached its fail point by then is killed from outside. */
const FAIL_POINT_PATIENCE_MS = 1_000;

/** The database of a run, which nothing else uses. */
export interface FaultyDatabase {
  readonly url: string;
  readonly dialect: 'postgres' | 'sqlite';
  /** Queries the database without the servers, and without a connection that a crash breaks. */
  readonly query: Query;
  /** Kills the database and starts it again, if that is what the run is about; then servers are not killed. */
  readonly crash: (() => Promise<void>) | null;
}

export interface Report {
  readonly seed: number;
  /** The strikes against the servers or the database, in order. */
  readonly strikes: readonly string[];
  readonly acked: number;
  readonly refused: number;
  readonly ambiguous: number;
  /** The problems, one line for each. */
  readonly problems: readonly string[];
}

/**
 * Executes one run: kills servers under load (or their database) at moments that the seed picks, and finally all of
 * them while the administrators disable each other. Then it starts one server and compares the stored data with the
 * answers to the clients. The same seed makes the same choices, but the processor still decides the order of concurrent
 * steps.
 */
export async function runFaults(t: Teardowns, seed: number, database: FaultyDatabase): Promise<Report> {
  const random = new SeededRandom(seed);
  const fleet = new Fleet(t, database.url, random.fork());
  const [first] = await Promise.all(Array.from({ length: SERVERS }, () => fleet.start()));
  const journal = new Journal();
  const { cast, admins } = await setUp(new ApiClient(first?.url ?? ''), journal);
  const load = new Load(journal, cast, () => fleet.serving.map(({ url }) => url ?? ''));
  const strikes: string[] = [];

  const running = load.run(random.fork(), CLIENTS);
  const replacements: Promise<unknown>[] = [];
  let due = 0;
  for (let strike = 0; strike < STRIKES; strike += 1) {
    due += ENTRIES_PER_STRIKE / 2 + random.below(ENTRIES_PER_STRIKE);
    await eventually(`the load to come to ${due}`, () => (journal.entries.length >= due ? true : null));
    if (database.crash === null) {
      strikes.push(await strikeServer(fleet, load, random));
      replacements.push(fleet.start());
    } else {
      await database.crash();
      strikes.push('crashed and started again');
      await recovery(fleet.serving);
    }
  }
  await Promise.all(replacements);

  const disabling = admins.map(({ bearer }, i) =>
    load.setStatus(bearer, admins[(i + 1) % admins.length]?.id ?? '', 'disabled'),
  );
  await delay(random.below(AFTER_MS_MAX));
  load.stop();
  await fleet.killAll();
  await Promise.all([running, ...disabling]);
  await untilAlone(database);

  // The next server starts with the data that they have left behind.
  const survivor = await fleet.start();
  await recovery([survivor]);
  await survivor.kill();

  const problems = [
    ...fleet.failures(),
    ...(await inconsistencies(database.query)),
    ...(database.dialect === 'sqlite' ? await damages(database.query) : []),
    ...brokenPromises(journal, await readState(database.query)),
  ];
  const [acked, refused, ambiguous] = (['acked', 'refused', 'ambiguous'] as const).map((outcome) =>
    journal.count(outcome),
  ) as [number, number, number];
  return { seed, strikes, acked, refused, ambiguous, problems };
}

/** Kills one server in one of several ways, and returns which. */
async function strikeServer(fleet: Fleet, load: Load, random: SeededRandom): Promise<string> {
  const how = random.pick(['at any moment', 'sent', 'answered', 'fail point', 'fail point'] as const);
  const afterMs = random.below(AFTER_MS_MAX);
  const index = random.below(SERVERS);
  const member = fleet.serving[index % fleet.serving.length];
  if (member === undefined) return 'nobody was left to be killed';
  const { url, failPoint } = member;
  switch (how) {
    case 'at any moment':
      await member.kill();
      return 'killed at any moment';
    case 'fail point': {
      const came = await member.dieAtFailPoint(FAIL_POINT_PATIENCE_MS);
      return came ? `killed at statement ${failPoint}` : `killed short of statement ${failPoint}`;
    }
    default:
      await new Promise<void>((resolve) => {
        load.interrupt({ url, at: how, afterMs, strike: () => member.kill().then(resolve) });
      });
      return `killed ${afterMs} ms after a request was ${how}`;
  }
}

/** Checks that the servers stay alive, and become ready again without a restart. */
async function recovery(members: readonly Member[]): Promise<void> {
  for (const { url } of members) {
    const api = new ApiClient(url ?? '');
    const { status } = await api.get('/livez');
    if (status !== 200) throw new Error(`A server whose database was gone says ${status} about its life.`);
    await eventually('a server to be ready again', async () =>
      (await api.get('/readyz')).status === 200 ? true : null,
    );
  }
}

/** PostgreSQL may still be busy with the last statements of an ended process. */
async function untilAlone({ dialect, query }: FaultyDatabase): Promise<void> {
  if (dialect === 'sqlite') return;
  await eventually('PostgreSQL to see that all servers are gone', async () => {
    const others = await query(
      'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    return others.length === 0 ? true : null;
  });
}

const FIXED_LIMIT = 5;
const FIRST_LIMIT = 2;

/** Makes three administrators, and four tenants with different sorts of limits, of whom one has none. */
async function setUp(api: ApiClient, journal: Journal): Promise<{ cast: Cast; admins: readonly Tenant[] }> {
  const root = await logIn(api, ADMIN.email);
  const admin = api.bearer(root.bearer);
  await expectStatus(200, admin.put('/v1/default-limits/resources', { limit: FIRST_LIMIT }));
  const make = async (name: string, more: object): Promise<Tenant> => {
    const account = { email: `${name}@example.com`, password: ADMIN.password };
    await expectStatus(201, admin.post('/v1/users', { ...account, ...more }));
    return logIn(api, account.email);
  };
  const withLimit = async (name: string, limit: number): Promise<Tenant> => {
    const tenant = await make(name, { limits: { resources: limit } });
    const operation = { type: 'set-limit', ownerId: tenant.id, limit } as const;
    const moment = { began: journal.tick(), ended: journal.tick() };
    // Limits that were created with the user have no event of their own.
    journal.initialLimits.push({ operation, outcome: 'acked', status: 201, answer: null, ...moment });
    return tenant;
  };
  const growing = await withLimit('growing', FIRST_LIMIT);
  const fixed = await withLimit('fixed', FIXED_LIMIT);
  const byDefault = await make('default', {});
  const unlimited = await make('unlimited', { limits: { resources: null } });
  const admins = [root, await make('ada', { role: 'admin' }), await make('bea', { role: 'admin' })];
  return {
    cast: {
      adminBearer: root.bearer,
      growing,
      byDefault,
      others: [fixed, unlimited],
      limit: FIRST_LIMIT,
    },
    admins,
  };
}

async function logIn(api: ApiClient, email: string): Promise<Tenant> {
  const { body } = await expectStatus(201, api.post('/v1/sessions', { email, password: ADMIN.password }));
  return { id: body.user.id, bearer: body.token, resourceIds: [] };
}

async function expectStatus(expected: number, answering: ReturnType<ApiClient['get']>) {
  const answer = await answering;
  if (answer.status !== expected) throw new Error(`Setting up was answered with ${answer.text}`);
  return answer;
}
