import type { GuaranteeId } from '@bailiwick/core/contract';
import { postgresSubject, sqliteSubject, type KnexSubject } from '../contract/knex-subject.js';
import { replacing, replacingInFunction, rewritten, type Change, type Rewriting } from './rewritten.js';

/** The storage on Knex with one guarantee broken, in a way that only a database with many connections shows. */
export interface KnexMutant {
  readonly guarantee: GuaranteeId;
  readonly database: 'PostgreSQL' | 'SQLite';
  /** What is wrong with it, as a sentence. */
  readonly title: string;
  readonly makeSubject: () => Promise<KnexSubject>;
}

const onPostgres = (rewriting: Rewriting) => () =>
  postgresSubject('read committed', { wrap: rewritten(rewriting) });

const inFunction =
  (...changes: readonly Change[]) =>
  () =>
    postgresSubject('read committed', { prepare: replacingInFunction(changes) });

const inFunctionOfSeveral =
  (...changes: readonly Change[]) =>
  () =>
    postgresSubject('read committed', {
      prepare: replacingInFunction(changes, 'bailiwick_create_resources_on_paths_v1'),
    });

/**
 * A batch that waits for more than 50 ms is rolled back, and its creates are then decided one by one, without the fault:
 * on a busy machine, the contract would not find it.
 */
const WITHOUT_GIVING_UP: Change = [/SET lock_timeout TO '50ms'/, "SET lock_timeout TO '30s'"];

const inFunctionOfUsers =
  (...changes: readonly Change[]) =>
  () =>
    postgresSubject('read committed', {
      prepare: replacingInFunction(changes, 'bailiwick_create_resources_v1'),
    });

const inFunctionOfLogins =
  (...changes: readonly Change[]) =>
  () =>
    postgresSubject('read committed', { prepare: replacingInFunction(changes, 'bailiwick_add_session_v1') });

/** Of the statements of a move, the one that rewrites the paths below is left out. */
const ONLY_OWN_PATH: Rewriting['statement'] = (text) =>
  /RECURSIVE tree \(id, path\)/.test(text) ? [] : null;

/** Without the lock on the quotas, and without what comes close to one: ON CONFLICT waits for who has changed the row. */
const NO_PATH: Change = [/p_authority_path IS DISTINCT FROM v_path/, 'false'];
const NO_ROLES: Change = [
  /OR p_authority_roles IS DISTINCT FROM/,
  'OR false AND p_authority_roles IS DISTINCT FROM',
];

/** The creates in batches on SQLite come without a value in this column. */
const withoutColumn = (column: string) => () =>
  sqliteSubject('better-sqlite3', {
    wrap: rewritten({
      statement: (text, bindings) =>
        text.includes('bailiwick_creates')
          ? [{ text: text.replace(`e.value->>'${column}'`, 'NULL'), bindings }]
          : null,
    }),
  });

const UNLOCKED: readonly Change[] = [
  [/p_meter IS NOT NULL AND p_key IS NULL/, 'false'],
  [/FOR NO KEY UPDATE/, ''],
  [
    /(CROSS JOIN json_each_text\(p_demand\) d)\s+ORDER/,
    `$1 WHERE NOT EXISTS (
       SELECT 1 FROM bailiwick_quotas q WHERE q.owner_id = o.id AND q.meter = d.key) ORDER`,
  ],
];

/** It takes every transaction of a host for one that shows what is committed. */
const UNAWARE_OF_THE_PAST: Rewriting['statement'] = (text) =>
  text.includes(`current_setting('transaction_isolation')`)
    ? [{ text: `SELECT 'read committed' AS level`, bindings: [] }]
    : null;

const COUNTED = '(SELECT count(*) FROM bailiwick_resources r WHERE r.owner_id = p_owner_id)';

/**
 * Locks the owner and then reads the quota without a lock, in one statement: all of it sees what was there
 * when the statement began, which is before the lock was had.
 */
const IN_ONE_STATEMENT = `
  CREATE FUNCTION create_in_one_statement(p_resource jsonb, p_demand jsonb) RETURNS jsonb LANGUAGE sql AS $$
    WITH owner AS MATERIALIZED (
      SELECT id FROM bailiwick_users WHERE id = (p_resource->>'ownerId')::uuid FOR UPDATE
    ), quota AS (
      SELECT q.owner_id, q.meter, q.used, CASE WHEN q.limit_set THEN q.limit_value ELSE d.limit_value END AS max_used
      FROM bailiwick_quotas q JOIN owner ON owner.id = q.owner_id
      LEFT JOIN bailiwick_default_limits d ON d.owner_type = 'user' AND d.meter = q.meter WHERE q.meter = 'resources'
    ), made AS (
      INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
      SELECT (p_resource->>'id')::uuid, owner_id, p_resource->>'kind', p_resource->>'name', p_demand,
             (p_resource->>'createdAt')::timestamptz, (p_resource->>'updatedAt')::timestamptz
      FROM quota WHERE max_used IS NULL OR used + 1 <= max_used RETURNING id
    ), claimed AS (
      UPDATE bailiwick_quotas SET used = bailiwick_quotas.used + 1
      WHERE owner_id IN (SELECT id FROM owner) AND meter = 'resources' AND EXISTS (SELECT 1 FROM made)
    )
    SELECT CASE WHEN EXISTS (SELECT 1 FROM made) THEN '{"type": "created"}'::jsonb
      ELSE jsonb_build_object('type', 'quota-exceeded', 'quotas', (SELECT jsonb_agg(jsonb_build_object(
        'meter', meter, 'limit', max_used, 'used', used, 'requested', 1)) FROM quota)) END
  $$`;

/** The storage refuses a schema without its constraints, so that one that allows everything takes the name. */
const withoutConstraint = (table: string, name: string) =>
  `ALTER TABLE ${table} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} CHECK (true)`;

const WITHOUT_FOREIGN_KEYS = `
  DO $$ DECLARE k record; BEGIN
    FOR k IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint WHERE contype = 'f' LOOP
      EXECUTE format('${withoutConstraint('%1$s', '%2$I')}', k.owner, k.conname);
    END LOOP;
  END $$`;

export const MUTANTS: readonly KnexMutant[] = [
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'the quota is read without a lock, and claimed in a second step',
    makeSubject: inFunction(...UNLOCKED),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'the owner is locked and the quota read without a lock, in one statement',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: async (knex) => void (await knex.raw(IN_ONE_STATEMENT)),
        wrap: rewritten({
          statement(text, [id, ownerId, kind, name, createdAt, updatedAt, demand]) {
            if (!text.includes('bailiwick_create_resource_v1')) return null;
            const call = 'SELECT create_in_one_statement(?::jsonb, ?::jsonb) AS answer';
            const resource = JSON.stringify({ id, ownerId, kind, name, createdAt, updatedAt });
            const row = `INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used)
              SELECT ?, 'resources', false, 0
              WHERE NOT EXISTS (SELECT 1 FROM bailiwick_quotas WHERE owner_id = ? AND meter = 'resources')`;
            return [
              { text: row, bindings: [ownerId, ownerId] },
              { text: call, bindings: [resource, demand] },
            ];
          },
        }),
      }),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'each create of a batch is compared with the quota alone',
    makeSubject: inFunctionOfSeveral([/sum\(c\.amount\) OVER \([^)]*\)/g, 'c.amount']),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'a batch of creates is compared with quotas that are not locked',
    makeSubject: inFunctionOfSeveral([/FOR NO KEY UPDATE( SKIP LOCKED)?/g, 'OFFSET 0'], WITHOUT_GIVING_UP),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'a default limit does not bind a batch of creates',
    makeSubject: inFunctionOfSeveral([
      /ELSE \(\s*SELECT l\.limit_value[\s\S]+?\) END AS limit_value/,
      'ELSE NULL END AS limit_value',
    ]),
  },
  {
    guarantee: 'Q3',
    database: 'PostgreSQL',
    title: 'a create of a batch whose id is taken keeps its claim',
    makeSubject: inFunctionOfSeveral([/JOIN made USING \(id\) (CROSS JOIN unnest)/, '$1']),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'the quotas that a group or a member takes from are not locked',
    makeSubject: onPostgres({
      statement(text, bindings) {
        // ON CONFLICT waits for who has changed the row, which comes close to a lock.
        if (/INSERT INTO bailiwick_quotas \(owner_id, meter, limit_set, used, root_id\) VALUES/.test(text))
          return [];
        const isLock = /SELECT 1 FROM bailiwick_quotas\s+WHERE [\s\S]+ORDER BY owner_id, meter/.test(text);
        return isLock ? [{ text: text.replace('FOR NO KEY UPDATE', ''), bindings }] : null;
      },
    }),
  },
  {
    guarantee: 'Q3',
    database: 'PostgreSQL',
    title: 'a user who is deleted keeps their seats',
    makeSubject: onPostgres({
      statement: (text) => (text.includes('SET used = CASE WHEN q.used < c.amount') ? [] : null),
    }),
  },
  {
    guarantee: 'Q3',
    database: 'SQLite',
    title: 'a verification does not count the demands of members',
    makeSubject: () =>
      sqliteSubject('better-sqlite3', {
        wrap: rewritten({
          statement: replacing('bailiwick_members m ON m.group_id = b.id', 'bailiwick_members m ON false'),
        }),
      }),
  },
  {
    guarantee: 'A4',
    database: 'PostgreSQL',
    title: 'the group whose owners change is not locked',
    makeSubject: onPostgres({
      statement: (text, bindings) => {
        if (text.includes('SET members_version')) return [];
        const isLock = /FROM bailiwick_groups WHERE id (?:= \?|IN \(SELECT group_id).*FOR NO KEY UPDATE/.test(
          text,
        );
        return isLock ? [{ text: text.replace('FOR NO KEY UPDATE', ''), bindings }] : null;
      },
    }),
  },
  {
    guarantee: 'A4',
    database: 'PostgreSQL',
    title: 'the group whose owners change is locked, and nothing in it changes, at REPEATABLE READ',
    makeSubject: () =>
      postgresSubject('repeatable read', {
        wrap: rewritten({
          statement: (text) => (text.includes('SET members_version') ? [] : null),
        }),
      }),
  },
  {
    guarantee: 'A4',
    database: 'PostgreSQL',
    title: 'the first owner of a new group is left unchanged, at REPEATABLE READ',
    makeSubject: () =>
      postgresSubject('repeatable read', {
        wrap: rewritten({ statement: (text) => (text.includes('SET status = status') ? [] : null) }),
      }),
  },
  {
    guarantee: 'A4',
    database: 'PostgreSQL',
    title: 'disabling or deleting a user locks none of their groups',
    makeSubject: onPostgres({
      statement: (text) => (text.includes('IN (SELECT group_id FROM bailiwick_members') ? [] : null),
    }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a create does not compare the path of the group',
    makeSubject: inFunction(NO_PATH),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a batch of creates does not compare the paths of the groups',
    makeSubject: inFunctionOfSeveral([
      /AND \(c\.authority_path IS NULL OR c\.authority_path = g\.path\)/,
      '',
    ]),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a delete does not compare the path of the group',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: replacingInFunction([NO_PATH], 'bailiwick_delete_resource_v1'),
      }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a create does not compare the roles along the path',
    makeSubject: inFunction(NO_ROLES),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a batch of creates does not compare the roles along the paths',
    makeSubject: inFunctionOfSeveral([
      /\(c\.authority_path IS NULL OR c\.authority_roles/,
      '(true OR c.authority_roles',
    ]),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a delete does not compare the roles along the path',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: replacingInFunction([NO_ROLES], 'bailiwick_delete_resource_v1'),
      }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'other commands do not compare the roles along the path',
    makeSubject: onPostgres({
      statement: replacing(/AND (ARRAY\([\s\S]*?\)) =/, "AND $1 IS NOT NULL AND ARRAY['-'] <>"),
    }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a change of a role changes nothing in the user, at REPEATABLE READ',
    makeSubject: () =>
      postgresSubject('repeatable read', {
        wrap: rewritten({
          statement: (text) => (text.includes('SET memberships_version') ? [] : null),
        }),
      }),
  },
  {
    guarantee: 'A3',
    database: 'SQLite',
    title: 'a create does not compare the roles along the path',
    makeSubject: withoutColumn('authority_roles'),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'the paths that a command depends on are compared without a lock',
    makeSubject: onPostgres({
      statement: replacing(/(SELECT id FROM bailiwick_groups WHERE .* ORDER BY id) FOR KEY SHARE/, '$1'),
    }),
  },
  {
    guarantee: 'A3',
    database: 'SQLite',
    title: 'a create does not compare the path of the group',
    makeSubject: withoutColumn('authority_path'),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a batch of creates is accepted for an owner who is disabled',
    makeSubject: inFunctionOfSeveral([/ AND status = 'active'/, '']),
  },
  {
    guarantee: 'I2',
    database: 'PostgreSQL',
    title: 'a batch of creates leaves no event',
    makeSubject: inFunctionOfSeveral([
      /JOIN made USING \(id\)\s*\)\s*SELECT made/,
      'WHERE false) SELECT made',
    ]),
  },
  {
    guarantee: 'I2',
    database: 'PostgreSQL',
    title: 'the refused creates of a batch leave no event',
    makeSubject: inFunctionOfSeveral([/(r\.position = c\.first)/, '$1 AND false']),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'a create of a batch is refused because of one that was refused before it',
    makeSubject: inFunctionOfSeveral([/NOT bool_and\(f\.amount <=/, 'NOT bool_and(f.amounts <=']),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'the usage is counted from the resources instead of read from the locked quota',
    makeSubject: inFunction(
      ...UNLOCKED,
      [/, \d+\) - q\.used/, `, 9007199254740991) - ${COUNTED}`],
      [/q\.used,\s+CASE/, `${COUNTED} AS used, CASE`],
    ),
  },
  {
    guarantee: 'Q2',
    database: 'PostgreSQL',
    title: 'the idempotency key is not checked again before a create is refused',
    makeSubject: inFunction([/EXIT decision WHEN FOUND;/, 'v_earlier := NULL;']),
  },
  {
    guarantee: 'Q3',
    database: 'PostgreSQL',
    title: 'a create claims before it inserts, and an id that is taken keeps the claim',
    makeSubject: inFunction([/IF v_is_claimed THEN\s+UPDATE[\s\S]+?END IF;/, '']),
  },
  {
    guarantee: 'Q3',
    database: 'PostgreSQL',
    title: 'a delete reads the demand to release without a lock',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: replacingInFunction(
          [
            [
              /DELETE FROM bailiwick_resources r\s+(WHERE[\s\S]+?)RETURNING r\.demand INTO v_demand;/,
              `SELECT r.demand INTO v_demand FROM bailiwick_resources r $1;
               DELETE FROM bailiwick_resources r $1;`,
            ],
            [/IF FOUND THEN\s+v_type/, 'IF v_demand IS NOT NULL THEN v_type'],
            [/PERFORM 1 FROM bailiwick_quotas[\s\S]+?FOR NO KEY UPDATE;/, ''],
          ],
          'bailiwick_delete_resource_v1',
        ),
      }),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'a create claims the quotas of its group, and none above',
    makeSubject: inFunction([/SELECT g\.path INTO/, 'SELECT g.path[1:1] INTO']),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'a create claims the quotas of the root, and none below',
    makeSubject: inFunction([/SELECT g\.path INTO/, 'SELECT g.path[cardinality(g.path):] INTO']),
  },
  {
    guarantee: 'Q3',
    database: 'PostgreSQL',
    title: 'a delete releases its claim at its group, and not above',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: replacingInFunction(
          [[/SELECT g\.path INTO/, 'SELECT g.path[1:1] INTO']],
          'bailiwick_delete_resource_v1',
        ),
      }),
  },
  {
    guarantee: 'Q10',
    database: 'PostgreSQL',
    title: 'a move rewrites its own path, and none below',
    makeSubject: onPostgres({ statement: ONLY_OWN_PATH }),
  },
  {
    guarantee: 'Q10',
    database: 'SQLite',
    title: 'a move rewrites its own path, and none below',
    makeSubject: () => sqliteSubject('better-sqlite3', { wrap: rewritten({ statement: ONLY_OWN_PATH }) }),
  },
  {
    guarantee: 'Q11',
    database: 'PostgreSQL',
    title: 'a move reads the tree without locking it',
    makeSubject: onPostgres({
      statement: replacing(/(SELECT 1 FROM bailiwick_groups WHERE [\s\S]+ORDER BY id) FOR UPDATE/, '$1'),
    }),
  },
  {
    guarantee: 'Q11',
    database: 'PostgreSQL',
    title: 'a move decides from a snapshot that is older than its locks',
    makeSubject: onPostgres({
      transaction: { isolationLevel: 'repeatable read' },
      statement: UNAWARE_OF_THE_PAST,
    }),
  },
  {
    guarantee: 'A7',
    database: 'PostgreSQL',
    title: 'a move is carried out in a host’s transaction that shows an older state, at REPEATABLE READ',
    makeSubject: () =>
      postgresSubject('repeatable read', { wrap: rewritten({ statement: UNAWARE_OF_THE_PAST }) }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title:
      'a deletion leaves rows to steps in a host’s transaction that does not show all, at REPEATABLE READ',
    makeSubject: () =>
      postgresSubject('repeatable read', { wrap: rewritten({ statement: UNAWARE_OF_THE_PAST }) }),
  },
  {
    guarantee: 'Q10',
    database: 'PostgreSQL',
    title: 'a move leaves the usage on the old path',
    makeSubject: onPostgres({
      statement: (text) => (text.includes('SET used = q.used - ') ? [] : null),
    }),
  },
  {
    guarantee: 'Q9',
    database: 'PostgreSQL',
    title: 'a create counts the resources of its owner',
    makeSubject: inFunction([
      /v_type := 'created';/,
      `PERFORM count(*) FROM bailiwick_resources r WHERE r.owner_id = p_owner_id; v_type := 'created';`,
    ]),
  },
  {
    guarantee: 'Q9',
    database: 'SQLite',
    title: 'a create counts the resources of its owner',
    makeSubject: () =>
      sqliteSubject('sqlite3', {
        wrap: rewritten({
          statement(text, bindings) {
            if (!/INSERT INTO bailiwick_(resources|creates)/.test(text)) return null;
            const counting = 'SELECT count(*) FROM bailiwick_resources WHERE owner_id = ?';
            return [
              { text: counting, bindings: [bindings[1]] },
              { text, bindings },
            ];
          },
        }),
      }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a login reads the version of the password without changing the user',
    makeSubject: inFunctionOfLogins([
      /UPDATE (\S*bailiwick_users u) SET password_version = u\.password_version/,
      'PERFORM 1 FROM $1',
    ]),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a login counts the sessions of its user before it waits for another login',
    makeSubject: inFunctionOfLogins(
      [/v_ended integer;/, 'v_ended integer; v_ids uuid[];'],
      [
        /(-- Logins of one user)/,
        `v_ids := ARRAY(SELECT o.id FROM public.bailiwick_sessions o WHERE o.user_id = v_login.user_id
           ORDER BY o.last_used_at DESC, o.id DESC OFFSET p_count_max - 1);
         $1`,
      ],
      [/WHERE s\.id IN \([\s\S]+?\);/, 'WHERE s.id = ANY (v_ids);'],
    ),
  },
  {
    guarantee: 'A4',
    database: 'PostgreSQL',
    title: 'the administrators are read without a lock',
    makeSubject: onPostgres({ statement: replacing('ORDER BY id FOR NO KEY UPDATE', 'ORDER BY id') }),
  },
  {
    guarantee: 'A4',
    database: 'PostgreSQL',
    title: 'the administrators are guarded by an advisory lock, under REPEATABLE READ',
    makeSubject: onPostgres({
      transaction: { isolationLevel: 'repeatable read' },
      statement(text, bindings) {
        if (!text.includes('ORDER BY id FOR NO KEY UPDATE')) return null;
        const unlocked = text.replace('FOR NO KEY UPDATE', '');
        return [
          { text: 'SELECT pg_advisory_xact_lock(1)', bindings: [] },
          { text: unlocked, bindings },
        ];
      },
    }),
  },
  {
    guarantee: 'A5',
    database: 'PostgreSQL',
    title: 'email keys are computed once more in SQL',
    makeSubject: onPostgres({
      statement: replacing(/VALUES \(\?,(?= \?, \?\)\s+ON CONFLICT \(email_key\))/, 'VALUES (lower(?),'),
    }),
  },
  {
    guarantee: 'A5',
    database: 'PostgreSQL',
    title: 'an address is checked without a key, in the statement that takes it',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: async (knex) =>
          void (await knex.raw(
            withoutConstraint('bailiwick_email_addresses', 'bailiwick_email_addresses_pkey'),
          )),
        wrap: rewritten({
          statement: replacing(
            /VALUES \(\?, \?, \?\)\s+ON CONFLICT \(email_key\)[\s\S]+?(?=RETURNING)/,
            `SELECT v.* FROM (VALUES (?::text, ?::uuid, ?::text)) v (email_key, user_id, email)
             WHERE NOT EXISTS (
               SELECT 1 FROM bailiwick_email_addresses o WHERE o.email_key = v.email_key AND o.user_id <> v.user_id
             ) `,
          ),
        }),
      }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title: 'a deletion of a user neither waits for creates nor is stopped by foreign keys',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: async (knex) => void (await knex.raw(WITHOUT_FOREIGN_KEYS)),
        wrap: rewritten({
          statement(text, bindings) {
            const isLock = /FOR (NO KEY )?UPDATE/.test(text) && text.includes('bailiwick_users');
            return isLock ? [{ text: text.replace(/FOR (NO KEY )?UPDATE/, ''), bindings }] : null;
          },
        }),
      }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title: 'the remaining resources of a user who is being deleted stay on lists',
    makeSubject: onPostgres({
      statement: replacing(
        /\(\s*SELECT id FROM bailiwick_users WHERE status = 'deleting' UNION ALL [^)]+\) AS "isHidden"/,
        '(NULL) AS "isHidden"',
      ),
    }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title: 'what a deleted group has left stays on lists',
    makeSubject: onPostgres({
      statement: replacing(
        / UNION ALL SELECT id FROM bailiwick_group_deletions\) AS "isHidden"/,
        ') AS "isHidden"',
      ),
    }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title: 'concurrent steps of the deletion of a group do not exclude each other',
    makeSubject: onPostgres({
      statement: replacing(
        /(FROM bailiwick_group_deletions WHERE id = \?) FOR NO KEY UPDATE SKIP LOCKED/,
        '$1',
      ),
    }),
  },
  {
    guarantee: 'I1',
    database: 'SQLite',
    title: 'a deletion of a group releases nothing above',
    makeSubject: () =>
      sqliteSubject('better-sqlite3', {
        wrap: rewritten({ statement: (text) => (text.includes('SET used = q.used - ') ? [] : null) }),
      }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title: 'the remaining resources of a user who is being deleted can be deleted one by one',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: replacingInFunction([[/ AND u\.status <> 'deleting'/, '']], 'bailiwick_delete_resource_v1'),
      }),
  },
  {
    guarantee: 'I1',
    database: 'PostgreSQL',
    title: 'concurrent steps of one deletion do not exclude each other',
    makeSubject: onPostgres({
      statement: replacing(/(status = 'deleting') FOR NO KEY UPDATE SKIP LOCKED/, '$1'),
    }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'the authority of the actor is compared without a lock',
    makeSubject: onPostgres({
      statement: replacing(
        /(SELECT id, authority_version AS "authorityVersion"[\s\S]+) FOR (NO KEY UPDATE|KEY SHARE)/,
        '$1',
      ),
    }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a create compares the authority without a lock',
    makeSubject: inFunction([/FOR KEY SHARE/g, '']),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a batch of creates compares the authority without a lock',
    makeSubject: inFunctionOfUsers([/FOR KEY SHARE SKIP LOCKED/, 'OFFSET 0']),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a batch of creates does not compare the authority',
    makeSubject: inFunctionOfUsers([/authority_version = c\.authority_version/, 'true']),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a batch of creates does not compare the authority of actors who are not the owner',
    makeSubject: inFunctionOfSeveral([
      /(id = c\.authority_id) AND authority_version = c\.authority_version/,
      '$1',
    ]),
  },
  {
    guarantee: 'Q1',
    database: 'PostgreSQL',
    title: 'a batch of creates compares the quotas of the groups, and none above',
    makeSubject: inFunctionOfSeveral([/unnest\(a\.path\)/, 'unnest(a.path[1:1])']),
  },
  {
    guarantee: 'Q3',
    database: 'PostgreSQL',
    title: 'a batch of creates claims at the groups, and not above',
    makeSubject: inFunctionOfSeveral([/unnest\(f\.path\)/, 'unnest(f.path[1:1])']),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a delete compares the authority without a lock',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: replacingInFunction([[/FOR KEY SHARE/, '']], 'bailiwick_delete_resource_v1'),
      }),
  },
  {
    guarantee: 'A3',
    database: 'PostgreSQL',
    title: 'a new authority version does not change a key column, and so waits for no transaction',
    makeSubject: () =>
      postgresSubject('read committed', {
        prepare: async (knex) =>
          void (await knex.raw(withoutConstraint('bailiwick_users', 'bailiwick_users_authority'))),
      }),
  },
  {
    guarantee: 'A3',
    database: 'SQLite',
    title: 'a create by its owner does not compare the authority',
    makeSubject: () =>
      sqliteSubject('better-sqlite3', {
        wrap: rewritten({
          statement: (text, bindings) =>
            text.includes('bailiwick_creates')
              ? [{ text: text.replace("e.value->>'authority_id'", 'NULL'), bindings }]
              : null,
        }),
      }),
  },
  {
    guarantee: 'I2',
    database: 'PostgreSQL',
    title: 'audit events are written on a separate connection',
    makeSubject: onPostgres({
      statement: (text, bindings) =>
        text.includes('INSERT INTO bailiwick_audit_events') ? [{ text, bindings, isOutside: true }] : null,
    }),
  },
  {
    guarantee: 'I2',
    database: 'SQLite',
    title: 'no audit event is written',
    makeSubject: () =>
      sqliteSubject('better-sqlite3', {
        wrap: rewritten({
          statement: (text) => (text.includes('INSERT INTO bailiwick_audit_events') ? [] : null),
        }),
      }),
  },
  {
    guarantee: 'I3',
    database: 'PostgreSQL',
    title: 'an idempotency key that is taken meanwhile is ignored',
    makeSubject: inFunction([
      /IF NOT FOUND THEN\s+SELECT \* INTO v_earlier[\s\S]+?EXIT decision;\s+END IF;/,
      '',
    ]),
  },
  {
    guarantee: 'I3',
    database: 'PostgreSQL',
    title: 'an idempotency key of another actor returns the first result',
    makeSubject: inFunction([/ AND k\.asked_by = p_asked_by/g, '']),
  },
  {
    guarantee: 'I3',
    database: 'SQLite',
    title: 'an idempotency key of another actor returns the first result',
    makeSubject: () =>
      sqliteSubject('better-sqlite3', {
        wrap: rewritten({
          statement: (text, bindings) => [
            {
              text: text
                .replace("e.value->>'asked_by'", "'user:whoever'")
                .replace(
                  /(INTO bailiwick_idempotency_keys[\s\S]+VALUES \(\?, )\?/,
                  "$1coalesce('user:whoever', ?)",
                )
                .replace('asked_by = ?', "asked_by = coalesce('user:whoever', ?)"),
              bindings,
            },
          ],
        }),
      }),
  },
  {
    guarantee: 'I6',
    database: 'PostgreSQL',
    title: 'the event of a refusal is written outside of the host’s transaction',
    makeSubject: onPostgres({
      statement(text, bindings) {
        const isRefusal = text.includes('INSERT INTO bailiwick_audit_events') && bindings.includes('refused');
        return isRefusal ? [{ text, bindings, isOutside: true }] : null;
      },
    }),
  },
  {
    guarantee: 'I6',
    database: 'PostgreSQL',
    title: 'concurrent calls within one transaction are not serialised',
    async makeSubject() {
      const subject = await postgresSubject('read committed');
      return { ...subject, storage: atOnce(subject.storage) };
    },
  },
];

/** Every call takes the transaction for another one. */
function atOnce(storage: KnexSubject['storage']): KnexSubject['storage'] {
  const within = (trx: Parameters<typeof storage.within>[0]) =>
    Object.fromEntries(
      Object.entries(storage.within(trx)).map(([name, store]) => [
        name,
        typeof store === 'function'
          ? store
          : new Proxy(store as object, {
              get:
                (_, method) =>
                (...args: unknown[]) => {
                  const own = storage.within(new Proxy(trx, {})) as unknown as Record<string, Methods>;
                  return own[name]?.[method]?.(...args);
                },
            }),
      ]),
    ) as unknown as ReturnType<typeof storage.within>;
  return { ...storage, within };
}

type Methods = Readonly<Record<string | symbol, (...args: readonly unknown[]) => unknown>>;
