import type { Query } from './stored-state.js';

/** Each query finds rows that must not exist, whatever happened before. */
const RULES: readonly (readonly [rule: string, sql: string])[] = [
  [
    'used is the sum of the demands',
    `SELECT q.owner_id, q.meter, q.used FROM bailiwick_quotas q
     WHERE q.used <> (SELECT coalesce(sum(CAST(r.demand ->> q.meter AS bigint)), 0)
                      FROM bailiwick_resources r WHERE r.owner_id = q.owner_id)`,
  ],
  [
    'every resource is counted by a quota',
    `SELECT r.id FROM bailiwick_resources r
     WHERE NOT EXISTS (SELECT 1 FROM bailiwick_quotas q WHERE q.owner_id = r.owner_id AND q.meter = 'resources')`,
  ],
  [
    'nobody has more than a limit that only ever grew',
    `SELECT r.owner_id, count(*) AS owned FROM bailiwick_resources r
     LEFT JOIN bailiwick_quotas q ON q.owner_id = r.owner_id AND q.meter = 'resources'
     LEFT JOIN bailiwick_default_limits d ON d.owner_type = 'user' AND d.meter = 'resources'
     GROUP BY r.owner_id, q.limit_set, q.limit_value, d.limit_value
     HAVING count(*) > CASE WHEN q.limit_set THEN q.limit_value ELSE d.limit_value END`,
  ],
  [
    'nothing belongs to nobody',
    `SELECT o.id FROM (
       SELECT owner_id AS id FROM bailiwick_resources UNION ALL SELECT user_id FROM bailiwick_sessions
       UNION ALL SELECT user_id FROM bailiwick_access_keys UNION ALL SELECT user_id FROM bailiwick_email_addresses
       UNION ALL SELECT owner_id FROM bailiwick_quotas UNION ALL SELECT owner_id FROM bailiwick_idempotency_keys
     ) o WHERE o.id NOT IN (SELECT id FROM bailiwick_users)`,
  ],
  [
    'there is an active administrator',
    `SELECT 'none' AS administrators
     WHERE NOT EXISTS (SELECT 1 FROM bailiwick_users WHERE role = 'admin' AND status = 'active')`,
  ],
  [
    'the address of a user is one that nobody else can take',
    `SELECT u.id FROM bailiwick_users u
     WHERE NOT EXISTS (SELECT 1 FROM bailiwick_email_addresses a WHERE a.email_key = u.email_key AND a.user_id = u.id)`,
  ],
  [
    'who is disabled has no session',
    `SELECT s.id FROM bailiwick_sessions s JOIN bailiwick_users u ON u.id = s.user_id WHERE u.status <> 'active'`,
  ],
  [
    'a resource and its one event are there together',
    `SELECT r.id FROM bailiwick_resources r
     WHERE 1 <> (SELECT count(*) FROM bailiwick_audit_events e
                 WHERE e.action = 'resource:create' AND e.outcome = 'accepted' AND e.target_id = CAST(r.id AS text))`,
  ],
  [
    'a resource that was made is there, or was deleted once, or went with its owner',
    `SELECT e.target_id FROM bailiwick_audit_events e
     WHERE e.action = 'resource:create' AND e.outcome = 'accepted'
       AND EXISTS (SELECT 1 FROM bailiwick_users u WHERE u.id = e.target_owner_id AND u.status <> 'deleting')
       AND 1 <> (SELECT count(*) FROM bailiwick_resources r WHERE CAST(r.id AS text) = e.target_id)
              + (SELECT count(*) FROM bailiwick_audit_events d
                 WHERE d.action = 'resource:delete' AND d.outcome = 'accepted' AND d.target_id = e.target_id)`,
  ],
  [
    'a user and their one event are there together',
    `SELECT u.id FROM bailiwick_users u
     WHERE 1 <> (SELECT count(*) FROM bailiwick_audit_events e
                 WHERE e.action = 'user:create' AND e.outcome = 'accepted' AND e.target_id = CAST(u.id AS text))`,
  ],
  [
    'a user who was made is there, or was deleted once',
    `SELECT e.target_id FROM bailiwick_audit_events e
     WHERE e.action = 'user:create' AND e.outcome = 'accepted'
       AND 1 <> (SELECT count(*) FROM bailiwick_users u WHERE CAST(u.id AS text) = e.target_id AND u.status <> 'deleting')
              + (SELECT count(*) FROM bailiwick_audit_events d
                 WHERE d.action = 'user:delete' AND d.outcome = 'accepted' AND d.target_id = e.target_id)`,
  ],
  [
    'an idempotency key stands for one create',
    `SELECT k.key FROM bailiwick_idempotency_keys k
     WHERE 1 <> (SELECT count(*) FROM bailiwick_audit_events e
                 WHERE e.action IN ('resource:create', 'user:create', 'access-key:create')
                   AND e.outcome = 'accepted' AND e.target_id = k.resource ->> 'id')`,
  ],
  [
    'a session and its one event are there together',
    `SELECT s.id FROM bailiwick_sessions s
     WHERE 1 <> (SELECT count(*) FROM bailiwick_audit_events e
                 WHERE e.action = 'session:create' AND e.outcome = 'accepted' AND e.target_id = CAST(s.id AS text))`,
  ],
];

/**
 * Returns the contradictions in the database, one line for each, with separate SQL that does not repeat an error of the
 * library.
 */
export async function inconsistencies(query: Query): Promise<string[]> {
  const found: string[] = [];
  for (const [rule, sql] of RULES) {
    const rows = await query(sql);
    if (rows.length > 0) found.push(`not true that ${rule}: ${JSON.stringify(rows.slice(0, 5))}`);
  }
  return found;
}

/** Returns the problems that SQLite itself finds in its file. */
export async function damages(query: Query): Promise<string[]> {
  const [check] = await query<{ integrity_check: string }>('PRAGMA integrity_check');
  const references = await query('PRAGMA foreign_key_check');
  return [
    ...(check?.integrity_check === 'ok' ? [] : [`integrity_check: ${JSON.stringify(check)}`]),
    ...references.map((row) => `foreign_key_check: ${JSON.stringify(row)}`),
  ];
}
