import { sql } from '../../sql.js';

/**
 * The tables of `postgres-tables.ts`, which says what each column is. STRICT, because SQLite otherwise
 * stores text in a column of integers. Times are milliseconds since 1970, JSON is text, and ids are
 * lower-case text, whose order is that of PostgreSQL's uuids.
 */
export const SQLITE_TABLES = [
  sql`CREATE TABLE bailiwick_users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    password_version INTEGER NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    role TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  sql`CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active'`,

  sql`CREATE TABLE bailiwick_resources (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES bailiwick_users,
    kind TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    demand TEXT NOT NULL CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  sql`CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC)`,

  sql`CREATE TABLE bailiwick_quotas (
    owner_id TEXT NOT NULL REFERENCES bailiwick_users,
    meter TEXT NOT NULL,
    limit_set INTEGER NOT NULL CHECK (limit_set IN (0, 1)),
    limit_value INTEGER CHECK (limit_value BETWEEN 0 AND 9007199254740991),
    used INTEGER NOT NULL CHECK (used BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (owner_id, meter),
    CHECK (limit_set OR limit_value IS NULL)
  ) STRICT, WITHOUT ROWID`,

  sql`CREATE TABLE bailiwick_default_limits (
    meter TEXT NOT NULL PRIMARY KEY,
    limit_value INTEGER CHECK (limit_value BETWEEN 0 AND 9007199254740991)
  ) STRICT`,

  sql`CREATE TABLE bailiwick_idempotency_keys (
    owner_id TEXT NOT NULL REFERENCES bailiwick_users,
    key TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    resource TEXT NOT NULL CHECK (json_type(resource) = 'object'),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (owner_id, key)
  ) STRICT, WITHOUT ROWID`,

  sql`CREATE TABLE bailiwick_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    idle_expires_at INTEGER NOT NULL,
    absolute_expires_at INTEGER NOT NULL
  ) STRICT`,
  sql`CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC)`,

  sql`CREATE TABLE bailiwick_audit_events (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_type TEXT NOT NULL CHECK (actor_type IN ('user', 'system', 'anonymous')),
    actor_id TEXT,
    actor_credential TEXT,
    action TEXT NOT NULL,
    target_type TEXT NOT NULL,
    target_id TEXT,
    target_owner_id TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    reason TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  ) STRICT`,
  sql`CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC)`,

  sql`CREATE TABLE bailiwick_login_throttle (
    key TEXT NOT NULL PRIMARY KEY,
    points INTEGER NOT NULL,
    expire INTEGER NOT NULL
  ) STRICT`,
  sql`CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire)`,

  sql`CREATE TABLE bailiwick_secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT`,
];
