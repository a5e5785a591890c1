// Which tables and indexes are there on PostgreSQL, and what does each column mean?
import { BAND } from '../band.js';
import { sql } from '../../../sql.js';

/**
 * The rules of columns. PostgreSQL parses and plans the CHECK of a table again in every statement that writes to it, and
 * that of a domain once for each connection.
 */
const DOMAINS = [
  sql`
  -- A time that RFC 3339 can write; PostgreSQL would also store "infinity".
  CREATE DOMAIN bailiwick_time AS timestamptz(3)
    CHECK (VALUE BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z')`,
  sql`
  -- From zero to 2^53 - 1, the largest integer that JavaScript and JSON hold exactly.
  CREATE DOMAIN bailiwick_count AS bigint CHECK (VALUE BETWEEN 0 AND 9007199254740991)`,
  sql`
  -- The name of a kind, a meter or a role.
  CREATE DOMAIN bailiwick_word AS text COLLATE "C" CHECK (length(VALUE) BETWEEN 1 AND 64)`,
  sql`
  -- A name that people choose for something.
  CREATE DOMAIN bailiwick_label AS text CHECK (length(VALUE) BETWEEN 1 AND 255)`,
  sql`
  -- A text that is not empty.
  CREATE DOMAIN bailiwick_filled AS text COLLATE "C" CHECK (VALUE <> '')`,
  sql`
  -- A hash or a key, up to 64 characters.
  CREATE DOMAIN bailiwick_base64url AS text COLLATE "C" CHECK (VALUE ~ '^[A-Za-z0-9_-]{1,64}$')`,
  sql`
  -- One line of text from the client or the host.
  CREATE DOMAIN bailiwick_line AS text CHECK (length(VALUE) BETWEEN 1 AND 256)`,
  sql`
  -- The number of times that something happened.
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
  -- The type of an actor.
  CREATE DOMAIN bailiwick_actor_type AS text COLLATE "C" CHECK (VALUE IN ('user', 'system', 'anonymous'))`,
  sql`
  -- The outcome of a command.
  CREATE DOMAIN bailiwick_outcome AS text COLLATE "C" CHECK (VALUE IN ('accepted', 'refused'))`,
];

/**
 * Without this right, other roles cannot make functions or operators that take the domains. PostgreSQL would prefer those
 * to its own wherever a statement compares such a column, if they are in a schema of the search path, and call them as
 * the server's role. A role does not need the right to use a column.
 */
const DOMAINS_ARE_PRIVATE = sql`
  REVOKE USAGE ON DOMAIN
    bailiwick_time, bailiwick_count, bailiwick_word, bailiwick_label, bailiwick_filled, bailiwick_base64url,
    bailiwick_line, bailiwick_times, bailiwick_object, bailiwick_demand, bailiwick_actor_type, bailiwick_outcome
  FROM PUBLIC`;

/**
 * Identifiers are compared and ordered byte by byte (COLLATE "C"), as everywhere else in the library. Times have the
 * resolution of the library's clock, one millisecond.
 *
 * SCHEMA.md shows the comment above each column, index and table constraint, for both databases; none may be missing. No
 * constraint compares times that different processes may have written, since their clocks differ.
 */
export const POSTGRES_TABLES = [
  ...DOMAINS,
  DOMAINS_ARE_PRIVATE,
  sql`
  -- The ids of everything that can own resources.
  CREATE TABLE bailiwick_owners (
    -- A UUIDv7: owners sorted by id are in the order in which they were created.
    id uuid PRIMARY KEY
  )`,
  sql`
  -- The users, who can log in and own resources.
  CREATE TABLE bailiwick_users (
    -- A UUIDv7: users sorted by id are in the order in which they were created.
    id uuid PRIMARY KEY CONSTRAINT bailiwick_users_owner REFERENCES bailiwick_owners,
    -- The address that the user logs in with, as it was given.
    email text NOT NULL CHECK (length(email) BETWEEN 1 AND 254),
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" NOT NULL CHECK (length(email_key) BETWEEN 1 AND 254),
    -- The hash of the password, with the parameters of the hasher.
    password_hash bailiwick_filled NOT NULL,
    -- Counts the passwords that the user has had.
    password_version bigint NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    -- Counts how often something was taken away from the user: the role, the status, a password, a session, an access key.
    -- A command commits only while this is the version that it was decided with.
    authority_version bigint NOT NULL DEFAULT 1 CHECK (authority_version BETWEEN 1 AND 9007199254740991),
    -- Counts the changes of the user's roles in groups. A command that depends on the roles compares them, and not this.
    memberships_version bailiwick_count NOT NULL DEFAULT 0,
    -- "user", "admin", or one that the host declares.
    role bailiwick_word NOT NULL,
    -- A disabled user cannot log in, but still owns their resources. A "deleting" user is gone for every command, and
    -- their rows are deleted in steps.
    status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'disabled', 'deleting')),
    -- When the user was created.
    created_at bailiwick_time NOT NULL,
    -- When address, password, role or status last changed.
    updated_at bailiwick_time NOT NULL,
    -- Makes a new version a change of a key, which waits for all transactions that rely on the user.
    CONSTRAINT bailiwick_users_authority UNIQUE (id, authority_version, memberships_version)
  )`,
  sql`
  -- Finds the administrators among any number of users, for the rule that there is always one.
  CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active'`,
  sql`
  -- Finds the users whose deletion is under way among any number of others.
  CREATE INDEX bailiwick_users_deleting ON bailiwick_users (id) WHERE status = 'deleting'`,
  sql`
  -- Finds a user by email address at login. That an address has only one user is a rule of bailiwick_email_addresses.
  CREATE INDEX bailiwick_users_by_email_key ON bailiwick_users (email_key, id)`,
  sql`
  -- Lists the users of one role, newest first.
  CREATE INDEX bailiwick_users_by_role ON bailiwick_users (role, id DESC)`,
  sql`
  -- Lists the users of one status, newest first.
  CREATE INDEX bailiwick_users_by_status ON bailiwick_users (status, id DESC)`,

  sql`
  -- The groups, which own resources and lie in each other.
  CREATE TABLE bailiwick_groups (
    -- A UUIDv7, or an id that the host has chosen.
    id uuid PRIMARY KEY CONSTRAINT bailiwick_groups_owner REFERENCES bailiwick_owners,
    -- One of the types that the host declares.
    type bailiwick_word NOT NULL,
    -- The name that people see; several groups may have the same one.
    name bailiwick_label NOT NULL,
    -- The group that it lies in; null: it is a root.
    parent_id uuid CONSTRAINT bailiwick_groups_parent REFERENCES bailiwick_groups,
    -- Its own id, that of its parent, and so on up to the root.
    path uuid[] NOT NULL CHECK (cardinality(path) BETWEEN 1 AND 4 AND path[1] = id),
    -- The amounts that it has claimed from every group above it, by meter; deleting and moving it release exactly these.
    demand bailiwick_demand NOT NULL DEFAULT '{}',
    -- When the group was created.
    created_at bailiwick_time NOT NULL,
    -- When its name or its parent last changed.
    updated_at bailiwick_time NOT NULL,
    -- Counts the changes of its owners, so that a transaction with an older snapshot conflicts.
    members_version bailiwick_count NOT NULL DEFAULT 0,
    -- Makes a new path a change of a key, which waits for all transactions that rely on the path.
    CONSTRAINT bailiwick_groups_path UNIQUE (id, path),
    -- The path goes on with the parent, and only with a parent.
    CONSTRAINT bailiwick_groups_path_has_parent CHECK (path[2] IS NOT DISTINCT FROM parent_id)
  )`,
  sql`
  -- Lists the groups that lie in one group, newest first.
  CREATE INDEX bailiwick_groups_by_parent ON bailiwick_groups (parent_id, id DESC)`,

  sql`
  -- The deleted groups of which resources or idempotency records are left. They have no row in bailiwick_groups any more.
  CREATE TABLE bailiwick_group_deletions (
    -- The id that the group had.
    id uuid PRIMARY KEY CONSTRAINT bailiwick_group_deletions_owner REFERENCES bailiwick_owners
  )`,
  sql`
  -- The members of groups: users with a role in them.
  CREATE TABLE bailiwick_members (
    -- The group.
    group_id uuid NOT NULL CONSTRAINT bailiwick_members_group REFERENCES bailiwick_groups,
    -- The user.
    user_id uuid NOT NULL CONSTRAINT bailiwick_members_user REFERENCES bailiwick_users,
    -- "owner", "member", "viewer", or one that the host declares.
    role bailiwick_word NOT NULL,
    -- The amounts that it has claimed from the group and every group above, by meter; its end releases exactly these.
    demand bailiwick_demand NOT NULL DEFAULT '{}',
    -- When the user became a member.
    created_at bailiwick_time NOT NULL,
    -- When the role last changed.
    updated_at bailiwick_time NOT NULL,
    PRIMARY KEY (group_id, user_id)
  )`,
  sql`
  -- Lists the groups of one user, and finds the roles of a user on a path.
  CREATE INDEX bailiwick_members_by_user ON bailiwick_members (user_id, group_id)`,
  sql`
  -- Finds the owners of a group among any number of members, for the rule that there is always one.
  CREATE INDEX bailiwick_members_owners ON bailiwick_members (group_id, user_id) WHERE role = 'owner'`,

  sql`
  -- The addresses that are taken: the current one of every user and, while that is not proven to be theirs, the proven
  -- one before it.
  CREATE TABLE bailiwick_email_addresses (
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" PRIMARY KEY CHECK (length(email_key) BETWEEN 1 AND 254),
    -- The user who has the address.
    user_id uuid NOT NULL CONSTRAINT bailiwick_email_addresses_user REFERENCES bailiwick_users,
    -- The address as it was given.
    email text NOT NULL CHECK (length(email) BETWEEN 1 AND 254)
  )`,
  sql`
  -- Finds the addresses of one user.
  CREATE INDEX bailiwick_email_addresses_by_user ON bailiwick_email_addresses (user_id)`,

  sql`
  -- The resources, each of which has one owner.
  CREATE TABLE bailiwick_resources (
    -- A UUIDv7, or an id that the host has chosen.
    id uuid PRIMARY KEY,
    -- The owner. There is no cascade: deleting an owner decides what becomes of the resources.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_resources_owner REFERENCES bailiwick_owners,
    -- The root of the path of a group, also where the owner is the root; null: the owner is a user. It has no foreign key,
    -- which would lock the root in each create.
    root_id uuid,
    -- One of the kinds that the host declares.
    kind bailiwick_word NOT NULL,
    -- The name that people see; several resources may have the same one.
    name bailiwick_label NOT NULL,
    -- The amounts that the create claimed, by meter; a delete releases exactly these. Whole numbers up to 2^31 - 1.
    demand bailiwick_demand NOT NULL,
    -- When it was created.
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
  -- Lists all owners' resources of one kind, newest first.
  CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC)`,
  sql`
  -- Lists everything below one root, newest first. A resource of a user is not in it.
  CREATE INDEX bailiwick_resources_by_root ON bailiwick_resources (root_id, id DESC) WHERE root_id IS NOT NULL`,

  // With free space in every page, an update of "used" stays in its page, where it changes no index.
  sql`
  -- The usage and the limit of each owner and meter. Creates of one owner and meter wait for each other at this row.
  CREATE TABLE bailiwick_quotas (
    -- The owner.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_quotas_owner REFERENCES bailiwick_owners,
    -- The root of the path of a group; null: the owner is a user.
    root_id uuid,
    -- One of the meters that the host declares.
    meter bailiwick_word NOT NULL,
    -- True if the owner has a limit of their own. A null in limit_value is then "unlimited", and beats any default.
    limit_set boolean NOT NULL,
    -- The owner's own limit.
    limit_value bailiwick_count,
    -- The sum of the demands of the owner's resources and, of a group, of its members and of all that is below it. It may
    -- lie above a limit that was lowered.
    used bailiwick_count NOT NULL,
    -- How full it is, coarsely, so that few creates change an index; null: neither near a limit nor over it.
    band smallint GENERATED ALWAYS AS (CAST(${BAND} AS smallint)) STORED,
    PRIMARY KEY (owner_id, meter),
    -- A limit that is not set has no value.
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) WITH (fillfactor = 70)`,
  sql`
  -- Lists the owners near a limit or over it, newest first, by one walk for each band.
  CREATE INDEX bailiwick_quotas_by_band ON bailiwick_quotas (meter, band, owner_id DESC) WHERE band IS NOT NULL`,

  sql`
  -- The limits of owners without limits of their own.
  CREATE TABLE bailiwick_default_limits (
    -- "user", or a type of groups that the host declares.
    owner_type bailiwick_word NOT NULL,
    -- One of the meters that the host declares.
    meter bailiwick_word NOT NULL,
    -- The limit. Null: unlimited.
    limit_value bailiwick_count,
    PRIMARY KEY (owner_type, meter)
  )`,
  sql`
  -- One row that every change of a default limit updates. A transaction with an older snapshot conflicts when it locks
  -- this row, where a new row in the table of default limits would be invisible to it.
  CREATE TABLE bailiwick_default_limits_version (
    -- Allows only one row.
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Counts the changes.
    version bailiwick_count NOT NULL
  )`,
  sql`INSERT INTO bailiwick_default_limits_version (version) VALUES (0)`,

  sql`
  -- The creates with an idempotency key, and their results.
  CREATE TABLE bailiwick_idempotency_keys (
    -- The owner of the resource, the user of the access key or, when a user was created, the actor.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_idempotency_keys_owner REFERENCES bailiwick_owners,
    -- The root of the path of a group; null: the owner is a user.
    root_id uuid,
    -- The actor: "user:" and an id, or "system:" and a name. The same key of another actor is another key.
    asked_by bailiwick_filled NOT NULL,
    -- The key that the client has chosen.
    key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of the request, in base64url: another request with the same key is refused.
    payload_hash bailiwick_base64url NOT NULL,
    -- The resource, user or access key as it was created; it may have changed or gone since.
    resource bailiwick_object NOT NULL,
    -- When the create was carried out; old records are swept.
    created_at bailiwick_time NOT NULL,
    PRIMARY KEY (owner_id, asked_by, key)
  )`,
  sql`
  -- Finds the oldest records, to be swept.
  CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at)`,

  sql`
  -- The sessions that are alive, and those that have expired and are not swept yet.
  CREATE TABLE bailiwick_sessions (
    -- A UUIDv7.
    id uuid PRIMARY KEY,
    -- The user who logged in.
    user_id uuid NOT NULL CONSTRAINT bailiwick_sessions_user REFERENCES bailiwick_users,
    -- SHA-256 of the token, in base64url. The token itself is not stored.
    token_hash bailiwick_base64url NOT NULL CONSTRAINT bailiwick_sessions_token_hash UNIQUE,
    -- When the user logged in.
    created_at bailiwick_time NOT NULL,
    -- When the user last entered the password: at the login, or to confirm a sensitive action.
    confirmed_at bailiwick_time NOT NULL,
    -- The last use that was recorded; not every use is.
    last_used_at bailiwick_time NOT NULL,
    -- When it expires unless it is used. The session ends at the earlier of the two times.
    idle_expires_at bailiwick_time NOT NULL,
    -- When it expires in any case.
    absolute_expires_at bailiwick_time NOT NULL,
    -- The IP address of the login; null: not known.
    client_address bailiwick_line,
    -- The User-Agent of the login, cut to a bound; null: there was none.
    user_agent bailiwick_line,
    -- A session ends after it begins. One process writes both times.
    CONSTRAINT bailiwick_sessions_end_after_they_begin CHECK (absolute_expires_at >= created_at)
  )`,
  sql`
  -- Lists and ends the sessions of one user.
  CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC)`,
  sql`
  -- Finds the sessions that expired because they were not used, to be swept.
  CREATE INDEX bailiwick_sessions_by_idle_expiry ON bailiwick_sessions (idle_expires_at)`,
  sql`
  -- Finds the sessions that reached their longest lifetime, to be swept.
  CREATE INDEX bailiwick_sessions_by_absolute_expiry ON bailiwick_sessions (absolute_expires_at)`,

  sql`
  -- The public keys with which clients sign requests in the name of a user.
  CREATE TABLE bailiwick_access_keys (
    -- A UUIDv7, the "keyid" of signatures.
    id uuid PRIMARY KEY,
    -- The user in whose name it signs.
    user_id uuid NOT NULL CONSTRAINT bailiwick_access_keys_user REFERENCES bailiwick_users,
    -- The name that the user has chosen.
    name bailiwick_label NOT NULL,
    -- Ed25519, SPKI in PEM, in the one form that the library writes. The private key is never stored.
    public_key bailiwick_filled NOT NULL,
    -- When it was registered.
    created_at bailiwick_time NOT NULL,
    -- The key is refused from this instant on; null: it is valid until it is revoked, which deletes the row.
    expires_at bailiwick_time,
    -- The last use, recorded at most once a minute; null: never used.
    last_used_at bailiwick_time,
    -- A user has a key only once: otherwise revoking one entry would leave it valid under another.
    CONSTRAINT bailiwick_access_keys_once UNIQUE (user_id, public_key)
  )`,
  sql`
  -- Lists the keys of one user.
  CREATE INDEX bailiwick_access_keys_by_user ON bailiwick_access_keys (user_id, id DESC)`,

  sql`
  -- The nonces that keys have used, so that a signature is valid for one request only.
  CREATE TABLE bailiwick_nonces (
    -- Deleting a key deletes its nonces in the same statement, and a request that uses a nonce at that instant waits for
    -- it.
    key_id uuid NOT NULL CONSTRAINT bailiwick_nonces_key REFERENCES bailiwick_access_keys ON DELETE CASCADE,
    -- The nonce that the client has chosen.
    nonce bailiwick_filled NOT NULL,
    -- From this instant on no signature with it is accepted, so that it may be swept.
    expires_at bailiwick_time NOT NULL,
    PRIMARY KEY (key_id, nonce)
  )`,
  sql`
  -- Finds the nonces that may be swept, the oldest first.
  CREATE INDEX bailiwick_nonces_by_expiry ON bailiwick_nonces (expires_at)`,

  sql`
  -- One row for each command that was carried out, or refused to an authenticated actor. It has no foreign keys: the
  -- record outlives the rows that it is about.
  CREATE TABLE bailiwick_audit_events (
    -- A UUIDv7, which sorts by time, so that old events are found and swept by it.
    id uuid PRIMARY KEY,
    -- When it happened.
    at bailiwick_time NOT NULL,
    -- The actor: a user, a job of the system, or an anonymous client.
    actor_type bailiwick_actor_type NOT NULL,
    -- The id of a user, or the name of a system actor.
    actor_id text COLLATE "C",
    -- How a user authenticated: "password", "session", or "access-key:" and its id.
    actor_credential text COLLATE "C",
    -- The action, such as "resource:create".
    action bailiwick_filled NOT NULL,
    -- The type of the target.
    target_type bailiwick_filled NOT NULL,
    -- The id of a user, resource, session or access key, or a meter.
    target_id text COLLATE "C",
    -- The owner of the target.
    target_owner_id uuid,
    -- The id of the request in the log of the host; null: the host passed none.
    request_id bailiwick_line,
    -- Whether the command was accepted.
    outcome bailiwick_outcome NOT NULL,
    -- The name of the rule that allowed it, or the reason for the refusal.
    reason bailiwick_filled NOT NULL,
    -- Figures and changed properties; never a password, a token or a hash.
    details bailiwick_object NOT NULL,
    -- A hash that equal refusals have in common; null: this event stands for one refusal only.
    refusal_key bailiwick_base64url,
    -- The number of equal refusals that the event stands for; the other columns are those of the first.
    count bailiwick_times NOT NULL DEFAULT 1,
    -- Every actor has an id, except an anonymous one.
    CONSTRAINT bailiwick_audit_events_actor_has_id CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    -- Users have a credential, and other actors have none.
    CONSTRAINT bailiwick_audit_events_user_has_proof CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  )`,
  sql`
  -- Lists the events of one actor, newest first.
  CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC)`,
  sql`
  -- Lists the events of one target, newest first.
  CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC)`,
  sql`
  -- Lists the events about one owner and what belongs to it, newest first.
  CREATE INDEX bailiwick_audit_events_by_owner ON bailiwick_audit_events (target_owner_id, id DESC)`,
  sql`
  -- Lists the events of one action, newest first.
  CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC)`,
  sql`
  -- Lists the refusals, newest first. Accepted events are not in it, so that it costs a create nothing.
  CREATE INDEX bailiwick_audit_refusals ON bailiwick_audit_events (id DESC) WHERE outcome = 'refused'`,
  sql`
  -- Lists the refusals for one reason, newest first.
  CREATE INDEX bailiwick_audit_refusals_by_reason ON bailiwick_audit_events (reason, id DESC) WHERE outcome = 'refused'`,
  sql`
  -- Lists the refusals to one actor, newest first.
  CREATE INDEX bailiwick_audit_refusals_by_actor ON bailiwick_audit_events (actor_id, id DESC) WHERE outcome = 'refused'`,
  sql`
  -- Lists the refusals of one action, newest first.
  CREATE INDEX bailiwick_audit_refusals_by_action ON bailiwick_audit_events (action, id DESC) WHERE outcome = 'refused'`,
  sql`
  -- Makes equal refusals one event. Events without a refusal key are not in it.
  CREATE UNIQUE INDEX bailiwick_audit_events_refusals ON bailiwick_audit_events (refusal_key, reason)
    WHERE refusal_key IS NOT NULL`,

  sql`
  -- Counted attempts at logging in. Its columns, in this order, are those that rate-limiter-flexible writes.
  CREATE TABLE bailiwick_login_throttle (
    -- A keyed hash of an account, a client network or both, which reveals nothing without the secret.
    key bailiwick_filled PRIMARY KEY,
    -- The number of attempts.
    points integer NOT NULL,
    -- Milliseconds since 1970; the count expires then.
    expire bigint NOT NULL
  )`,
  sql`
  -- Finds the expired counts, to be swept.
  CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire)`,

  sql`
  -- Secret keys of the library, which a migration makes.
  CREATE TABLE bailiwick_secrets (
    -- The purpose of the key.
    name bailiwick_filled PRIMARY KEY,
    -- The key, in base64url.
    value bailiwick_base64url NOT NULL
  )`,
];
