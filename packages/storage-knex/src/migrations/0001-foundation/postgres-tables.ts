import { sql } from '../../sql.js';

/**
 * Identifiers are compared and ordered byte by byte (COLLATE "C"), as everywhere else in the library.
 * Times have the resolution of the library's clock, one millisecond. 9007199254740991 is 2^53 − 1, the
 * largest integer that JavaScript and JSON hold exactly.
 */
export const POSTGRES_TABLES = [
  sql`CREATE TABLE bailiwick_users (
    id uuid PRIMARY KEY,
    -- As it was given.
    email text NOT NULL,
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" NOT NULL CONSTRAINT bailiwick_users_email_key UNIQUE,
    password_hash text NOT NULL,
    -- Counts the passwords that the user has had.
    password_version bigint NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    -- "user", "admin", or one that the host declares.
    role text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'disabled')),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  // Finds the administrators among any number of users, for the rule that there is always one.
  sql`CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active'`,

  sql`CREATE TABLE bailiwick_resources (
    id uuid PRIMARY KEY,
    -- No cascade: deleting a user says what becomes of the resources.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_resources_owner REFERENCES bailiwick_users,
    -- One of the kinds that the host declares.
    kind text COLLATE "C" NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    -- What the create took, by meter; a delete gives back exactly this.
    demand jsonb NOT NULL CHECK (jsonb_typeof(demand) = 'object'),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  // Lists are by id, newest first: of everybody, of one owner, of one kind, of both.
  sql`CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC)`,
  sql`CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC)`,

  // Room in every page keeps an update of "used" within its page, where it touches no index.
  sql`CREATE TABLE bailiwick_quotas (
    owner_id uuid NOT NULL CONSTRAINT bailiwick_quotas_owner REFERENCES bailiwick_users,
    meter text COLLATE "C" NOT NULL,
    -- True: the owner has a limit of their own. A null in limit_value is then "unlimited", and beats any default.
    limit_set boolean NOT NULL,
    limit_value bigint CHECK (limit_value BETWEEN 0 AND 9007199254740991),
    -- The sum of the demands of the owner's resources. It may lie above a limit that was lowered.
    used bigint NOT NULL CHECK (used BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (owner_id, meter),
    CHECK (limit_set OR limit_value IS NULL)
  ) WITH (fillfactor = 70)`,

  sql`CREATE TABLE bailiwick_default_limits (
    meter text COLLATE "C" PRIMARY KEY,
    -- Null: unlimited.
    limit_value bigint CHECK (limit_value BETWEEN 0 AND 9007199254740991)
  )`,
  // One row that every change of a default limit changes: a transaction that locks it although its
  // snapshot is older conflicts, where a new row of the table above would be invisible to it.
  sql`CREATE TABLE bailiwick_default_limits_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL
  )`,
  sql`INSERT INTO bailiwick_default_limits_version (version) VALUES (0)`,

  sql`CREATE TABLE bailiwick_idempotency_keys (
    owner_id uuid NOT NULL CONSTRAINT bailiwick_idempotency_keys_owner REFERENCES bailiwick_users,
    -- As the client chose it.
    key text COLLATE "C" NOT NULL,
    -- SHA-256 of what was asked for: another request under the same key is refused.
    payload_hash text COLLATE "C" NOT NULL,
    -- The resource as it was first made; it may have been renamed or deleted since.
    resource jsonb NOT NULL CHECK (jsonb_typeof(resource) = 'object'),
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (owner_id, key)
  )`,

  sql`CREATE TABLE bailiwick_sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT bailiwick_sessions_user REFERENCES bailiwick_users,
    -- SHA-256 of the token, which is not kept.
    token_hash text COLLATE "C" NOT NULL UNIQUE,
    created_at timestamptz(3) NOT NULL,
    last_used_at timestamptz(3) NOT NULL,
    -- The session ends at the earlier of the two.
    idle_expires_at timestamptz(3) NOT NULL,
    absolute_expires_at timestamptz(3) NOT NULL
  )`,
  sql`CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC)`,

  // Refers to nothing: the record outlives what it is about.
  sql`CREATE TABLE bailiwick_audit_events (
    id uuid PRIMARY KEY,
    at timestamptz(3) NOT NULL,
    actor_type text COLLATE "C" NOT NULL CHECK (actor_type IN ('user', 'system', 'anonymous')),
    -- The id of a user, or the name of a system actor.
    actor_id text COLLATE "C",
    -- What a user proved themselves with.
    actor_credential text COLLATE "C",
    action text COLLATE "C" NOT NULL,
    target_type text COLLATE "C" NOT NULL,
    -- The id of a user, resource or session, or a meter.
    target_id text COLLATE "C",
    target_owner_id uuid,
    outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    -- The name of the rule that allowed it, or why it was refused.
    reason text NOT NULL,
    details jsonb NOT NULL CHECK (jsonb_typeof(details) = 'object'),
    CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  )`,
  sql`CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC)`,
  sql`CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC)`,

  // Its columns, in this order, are what `rate-limiter-flexible` writes.
  sql`CREATE TABLE bailiwick_login_throttle (
    -- A keyed hash of an account, a client network or both: it tells nothing without the secret.
    key text COLLATE "C" PRIMARY KEY,
    -- Attempts that count against it.
    points integer NOT NULL,
    -- Milliseconds since 1970: from then on it counts for nothing.
    expire bigint NOT NULL
  )`,
  sql`CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire)`,

  sql`CREATE TABLE bailiwick_secrets (
    name text COLLATE "C" PRIMARY KEY,
    -- base64url.
    value text NOT NULL
  )`,
];
