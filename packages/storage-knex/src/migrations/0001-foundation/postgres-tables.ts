import { sql } from '../../sql.js';

/**
 * The rules of columns. A CHECK of a table is parsed and planned again by every statement that writes to it, a
 * domain's once for each connection.
 */
const DOMAINS = [
  sql`
  -- What RFC 3339 can write; PostgreSQL would also keep "infinity".
  CREATE DOMAIN bailiwick_time AS timestamptz(3)
    CHECK (VALUE BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z')`,
  sql`
  -- From zero to 2^53 - 1, the largest integer that JavaScript and JSON hold exactly.
  CREATE DOMAIN bailiwick_count AS bigint CHECK (VALUE BETWEEN 0 AND 9007199254740991)`,
  sql`
  -- The name of a kind, a meter or a role.
  CREATE DOMAIN bailiwick_word AS text COLLATE "C" CHECK (length(VALUE) BETWEEN 1 AND 64)`,
  sql`
  -- What people call something.
  CREATE DOMAIN bailiwick_label AS text CHECK (length(VALUE) BETWEEN 1 AND 255)`,
  sql`
  -- Any text but the empty one.
  CREATE DOMAIN bailiwick_filled AS text COLLATE "C" CHECK (VALUE <> '')`,
  sql`
  -- A hash or a key, up to 64 characters.
  CREATE DOMAIN bailiwick_base64url AS text COLLATE "C" CHECK (VALUE ~ '^[A-Za-z0-9_-]{1,64}$')`,
  sql`
  -- A text of the client or the host, in one line.
  CREATE DOMAIN bailiwick_line AS text CHECK (length(VALUE) BETWEEN 1 AND 256)`,
  sql`
  -- How often something happened.
  CREATE DOMAIN bailiwick_times AS bigint CHECK (VALUE BETWEEN 1 AND 9007199254740991)`,
  sql`
  -- A JSON object.
  CREATE DOMAIN bailiwick_object AS jsonb CHECK (jsonb_typeof(VALUE) = 'object')`,
  sql`
  -- Amounts by meter: whole numbers up to 2^31 - 1.
  CREATE DOMAIN bailiwick_demand AS jsonb CHECK (
    jsonb_typeof(VALUE) = 'object'
    AND pg_catalog.jsonb_path_match(VALUE, '!($.* < 0) && !($.* > 2147483647)', silent => true) IS TRUE
    AND pg_catalog.jsonb_path_query_array(VALUE, '$.*.floor()', silent => true) =
        pg_catalog.jsonb_path_query_array(VALUE, '$.*')
  )`,
  sql`
  -- The sort of an actor.
  CREATE DOMAIN bailiwick_actor_type AS text COLLATE "C" CHECK (VALUE IN ('user', 'system', 'anonymous'))`,
  sql`
  -- What came of a command.
  CREATE DOMAIN bailiwick_outcome AS text COLLATE "C" CHECK (VALUE IN ('accepted', 'refused'))`,
];

/**
 * Nobody else makes functions or operators that take the domains. PostgreSQL would prefer those to its own wherever a
 * statement compares such a column, if they stand in a schema of the search path, and call them as the server's role.
 * To use a column, no role needs this right.
 */
const DOMAINS_ARE_PRIVATE = sql`
  REVOKE USAGE ON DOMAIN
    bailiwick_time, bailiwick_count, bailiwick_word, bailiwick_label, bailiwick_filled, bailiwick_base64url,
    bailiwick_line, bailiwick_times, bailiwick_object, bailiwick_demand, bailiwick_actor_type, bailiwick_outcome
  FROM PUBLIC`;

/**
 * Identifiers are compared and ordered byte by byte (COLLATE "C"), as everywhere else in the library.
 * Times have the resolution of the library's clock, one millisecond.
 *
 * The comment above a column, an index or a rule of a whole table is what SCHEMA.md says of it, for both
 * databases; none may be missing. No rule compares times that different processes may have written:
 * their clocks differ.
 */
export const POSTGRES_TABLES = [
  ...DOMAINS,
  DOMAINS_ARE_PRIVATE,
  sql`
  -- Who can log in and own things.
  CREATE TABLE bailiwick_users (
    -- A UUIDv7: users in the order of their ids are in the order in which they were made.
    id uuid PRIMARY KEY,
    -- The address that the user logs in with, as it was given.
    email text NOT NULL CHECK (length(email) BETWEEN 1 AND 254),
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" NOT NULL CHECK (length(email_key) BETWEEN 1 AND 254),
    -- What the password hasher made of the password, with the parameters it used.
    password_hash bailiwick_filled NOT NULL,
    -- Counts the passwords that the user has had.
    password_version bigint NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    -- Counts what was taken away from the user: a role, the status, a password, a session, an access key. A command
    -- commits only while it is the one that the command was decided with.
    authority_version bigint NOT NULL DEFAULT 1 CHECK (authority_version BETWEEN 1 AND 9007199254740991),
    -- "user", "admin", or one that the host declares.
    role bailiwick_word NOT NULL,
    -- A disabled user cannot log in, and owns what they owned. One who is "deleting" is gone for every command, and so
    -- will their rows be, in steps.
    status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'disabled', 'deleting')),
    -- When the user was made.
    created_at bailiwick_time NOT NULL,
    -- When address, password, role or status last changed.
    updated_at bailiwick_time NOT NULL,
    -- Makes a new authority version the change of a key, for which everybody who relies on the user is waited for.
    CONSTRAINT bailiwick_users_authority UNIQUE (id, authority_version)
  )`,
  sql`
  -- Finds the administrators among any number of users, for the rule that there is always one.
  CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active'`,
  sql`
  -- Finds the users whose deletion is under way among any number of others.
  CREATE INDEX bailiwick_users_deleting ON bailiwick_users (id) WHERE status = 'deleting'`,
  sql`
  -- Finds a user who logs in. That an address has one user only is a rule of bailiwick_email_addresses.
  CREATE INDEX bailiwick_users_by_email_key ON bailiwick_users (email_key, id)`,

  sql`
  -- The addresses that nobody else can take: the current one of every user and, while that is not proven to be theirs,
  -- the proven one before it.
  CREATE TABLE bailiwick_email_addresses (
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" PRIMARY KEY CHECK (length(email_key) BETWEEN 1 AND 254),
    -- Whose it is.
    user_id uuid NOT NULL CONSTRAINT bailiwick_email_addresses_user REFERENCES bailiwick_users,
    -- The address as it was given.
    email text NOT NULL CHECK (length(email) BETWEEN 1 AND 254)
  )`,
  sql`
  -- Finds the addresses of one user.
  CREATE INDEX bailiwick_email_addresses_by_user ON bailiwick_email_addresses (user_id)`,

  sql`
  -- What users own.
  CREATE TABLE bailiwick_resources (
    -- A UUIDv7, or one that the host handed in.
    id uuid PRIMARY KEY,
    -- Whose it is. No cascade: deleting a user says what becomes of the resources.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_resources_owner REFERENCES bailiwick_users,
    -- One of the kinds that the host declares.
    kind bailiwick_word NOT NULL,
    -- What people call it; several may have one name.
    name bailiwick_label NOT NULL,
    -- What the create took, by meter; a delete gives back exactly this. Whole numbers up to 2^31 - 1.
    demand bailiwick_demand NOT NULL,
    -- When it was made.
    created_at bailiwick_time NOT NULL,
    -- When its name last changed.
    updated_at bailiwick_time NOT NULL
  )`,
  sql`
  -- Lists the resources of one owner, newest first.
  CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC)`,
  sql`
  -- Lists the resources of one owner and kind, newest first.
  CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC)`,
  sql`
  -- Lists everybody's resources of one kind, newest first.
  CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC)`,

  // Room in every page keeps an update of "used" within its page, where it touches no index.
  sql`
  -- What each owner uses of each meter, and may use at most. The row is what creates queue for.
  CREATE TABLE bailiwick_quotas (
    -- Whose usage it is.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_quotas_owner REFERENCES bailiwick_users,
    -- What is counted: one of the meters that the host declares.
    meter bailiwick_word NOT NULL,
    -- True: the owner has a limit of their own. A null in limit_value is then "unlimited", and beats any default.
    limit_set boolean NOT NULL,
    -- The owner's own limit.
    limit_value bailiwick_count,
    -- The sum of the demands of the owner's resources. It may lie above a limit that was lowered.
    used bailiwick_count NOT NULL,
    PRIMARY KEY (owner_id, meter),
    -- There is no limit that is not set.
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) WITH (fillfactor = 70)`,

  sql`
  -- The limits of users who have none of their own.
  CREATE TABLE bailiwick_default_limits (
    -- One of the meters that the host declares.
    meter bailiwick_word PRIMARY KEY,
    -- The limit. Null: unlimited.
    limit_value bailiwick_count
  )`,
  sql`
  -- One row that every change of a default limit changes: a transaction that locks it although its snapshot
  -- is older conflicts, where a new row of the table of default limits would be invisible to it.
  CREATE TABLE bailiwick_default_limits_version (
    -- Keeps the table at one row.
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Counts the changes.
    version bailiwick_count NOT NULL
  )`,
  sql`INSERT INTO bailiwick_default_limits_version (version) VALUES (0)`,

  sql`
  -- The creates that carried an idempotency key, and what came of them.
  CREATE TABLE bailiwick_idempotency_keys (
    -- For whom something was made: the owner of a resource, the user of an access key, and of a user who asked for it.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_idempotency_keys_owner REFERENCES bailiwick_users,
    -- Who asked for it: "user:" and an id, or "system:" and a name. The same key of somebody else is another key.
    asked_by bailiwick_filled NOT NULL,
    -- As the client chose it.
    key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of what was asked for, in base64url: another request under the same key is refused.
    payload_hash bailiwick_base64url NOT NULL,
    -- What was made, as it was then: a resource, a user or an access key, which may have changed or gone since.
    resource bailiwick_object NOT NULL,
    -- When the first create was carried out; a record that is old enough is swept.
    created_at bailiwick_time NOT NULL,
    PRIMARY KEY (owner_id, asked_by, key)
  )`,
  sql`
  -- Finds the records that are old enough to be swept.
  CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at)`,

  sql`
  -- The logins that still hold, and those that have expired and are not swept yet.
  CREATE TABLE bailiwick_sessions (
    -- A UUIDv7.
    id uuid PRIMARY KEY,
    -- Who logged in.
    user_id uuid NOT NULL CONSTRAINT bailiwick_sessions_user REFERENCES bailiwick_users,
    -- SHA-256 of the token, which is not kept, in base64url.
    token_hash bailiwick_base64url NOT NULL CONSTRAINT bailiwick_sessions_token_hash UNIQUE,
    -- When the user logged in.
    created_at bailiwick_time NOT NULL,
    -- When the user last gave the password: at the login, or to confirm a sensitive action.
    confirmed_at bailiwick_time NOT NULL,
    -- The last use that was written down; not every one is.
    last_used_at bailiwick_time NOT NULL,
    -- When it ends unless it is used. The session ends at the earlier of the two.
    idle_expires_at bailiwick_time NOT NULL,
    -- When it ends in any case.
    absolute_expires_at bailiwick_time NOT NULL,
    -- The IP address that the login came from; null: not known.
    client_address bailiwick_line,
    -- What the client said that it is, cut to a bound; null: it said nothing.
    user_agent bailiwick_line,
    -- Both are written once, by one process.
    CONSTRAINT bailiwick_sessions_end_after_they_begin CHECK (absolute_expires_at >= created_at)
  )`,
  sql`
  -- Lists and ends the sessions of one user.
  CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC)`,
  sql`
  -- Finds the sessions that ended for want of use, to be swept.
  CREATE INDEX bailiwick_sessions_by_idle_expiry ON bailiwick_sessions (idle_expires_at)`,
  sql`
  -- Finds the sessions that ended although they were used, to be swept.
  CREATE INDEX bailiwick_sessions_by_absolute_expiry ON bailiwick_sessions (absolute_expires_at)`,

  sql`
  -- The public keys whose signatures stand for their users.
  CREATE TABLE bailiwick_access_keys (
    -- A UUIDv7, the "keyid" of signatures.
    id uuid PRIMARY KEY,
    -- Whose requests it signs.
    user_id uuid NOT NULL CONSTRAINT bailiwick_access_keys_user REFERENCES bailiwick_users,
    -- What the key is for, as its user says.
    name bailiwick_label NOT NULL,
    -- Ed25519, SPKI in PEM, in the one form that the library writes. The private key is never here.
    public_key bailiwick_filled NOT NULL,
    -- When it was registered.
    created_at bailiwick_time NOT NULL,
    -- Refused from this instant on; null: valid until it is revoked, which deletes the row.
    expires_at bailiwick_time,
    -- Written at most once a minute; null: never used.
    last_used_at bailiwick_time,
    -- Or revoking one entry would leave the key valid under another.
    CONSTRAINT bailiwick_access_keys_once UNIQUE (user_id, public_key)
  )`,
  sql`
  -- Lists the keys of one user.
  CREATE INDEX bailiwick_access_keys_by_user ON bailiwick_access_keys (user_id, id DESC)`,

  sql`
  -- The nonces that keys have used: what makes a signature good for one request.
  CREATE TABLE bailiwick_nonces (
    -- Cascades, since a nonce is nothing without its key: one statement deletes both, and whoever uses a
    -- nonce at that instant waits for it.
    key_id uuid NOT NULL CONSTRAINT bailiwick_nonces_key REFERENCES bailiwick_access_keys ON DELETE CASCADE,
    -- As the client chose it.
    nonce bailiwick_filled NOT NULL,
    -- No signature with it is accepted any more from here on: it may be swept.
    expires_at bailiwick_time NOT NULL,
    PRIMARY KEY (key_id, nonce)
  )`,
  sql`
  -- Finds the nonces that may be swept, the oldest first.
  CREATE INDEX bailiwick_nonces_by_expiry ON bailiwick_nonces (expires_at)`,

  sql`
  -- One row for each command that was carried out, or refused to somebody known. It refers to nothing: the
  -- record outlives what it is about.
  CREATE TABLE bailiwick_audit_events (
    -- A UUIDv7: its order is that of time, so that old events are found and swept by it.
    id uuid PRIMARY KEY,
    -- When it happened.
    at bailiwick_time NOT NULL,
    -- Who did it: a user, a job of the system, or somebody unknown.
    actor_type bailiwick_actor_type NOT NULL,
    -- The id of a user, or the name of a system actor.
    actor_id text COLLATE "C",
    -- What a user proved themselves with.
    actor_credential text COLLATE "C",
    -- What was to be done, such as "resource:create".
    action bailiwick_filled NOT NULL,
    -- To what sort of thing.
    target_type bailiwick_filled NOT NULL,
    -- The id of a user, resource, session or access key, or a meter.
    target_id text COLLATE "C",
    -- Whose it was.
    target_owner_id uuid,
    -- The name of the request in the log of the host; null: the host has given none.
    request_id bailiwick_line,
    -- Whether it was done.
    outcome bailiwick_outcome NOT NULL,
    -- The name of the rule that allowed it, or why it was refused.
    reason bailiwick_filled NOT NULL,
    -- Figures and changed members; never a password, a token or a hash.
    details bailiwick_object NOT NULL,
    -- A hash of what equal refusals have in common; null: this event stands for one only.
    refusal_key bailiwick_base64url,
    -- How many equal refusals the event stands for; the rest of the row is that of the first.
    count bailiwick_times NOT NULL DEFAULT 1,
    -- Everybody but the unknown has a name.
    CONSTRAINT bailiwick_audit_events_actor_has_id CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    -- Users, and only they, prove who they are.
    CONSTRAINT bailiwick_audit_events_user_has_proof CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  )`,
  sql`
  -- Lists what somebody did, newest first.
  CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC)`,
  sql`
  -- Lists what was done to something, newest first.
  CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC)`,
  sql`
  -- Lists the events of one action, newest first.
  CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC)`,
  sql`
  -- Makes equal refusals one event. Events that stand for one only are not in it.
  CREATE UNIQUE INDEX bailiwick_audit_events_refusals ON bailiwick_audit_events (refusal_key, reason)
    WHERE refusal_key IS NOT NULL`,

  sql`
  -- Attempts at logging in that count against somebody. Its columns, in this order, are what
  -- rate-limiter-flexible writes.
  CREATE TABLE bailiwick_login_throttle (
    -- A keyed hash of an account, a client network or both: it tells nothing without the secret.
    key bailiwick_filled PRIMARY KEY,
    -- Attempts that count against it.
    points integer NOT NULL,
    -- Milliseconds since 1970: from then on it counts for nothing.
    expire bigint NOT NULL
  )`,
  sql`
  -- Finds what counts for nothing any more, to be swept.
  CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire)`,

  sql`
  -- Keys of the library's own, made by a migration.
  CREATE TABLE bailiwick_secrets (
    -- What it is for.
    name bailiwick_filled PRIMARY KEY,
    -- The key, in base64url.
    value bailiwick_base64url NOT NULL
  )`,
];
