// Which tables and indexes are there on SQLite?
import { BAND } from '../band.js';
import { sql, type Sql } from '../../../sql.js';

/** The same bounds as in `postgres/tables.ts`. Times are milliseconds, up to the end of the year 9999. */
const COUNT = sql`BETWEEN 0 AND 9007199254740991`;
const TIME = sql`BETWEEN 0 AND 253402300799999`;
const isBase64Url = (column: Sql) =>
  sql`length(${column}) BETWEEN 1 AND 64 AND ${column} NOT GLOB '*[^A-Za-z0-9_-]*'`;
/** A UUID has four dashes at fixed positions, and 32 lower-case digits. */
const isUuid = (column: Sql) =>
  sql`${column} LIKE '________-____-____-____-____________' AND length(replace(${column}, '-', '')) = 32
      AND ${column} NOT GLOB '*[^0-9a-f-]*'`;
const isLine = (column: Sql) => sql`length(${column}) BETWEEN 1 AND 256`;
/** A CHECK cannot look into JSON with a subquery, and a trigger can. */
const isNoDemand = sql`
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END`;

/** They stand for the domain of the demands on PostgreSQL. */
const demandTriggers = (table: Sql) => [
  sql`
  -- Refuses a demand that is no whole number from 0 to 2^31 - 1.
  CREATE TRIGGER bailiwick_${table}_demand BEFORE INSERT ON bailiwick_${table} WHEN ${isNoDemand}`,
  sql`
  -- Refuses the same where a demand is changed, which the library never does.
  CREATE TRIGGER bailiwick_${table}_new_demand BEFORE UPDATE OF demand ON bailiwick_${table} WHEN ${isNoDemand}`,
];

/**
 * The tables of `postgres/tables.ts`, which explains each column. They are STRICT, because SQLite otherwise stores text
 * in a column of integers. Times are milliseconds since 1970, JSON is text, and ids are lower-case text, which sorts as
 * PostgreSQL's uuids do.
 */
export const SQLITE_TABLES = [
  sql`CREATE TABLE bailiwick_owners (
    id TEXT NOT NULL PRIMARY KEY CHECK (${isUuid(sql`id`)})
  ) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE bailiwick_users (
    id TEXT NOT NULL PRIMARY KEY REFERENCES bailiwick_owners CHECK (${isUuid(sql`id`)}),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 1 AND 254),
    email_key TEXT NOT NULL CHECK (length(email_key) BETWEEN 1 AND 254),
    password_hash TEXT NOT NULL CHECK (password_hash <> ''),
    password_version INTEGER NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    authority_version INTEGER NOT NULL DEFAULT 1 CHECK (authority_version BETWEEN 1 AND 9007199254740991),
    memberships_version INTEGER NOT NULL DEFAULT 0 CHECK (memberships_version ${COUNT}),
    role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'deleting')),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    updated_at INTEGER NOT NULL CHECK (updated_at ${TIME})
  ) STRICT`,
  sql`CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active'`,
  sql`CREATE INDEX bailiwick_users_deleting ON bailiwick_users (id) WHERE status = 'deleting'`,
  sql`CREATE INDEX bailiwick_users_by_email_key ON bailiwick_users (email_key, id)`,
  sql`CREATE INDEX bailiwick_users_by_role ON bailiwick_users (role, id DESC)`,
  sql`CREATE INDEX bailiwick_users_by_status ON bailiwick_users (status, id DESC)`,

  sql`CREATE TABLE bailiwick_groups (
    id TEXT NOT NULL PRIMARY KEY REFERENCES bailiwick_owners CHECK (${isUuid(sql`id`)}),
    type TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 64),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    parent_id TEXT REFERENCES bailiwick_groups,
    path TEXT NOT NULL CHECK (json_array_length(path) BETWEEN 1 AND 4 AND path ->> 0 = id),
    demand TEXT NOT NULL DEFAULT '{}' CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    updated_at INTEGER NOT NULL CHECK (updated_at ${TIME}),
    members_version INTEGER NOT NULL DEFAULT 0 CHECK (members_version ${COUNT}),
    CONSTRAINT bailiwick_groups_path UNIQUE (id, path),
    CONSTRAINT bailiwick_groups_path_has_parent CHECK (path ->> 1 IS parent_id)
  ) STRICT`,
  ...demandTriggers(sql`groups`),
  sql`CREATE INDEX bailiwick_groups_by_parent ON bailiwick_groups (parent_id, id DESC)`,

  sql`CREATE TABLE bailiwick_group_deletions (
    id TEXT NOT NULL PRIMARY KEY REFERENCES bailiwick_owners
  ) STRICT`,
  sql`CREATE TABLE bailiwick_members (
    group_id TEXT NOT NULL REFERENCES bailiwick_groups,
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    demand TEXT NOT NULL DEFAULT '{}' CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    updated_at INTEGER NOT NULL CHECK (updated_at ${TIME}),
    PRIMARY KEY (group_id, user_id)
  ) STRICT, WITHOUT ROWID`,
  ...demandTriggers(sql`members`),
  sql`CREATE INDEX bailiwick_members_by_user ON bailiwick_members (user_id, group_id)`,
  sql`CREATE INDEX bailiwick_members_owners ON bailiwick_members (group_id, user_id) WHERE role = 'owner'`,

  sql`CREATE TABLE bailiwick_email_addresses (
    email_key TEXT NOT NULL PRIMARY KEY CHECK (length(email_key) BETWEEN 1 AND 254),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 1 AND 254)
  ) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX bailiwick_email_addresses_by_user ON bailiwick_email_addresses (user_id)`,

  sql`CREATE TABLE bailiwick_resources (
    id TEXT NOT NULL PRIMARY KEY CHECK (${isUuid(sql`id`)}),
    owner_id TEXT NOT NULL REFERENCES bailiwick_owners,
    root_id TEXT CHECK (${isUuid(sql`root_id`)}),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    demand TEXT NOT NULL CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    updated_at INTEGER NOT NULL CHECK (updated_at ${TIME})
  ) STRICT`,
  ...demandTriggers(sql`resources`),
  sql`CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_root ON bailiwick_resources (root_id, id DESC) WHERE root_id IS NOT NULL`,

  sql`CREATE TABLE bailiwick_quotas (
    owner_id TEXT NOT NULL REFERENCES bailiwick_owners,
    root_id TEXT CHECK (${isUuid(sql`root_id`)}),
    meter TEXT NOT NULL CHECK (length(meter) BETWEEN 1 AND 64),
    limit_set INTEGER NOT NULL CHECK (limit_set IN (0, 1)),
    limit_value INTEGER CHECK (limit_value ${COUNT}),
    used INTEGER NOT NULL CHECK (used ${COUNT}),
    band INTEGER GENERATED ALWAYS AS (${BAND}) STORED,
    PRIMARY KEY (owner_id, meter),
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX bailiwick_quotas_by_band ON bailiwick_quotas (meter, band, owner_id DESC) WHERE band IS NOT NULL`,

  sql`CREATE TABLE bailiwick_default_limits (
    owner_type TEXT NOT NULL CHECK (length(owner_type) BETWEEN 1 AND 64),
    meter TEXT NOT NULL CHECK (length(meter) BETWEEN 1 AND 64),
    limit_value INTEGER CHECK (limit_value ${COUNT}),
    PRIMARY KEY (owner_type, meter)
  ) STRICT, WITHOUT ROWID`,

  sql`CREATE TABLE bailiwick_idempotency_keys (
    owner_id TEXT NOT NULL REFERENCES bailiwick_owners,
    root_id TEXT CHECK (${isUuid(sql`root_id`)}),
    asked_by TEXT NOT NULL CHECK (asked_by <> ''),
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    payload_hash TEXT NOT NULL CHECK (${isBase64Url(sql`payload_hash`)}),
    resource TEXT NOT NULL CHECK (json_type(resource) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    PRIMARY KEY (owner_id, asked_by, key)
  ) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at)`,

  sql`CREATE TABLE bailiwick_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (${isUuid(sql`id`)}),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    token_hash TEXT NOT NULL UNIQUE CHECK (${isBase64Url(sql`token_hash`)}),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    confirmed_at INTEGER NOT NULL CHECK (confirmed_at ${TIME}),
    last_used_at INTEGER NOT NULL CHECK (last_used_at ${TIME}),
    idle_expires_at INTEGER NOT NULL CHECK (idle_expires_at ${TIME}),
    absolute_expires_at INTEGER NOT NULL CHECK (absolute_expires_at ${TIME}),
    client_address TEXT CHECK (${isLine(sql`client_address`)}),
    user_agent TEXT CHECK (${isLine(sql`user_agent`)}),
    CONSTRAINT bailiwick_sessions_end_after_they_begin CHECK (absolute_expires_at >= created_at)
  ) STRICT`,
  sql`CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC)`,
  sql`CREATE INDEX bailiwick_sessions_by_idle_expiry ON bailiwick_sessions (idle_expires_at)`,
  sql`CREATE INDEX bailiwick_sessions_by_absolute_expiry ON bailiwick_sessions (absolute_expires_at)`,

  sql`CREATE TABLE bailiwick_access_keys (
    id TEXT NOT NULL PRIMARY KEY CHECK (${isUuid(sql`id`)}),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    public_key TEXT NOT NULL CHECK (public_key <> ''),
    created_at INTEGER NOT NULL CHECK (created_at ${TIME}),
    expires_at INTEGER CHECK (expires_at ${TIME}),
    last_used_at INTEGER CHECK (last_used_at ${TIME}),
    CONSTRAINT bailiwick_access_keys_once UNIQUE (user_id, public_key)
  ) STRICT`,
  sql`CREATE INDEX bailiwick_access_keys_by_user ON bailiwick_access_keys (user_id, id DESC)`,

  sql`CREATE TABLE bailiwick_nonces (
    key_id TEXT NOT NULL REFERENCES bailiwick_access_keys ON DELETE CASCADE,
    nonce TEXT NOT NULL CHECK (nonce <> ''),
    expires_at INTEGER NOT NULL CHECK (expires_at ${TIME}),
    PRIMARY KEY (key_id, nonce)
  ) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX bailiwick_nonces_by_expiry ON bailiwick_nonces (expires_at)`,

  sql`CREATE TABLE bailiwick_audit_events (
    id TEXT NOT NULL PRIMARY KEY CHECK (${isUuid(sql`id`)}),
    at INTEGER NOT NULL CHECK (at ${TIME}),
    actor_type TEXT NOT NULL CHECK (actor_type IN ('user', 'system', 'anonymous')),
    actor_id TEXT,
    actor_credential TEXT,
    action TEXT NOT NULL CHECK (action <> ''),
    target_type TEXT NOT NULL CHECK (target_type <> ''),
    target_id TEXT,
    target_owner_id TEXT CHECK (${isUuid(sql`target_owner_id`)}),
    request_id TEXT CHECK (${isLine(sql`request_id`)}),
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    refusal_key TEXT CHECK (${isBase64Url(sql`refusal_key`)}),
    count INTEGER NOT NULL DEFAULT 1 CHECK (count BETWEEN 1 AND 9007199254740991),
    CONSTRAINT bailiwick_audit_events_actor_has_id CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    CONSTRAINT bailiwick_audit_events_user_has_proof CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  ) STRICT`,
  sql`CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_owner ON bailiwick_audit_events (target_owner_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_refusals ON bailiwick_audit_events (id DESC) WHERE outcome = 'refused'`,
  sql`CREATE INDEX bailiwick_audit_refusals_by_reason ON bailiwick_audit_events (reason, id DESC)
    WHERE outcome = 'refused'`,
  sql`CREATE INDEX bailiwick_audit_refusals_by_actor ON bailiwick_audit_events (actor_id, id DESC)
    WHERE outcome = 'refused'`,
  sql`CREATE INDEX bailiwick_audit_refusals_by_action ON bailiwick_audit_events (action, id DESC)
    WHERE outcome = 'refused'`,
  sql`CREATE UNIQUE INDEX bailiwick_audit_events_refusals ON bailiwick_audit_events (refusal_key, reason)
    WHERE refusal_key IS NOT NULL`,

  sql`CREATE TABLE bailiwick_login_throttle (
    key TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
    points INTEGER NOT NULL,
    expire INTEGER NOT NULL
  ) STRICT`,
  sql`CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire)`,

  sql`CREATE TABLE bailiwick_secrets (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL CHECK (${isBase64Url(sql`value`)})
  ) STRICT`,
];
