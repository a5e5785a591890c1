import type { Knex } from 'knex';

/** How much there is of everything. */
export interface Size {
  /** Users with {@link resourcesEach} resources each. */
  readonly owners: number;
  readonly resourcesEach: number;
  /** Resources of one more user. */
  readonly resourcesOfOne: number;
  /**
   * Groups below one root, with {@link resourcesEach} resources each; these are older than all others. The first lies in
   * the root and has every sixth of the others in it, which are next to it. There are ten times as many small roots, each
   * with a group in it.
   */
  readonly projects: number;
  /** Sessions, and idempotency records. */
  readonly sessions: number;
  readonly auditEvents: number;
}

/** What fills the tables: the nth of each sort has the nth id of that sort. */
export const idOf = {
  user: (n: number) => uuid(n),
  /** The first is the root, of which the third user is a member; the second has the fourth user as a member. */
  group: (n: number) => uuid(FIRST.group + n),
  resource: (n: number) => uuid(FIRST.resource + n),
  session: (n: number) => uuid(FIRST.session + n),
  auditEvent: (n: number) => uuid(FIRST.auditEvent + n),
};

const FIRST = {
  // Users and groups are both owners, so their ids differ.
  group: 1_100_000,
  smallRoot: 1_200_000,
  resourceOfGroup: 200_000,
  resource: 2_000_000,
  session: 4_000_000,
  auditEvent: 5_000_000,
};
const BEGINNING = '01900000-0000-7000-8000-';
/** The time in all ids. */
export const BEGINNING_TIME = new Date(0x019000000000);

function uuid(n: number): string {
  return BEGINNING + n.toString(16).padStart(12, '0');
}

/** When the nth session began; each a minute after the one before. */
export function timeOf(n: number): Date {
  return new Date(START_MS + n * MINUTE_MS);
}

const START_MS = Date.parse('2026-02-03T04:05:06Z');
const MINUTE_MS = 60_000;

/** Fills a database that is empty, within the database, and lets it count what it has. */
export async function fillDatabase(knex: Knex, size: Size): Promise<void> {
  const { id, time, series, path, no, yes } = expressionsOf(knex);
  const users = size.owners + 1;
  const shared = size.owners * size.resourcesEach;
  const owner = id(`n % ${size.owners} + 1`);
  const small = (n: string) => id(`${FIRST.smallRoot} + ${n}`);
  const root = id(String(FIRST.group + 1));
  const division = id(String(FIRST.group + 2));
  const isInDivision = `n BETWEEN 3 AND ${2 + Math.floor(size.projects / 6)}`;
  const statements = [
    `INSERT INTO bailiwick_owners SELECT ${id('n')} FROM ${series(users)}`,
    `INSERT INTO bailiwick_users SELECT ${id('n')}, 'user' || n || '@example.com', 'user' || n || '@example.com', 'hash', 1, 1, 0,
       CASE n WHEN 1 THEN 'admin' ELSE 'user' END, 'active', ${time('n')}, ${time('n')} FROM ${series(users)}`,
    `INSERT INTO bailiwick_email_addresses SELECT email_key, id, email FROM bailiwick_users`,
    // Every twentieth owner is over their limit, also of the groups below the root.
    `INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, limit_value, used) SELECT ${id('n')}, 'resources', ${yes}, CASE n % 20 WHEN 0 THEN 1 ELSE 1000000 END,
       CASE n WHEN ${users} THEN ${size.resourcesOfOne} ELSE ${size.resourcesEach} END FROM ${series(users)}`,
    `INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, limit_value, used) SELECT ${id('n')}, 'gigabytes', ${no}, NULL, 0 FROM ${series(users)}`,
    `INSERT INTO bailiwick_default_limits VALUES ('user', 'gigabytes', 100)`,
    `INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
     SELECT ${id(`${FIRST.resource} + n`)}, CASE WHEN n <= ${shared} THEN ${owner} ELSE ${id(String(users))} END,
       CASE n % 49 WHEN 0 THEN 'database' ELSE 'resource' END, 'thing ' || n, '{"resources":1}', ${time('n')}, ${time('n')}
     FROM ${series(shared + size.resourcesOfOne)}`,
    `INSERT INTO bailiwick_owners SELECT ${id(`${FIRST.group} + n`)} FROM ${series(size.projects + 1)}`,
    `INSERT INTO bailiwick_groups (id, type, name, parent_id, path, created_at, updated_at)
     SELECT ${id(`${FIRST.group} + n`)}, 'group', 'group ' || n,
       CASE WHEN ${isInDivision} THEN ${division} WHEN n > 1 THEN ${root} END,
       CASE WHEN ${isInDivision} THEN ${path(id(`${FIRST.group} + n`), division, root)}
         WHEN n > 1 THEN ${path(id(`${FIRST.group} + n`), root)} ELSE ${path(root)} END, ${time('n')}, ${time('n')}
     FROM ${series(size.projects + 1)}`,
    `INSERT INTO bailiwick_owners SELECT ${small('n')} FROM ${series(20 * size.projects)}`,
    `INSERT INTO bailiwick_groups (id, type, name, parent_id, path, created_at, updated_at)
     SELECT ${small('n')}, 'group', 'group ' || n, CASE n % 2 WHEN 0 THEN ${small('n - 1')} END,
       CASE n % 2 WHEN 0 THEN ${path(small('n'), small('n - 1'))} ELSE ${path(small('n'))} END, ${time('n')}, ${time('n')}
     FROM ${series(20 * size.projects)}`,
    `INSERT INTO bailiwick_members (group_id, user_id, role, created_at, updated_at)
     SELECT ${id(`${FIRST.group} + n`)}, ${id('n + 2')}, 'viewer', ${time('n')}, ${time('n')} FROM ${series(2)}`,
    `INSERT INTO bailiwick_members (group_id, user_id, role, created_at, updated_at)
     SELECT ${id(`${FIRST.group} + 3 + n % ${size.projects - 1}`)}, ${id('n')}, 'member', ${time('n')}, ${time('n')}
     FROM ${series(users)} WHERE n > 4`,
    `INSERT INTO bailiwick_quotas (owner_id, root_id, meter, limit_set, limit_value, used)
     SELECT ${id(`${FIRST.group} + n`)}, ${root}, 'resources', ${yes}, CASE n % 20 WHEN 0 THEN 0 ELSE 1000000 END,
       CASE n WHEN 1 THEN ${size.projects * size.resourcesEach} ELSE ${size.resourcesEach} END
     FROM ${series(size.projects + 1)}`,
    `INSERT INTO bailiwick_resources (id, owner_id, root_id, kind, name, demand, created_at, updated_at)
     SELECT ${id(`${FIRST.resourceOfGroup} + n`)}, ${id(`${FIRST.group} + 2 + n % ${size.projects}`)}, ${root},
       'resource', 'thing ' || n, '{"resources":1}', ${time('n')}, ${time('n')}
     FROM ${series(size.projects * size.resourcesEach)}`,
    `INSERT INTO bailiwick_sessions
     SELECT ${id(`${FIRST.session} + n`)}, ${owner}, 'hash-' || n, ${time('n')}, ${time('n')}, ${time('n')}, ${time('n + 60')}, ${time('n + 600')}, '192.0.2.1', 'agent'
     FROM ${series(size.sessions)}`,
    `INSERT INTO bailiwick_idempotency_keys (owner_id, asked_by, key, payload_hash, resource, created_at) SELECT ${owner}, 'user:' || n, 'key-' || n, 'hash', '{}', ${time('n')} FROM ${series(size.sessions)}`,
    `INSERT INTO bailiwick_audit_events (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id,
                                         target_owner_id, outcome, reason, details)
     SELECT ${id(`${FIRST.auditEvent} + n`)}, ${time('n')}, 'user', CAST(${owner} AS text), 'session', 'action-' || (n % 50),
       'resource', CAST(${id(`${FIRST.resource} + n`)} AS text), ${owner},
       CASE n % 7 WHEN 0 THEN 'refused' ELSE 'accepted' END, 'reason-' || (n % 3), '{}' FROM ${series(size.auditEvents)}`,
    'ANALYZE',
  ];
  for (const statement of statements) await knex.raw(statement);
}

function expressionsOf(knex: Knex) {
  if (knex.client.driverName === 'pg') {
    return {
      id: (n: string) => `('${BEGINNING}' || lpad(to_hex(${n}), 12, '0'))::uuid`,
      time: (n: string) => `('${timeOf(0).toISOString()}'::timestamptz + (${n}) * interval '1 minute')`,
      series: (count: number) => `generate_series(1, ${count}) n`,
      path: (...ids: string[]) => `ARRAY[${ids.join()}]`,
      yes: 'true',
      no: 'false',
    };
  }
  return {
    id: (n: string) => `printf('${BEGINNING}%012x', ${n})`,
    time: (n: string) => `(${START_MS} + (${n}) * ${MINUTE_MS})`,
    series: (count: number) =>
      `(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count}) SELECT n FROM numbers)`,
    path: (...ids: string[]) => `json_array(${ids.join()})`,
    yes: '1',
    no: '0',
  };
}
