create table "bailiwick_migrations" ("id" serial primary key, "name" varchar(255), "batch" integer, "migration_time" timestamptz);

create table "bailiwick_migrations_lock" ("index" serial primary key, "is_locked" integer);

-- A time that RFC 3339 can write; PostgreSQL would also store "infinity".
  CREATE DOMAIN bailiwick_time AS timestamptz(3)
    CHECK (VALUE BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z');

-- From zero to 2^53 - 1, the largest integer that JavaScript and JSON hold exactly.
  CREATE DOMAIN bailiwick_count AS bigint CHECK (VALUE BETWEEN 0 AND 9007199254740991);

-- The name of a kind, a meter or a role.
  CREATE DOMAIN bailiwick_word AS text COLLATE "C" CHECK (length(VALUE) BETWEEN 1 AND 64);

-- A name that people choose for something.
  CREATE DOMAIN bailiwick_label AS text CHECK (length(VALUE) BETWEEN 1 AND 255);

-- A text that is not empty.
  CREATE DOMAIN bailiwick_filled AS text COLLATE "C" CHECK (VALUE <> '');

-- A hash or a key, up to 64 characters.
  CREATE DOMAIN bailiwick_base64url AS text COLLATE "C" CHECK (VALUE ~ '^[A-Za-z0-9_-]{1,64}$');

-- One line of text from the client or the host.
  CREATE DOMAIN bailiwick_line AS text CHECK (length(VALUE) BETWEEN 1 AND 256);

-- The number of times that something happened.
  CREATE DOMAIN bailiwick_times AS bigint CHECK (VALUE BETWEEN 1 AND 9007199254740991);

-- A JSON object.
  CREATE DOMAIN bailiwick_object AS jsonb CHECK (jsonb_typeof(VALUE) = 'object');

-- Amounts by meter: whole numbers up to 2^31 - 1.
  CREATE DOMAIN bailiwick_demand AS jsonb CHECK (
    jsonb_typeof(VALUE) = 'object'
    AND pg_catalog.jsonb_path_match(VALUE, '!($.* < 0) && !($.* > 2147483647)', silent => true) IS TRUE
    AND pg_catalog.jsonb_path_query_array(VALUE, '$.*.floor()', silent => true) =
        pg_catalog.jsonb_path_query_array(VALUE, '$.*')
  );

-- The type of an actor.
  CREATE DOMAIN bailiwick_actor_type AS text COLLATE "C" CHECK (VALUE IN ('user', 'system', 'anonymous'));

-- The outcome of a command.
  CREATE DOMAIN bailiwick_outcome AS text COLLATE "C" CHECK (VALUE IN ('accepted', 'refused'));

REVOKE USAGE ON DOMAIN
    bailiwick_time, bailiwick_count, bailiwick_word, bailiwick_label, bailiwick_filled, bailiwick_base64url,
    bailiwick_line, bailiwick_times, bailiwick_object, bailiwick_demand, bailiwick_actor_type, bailiwick_outcome
  FROM PUBLIC;

-- The ids of everything that can own resources.
  CREATE TABLE bailiwick_owners (
    -- A UUIDv7: owners sorted by id are in the order in which they were created.
    id uuid PRIMARY KEY
  );

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
  );

-- Finds the administrators among any number of users, for the rule that there is always one.
  CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active';

-- Finds the users whose deletion is under way among any number of others.
  CREATE INDEX bailiwick_users_deleting ON bailiwick_users (id) WHERE status = 'deleting';

-- Finds a user by email address at login. That an address has only one user is a rule of bailiwick_email_addresses.
  CREATE INDEX bailiwick_users_by_email_key ON bailiwick_users (email_key, id);

-- Lists the users of one role, newest first.
  CREATE INDEX bailiwick_users_by_role ON bailiwick_users (role, id DESC);

-- Lists the users of one status, newest first.
  CREATE INDEX bailiwick_users_by_status ON bailiwick_users (status, id DESC);

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
  );

-- Lists the groups that lie in one group, newest first.
  CREATE INDEX bailiwick_groups_by_parent ON bailiwick_groups (parent_id, id DESC);

-- The deleted groups of which resources or idempotency records are left. They have no row in bailiwick_groups any more.
  CREATE TABLE bailiwick_group_deletions (
    -- The id that the group had.
    id uuid PRIMARY KEY CONSTRAINT bailiwick_group_deletions_owner REFERENCES bailiwick_owners
  );

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
  );

-- Lists the groups of one user, and finds the roles of a user on a path.
  CREATE INDEX bailiwick_members_by_user ON bailiwick_members (user_id, group_id);

-- Finds the owners of a group among any number of members, for the rule that there is always one.
  CREATE INDEX bailiwick_members_owners ON bailiwick_members (group_id, user_id) WHERE role = 'owner';

-- The addresses that are taken: the current one of every user and, while that is not proven to be theirs, the proven
  -- one before it.
  CREATE TABLE bailiwick_email_addresses (
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" PRIMARY KEY CHECK (length(email_key) BETWEEN 1 AND 254),
    -- The user who has the address.
    user_id uuid NOT NULL CONSTRAINT bailiwick_email_addresses_user REFERENCES bailiwick_users,
    -- The address as it was given.
    email text NOT NULL CHECK (length(email) BETWEEN 1 AND 254)
  );

-- Finds the addresses of one user.
  CREATE INDEX bailiwick_email_addresses_by_user ON bailiwick_email_addresses (user_id);

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
  );

-- Lists the resources of one owner, newest first.
  CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC);

-- Lists the resources of one owner and kind, newest first.
  CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC);

-- Lists all owners' resources of one kind, newest first.
  CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC);

-- Lists everything below one root, newest first. A resource of a user is not in it.
  CREATE INDEX bailiwick_resources_by_root ON bailiwick_resources (root_id, id DESC) WHERE root_id IS NOT NULL;

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
    band smallint GENERATED ALWAYS AS (CAST(CASE
    WHEN used = 0 THEN NULL
    WHEN NOT limit_set THEN CASE WHEN used <= 10 THEN used
    ELSE 20 * length(CAST(used - 1 AS text)) + CAST(substr(CAST(used - 1 AS text), 1, 2) AS bigint) / 5 END
    WHEN limit_value IS NULL OR used * 2 < limit_value THEN NULL
    WHEN used > limit_value THEN 1011
    ELSE 1000 + used * 10 / limit_value END AS smallint)) STORED,
    PRIMARY KEY (owner_id, meter),
    -- A limit that is not set has no value.
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) WITH (fillfactor = 70);

-- Lists the owners near a limit or over it, newest first, by one walk for each band.
  CREATE INDEX bailiwick_quotas_by_band ON bailiwick_quotas (meter, band, owner_id DESC) WHERE band IS NOT NULL;

-- The limits of owners without limits of their own.
  CREATE TABLE bailiwick_default_limits (
    -- "user", or a type of groups that the host declares.
    owner_type bailiwick_word NOT NULL,
    -- One of the meters that the host declares.
    meter bailiwick_word NOT NULL,
    -- The limit. Null: unlimited.
    limit_value bailiwick_count,
    PRIMARY KEY (owner_type, meter)
  );

-- One row that every change of a default limit updates. A transaction with an older snapshot conflicts when it locks
  -- this row, where a new row in the table of default limits would be invisible to it.
  CREATE TABLE bailiwick_default_limits_version (
    -- Allows only one row.
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Counts the changes.
    version bailiwick_count NOT NULL
  );

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
  );

-- Finds the oldest records, to be swept.
  CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at);

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
  );

-- Lists and ends the sessions of one user.
  CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC);

-- Finds the sessions that expired because they were not used, to be swept.
  CREATE INDEX bailiwick_sessions_by_idle_expiry ON bailiwick_sessions (idle_expires_at);

-- Finds the sessions that reached their longest lifetime, to be swept.
  CREATE INDEX bailiwick_sessions_by_absolute_expiry ON bailiwick_sessions (absolute_expires_at);

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
  );

-- Lists the keys of one user.
  CREATE INDEX bailiwick_access_keys_by_user ON bailiwick_access_keys (user_id, id DESC);

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
  );

-- Finds the nonces that may be swept, the oldest first.
  CREATE INDEX bailiwick_nonces_by_expiry ON bailiwick_nonces (expires_at);

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
  );

-- Lists the events of one actor, newest first.
  CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC);

-- Lists the events of one target, newest first.
  CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC);

-- Lists the events about one owner and what belongs to it, newest first.
  CREATE INDEX bailiwick_audit_events_by_owner ON bailiwick_audit_events (target_owner_id, id DESC);

-- Lists the events of one action, newest first.
  CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC);

-- Lists the refusals, newest first. Accepted events are not in it, so that it costs a create nothing.
  CREATE INDEX bailiwick_audit_refusals ON bailiwick_audit_events (id DESC) WHERE outcome = 'refused';

-- Lists the refusals for one reason, newest first.
  CREATE INDEX bailiwick_audit_refusals_by_reason ON bailiwick_audit_events (reason, id DESC) WHERE outcome = 'refused';

-- Lists the refusals to one actor, newest first.
  CREATE INDEX bailiwick_audit_refusals_by_actor ON bailiwick_audit_events (actor_id, id DESC) WHERE outcome = 'refused';

-- Lists the refusals of one action, newest first.
  CREATE INDEX bailiwick_audit_refusals_by_action ON bailiwick_audit_events (action, id DESC) WHERE outcome = 'refused';

-- Makes equal refusals one event. Events without a refusal key are not in it.
  CREATE UNIQUE INDEX bailiwick_audit_events_refusals ON bailiwick_audit_events (refusal_key, reason)
    WHERE refusal_key IS NOT NULL;

-- Counted attempts at logging in. Its columns, in this order, are those that rate-limiter-flexible writes.
  CREATE TABLE bailiwick_login_throttle (
    -- A keyed hash of an account, a client network or both, which reveals nothing without the secret.
    key bailiwick_filled PRIMARY KEY,
    -- The number of attempts.
    points integer NOT NULL,
    -- Milliseconds since 1970; the count expires then.
    expire bigint NOT NULL
  );

-- Finds the expired counts, to be swept.
  CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire);

-- Secret keys of the library, which a migration makes.
  CREATE TABLE bailiwick_secrets (
    -- The purpose of the key.
    name bailiwick_filled PRIMARY KEY,
    -- The key, in base64url.
    value bailiwick_base64url NOT NULL
  );

-- Creates a resource within the owner's quotas: locks, decides, writes and records, in one round trip.
CREATE FUNCTION bailiwick_create_resource_v1(
  p_id uuid, p_owner_id uuid, p_kind text, p_name text, p_created_at timestamptz, p_updated_at timestamptz,
  p_demand json,                     -- {meter: amount}; json keeps the order of the meters, in which a refusal names them
  p_meter text, p_amount bigint,     -- all of the demand, or null where there are more meters or none
  p_asked_by text, p_key text, p_payload_hash text, -- of the idempotency record, or null
  p_authority_id uuid, p_authority_version bigint, -- the actor's id and version at the decision, or null for a system actor
  p_authority_path uuid[],           -- the path of the owner that the decision depends on, or null if it depends on none
  p_authority_roles text[],          -- the roles of the actor along it
  -- The draft of the audit event.
  p_event_id uuid, p_at timestamptz, p_actor_type text, p_actor_id text, p_actor_credential text, p_action text,
  p_target_type text, p_target_id text, p_target_owner_id uuid, p_request_id text, p_refusal_key text,
  p_rule text, p_details jsonb
) RETURNS jsonb LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  -- At these levels all statements share one snapshot, which may be older than a lock that they wait for. A change in
  -- between must then be a conflict; READ COMMITTED sees it.
  v_snapshot_is_old boolean := current_setting('transaction_isolation') IN ('repeatable read', 'serializable');
  v_owner record;
  v_path uuid[] := ARRAY[p_owner_id]; -- the owner, the group that it lies in, and so on up to the root
  v_is_group boolean := false;
  v_root_id uuid; -- the last of the path of a group
  v_stands boolean := true; -- whether the actor's authority is still the same
  v_earlier public.bailiwick_idempotency_keys;
  v_is_claimed boolean := false;
  v_are_there boolean := p_meter IS NOT NULL; -- whether the quotas have rows, as far as is known
  v_only_own_limits boolean;
  v_fits boolean;
  v_type text; -- the type of the outcome
  v_details jsonb := '{}'; -- its other properties
BEGIN
  <<decision>>
  BEGIN
    -- The users come first in the lock order, by id. Deleting, demoting and disabling them waits for this lock, and
    -- logging in does not. All three change a key, so that an older snapshot conflicts with them.
    IF p_authority_id <> p_owner_id THEN
      PERFORM 1 FROM public.bailiwick_users u WHERE u.id IN (p_owner_id, p_authority_id) ORDER BY u.id FOR KEY SHARE;
      PERFORM 1 FROM public.bailiwick_users u WHERE u.id = p_authority_id AND u.authority_version = p_authority_version;
      v_stands := FOUND;
    END IF;
    SELECT u.status, u.authority_version INTO v_owner FROM public.bailiwick_users u WHERE u.id = p_owner_id FOR KEY SHARE;
    IF p_authority_id = p_owner_id THEN
      v_stands := FOUND AND v_owner.authority_version = p_authority_version;
    END IF;
    IF NOT v_stands THEN
      RETURN '{"type": "authority-changed"}';
    ELSIF v_owner.status IS NULL THEN
      -- Groups follow the users in the lock order. Moving or deleting one, or a group above it, waits for this lock.
      SELECT g.path INTO v_path FROM public.bailiwick_groups g WHERE g.id = p_owner_id FOR KEY SHARE;
      -- This statement sees the roles as they are now: the lock on the actor keeps them until the commit.
      IF p_authority_path IS NOT NULL AND (p_authority_path IS DISTINCT FROM v_path
         OR p_authority_roles IS DISTINCT FROM ARRAY(
  SELECT DISTINCT CAST(m.role AS text) COLLATE "C" FROM public.bailiwick_members m
  WHERE m.group_id = ANY (v_path) AND m.user_id = p_authority_id ORDER BY 1)) THEN
        RETURN '{"type": "authority-changed"}';
      END IF;
      IF NOT FOUND THEN
        v_type := 'no-owner';
        EXIT decision;
      END IF;
      v_is_group := true;
      v_root_id := v_path[cardinality(v_path)];
      -- A row that is made after the first lock would be locked out of order.
      v_are_there := (
        SELECT count(*) = cardinality(v_path) * (SELECT count(*) FROM json_object_keys(p_demand))
        FROM public.bailiwick_quotas q
        WHERE q.owner_id = ANY (v_path) AND q.meter IN (SELECT json_object_keys(p_demand)));
    ELSIF v_owner.status = 'deleting' THEN
      v_type := 'no-owner';
      EXIT decision;
    ELSIF v_owner.status <> 'active' THEN
      v_type := 'owner-disabled';
      EXIT decision;
    END IF;

    -- A demand of one meter with a limit of the owner's own, and without a key, is decided and claimed in one statement,
    -- so that a busy quota is locked for less time.
    IF p_meter IS NOT NULL AND p_key IS NULL AND NOT v_is_group THEN
      UPDATE public.bailiwick_quotas q SET used = q.used + p_amount
      WHERE q.owner_id = p_owner_id AND q.meter = p_meter
        AND q.limit_set AND p_amount <= coalesce(q.limit_value, 9007199254740991) - q.used;
      v_is_claimed := FOUND;
    END IF;

    -- From here on, creates that claim one of the same quotas run one after the other.
    WHILE NOT v_is_claimed LOOP
      -- With several meters, all rows are made before the first lock: a row made later would be locked out of order.
      IF NOT v_are_there THEN
        INSERT INTO public.bailiwick_quotas (owner_id, meter, limit_set, used, root_id)
        SELECT o.id, d.key, false, 0, v_root_id FROM unnest(v_path) AS o (id) CROSS JOIN json_each_text(p_demand) d
        ORDER BY o.id, d.key COLLATE "C"
        ON CONFLICT (owner_id, meter) DO NOTHING;
      END IF;
      SELECT bool_and(q.meter IS NOT NULL), bool_and(q.limit_set),
             bool_and(d.value::bigint <= coalesce(q.limit_value, 9007199254740991) - q.used)
      INTO v_are_there, v_only_own_limits, v_fits
      FROM (
        SELECT o.id, e.key, e.value FROM unnest(v_path) AS o (id) CROSS JOIN json_each_text(p_demand) e
        ORDER BY o.id, e.key COLLATE "C"
      ) d
      LEFT JOIN LATERAL (
        SELECT * FROM public.bailiwick_quotas WHERE owner_id = d.id AND meter = d.key FOR NO KEY UPDATE
      ) q ON true;
      -- The demand is empty, or every meter has a row.
      EXIT WHEN v_are_there IS NOT FALSE;
    END LOOP;

    IF p_key IS NOT NULL THEN
      SELECT * INTO v_earlier FROM public.bailiwick_idempotency_keys k WHERE k.owner_id = p_owner_id AND k.asked_by = p_asked_by AND k.key = p_key;
      EXIT decision WHEN FOUND;
    END IF;

    -- A default limit must not change between this read and the commit. Creates share this lock, and take it without
    -- touching a row. An older snapshot conflicts at the row below if a default limit has changed since.
    IF NOT v_only_own_limits THEN
      LOCK TABLE public.bailiwick_default_limits IN ROW SHARE MODE;
      IF v_snapshot_is_old THEN
        PERFORM 1 FROM public.bailiwick_default_limits_version FOR SHARE;
      END IF;
    END IF;

    -- A refusal needs the figures, and so does a decision by a default limit. The quotas are locked: no other
    -- transaction can have changed them since.
    IF NOT (v_fits AND v_only_own_limits) THEN
      SELECT bool_and(f.requested <= coalesce(f.max_used, 9007199254740991) - f.used),
             jsonb_build_object('quotas', jsonb_agg(jsonb_build_object(
               'meter', f.meter, 'limit', f.max_used, 'used', f.used, 'requested', f.requested) || f.owner
               ORDER BY f.level, f.position))
      INTO v_fits, v_details
      FROM (
        SELECT d.key AS meter, d.value::bigint AS requested, o.level, d.position, q.used,
               CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM public.bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM public.bailiwick_groups t WHERE t.id = o.id), 'user')
      AND l.meter = d.key
  ) END AS max_used,
               CASE WHEN v_is_group THEN jsonb_build_object('owner', (
                 SELECT jsonb_build_object('id', g.id, 'type', g.type, 'name', g.name) FROM public.bailiwick_groups g
                 WHERE g.id = o.id
               )) ELSE '{}' END AS owner
        FROM unnest(v_path) WITH ORDINALITY AS o (id, level)
        CROSS JOIN json_each_text(p_demand) WITH ORDINALITY AS d (key, value, position)
        -- As a join, the planner would read a whole table of a few thousand quotas.
        CROSS JOIN LATERAL (SELECT * FROM public.bailiwick_quotas WHERE owner_id = o.id AND meter = d.key OFFSET 0) q
      ) f;
      IF NOT v_fits THEN
        v_type := 'quota-exceeded';
        EXIT decision;
      END IF;
      v_details := '{}';
    END IF;

    -- Two creates with one key whose demands share no meter meet here, and not before.
    IF p_key IS NOT NULL THEN
      INSERT INTO public.bailiwick_idempotency_keys (owner_id, asked_by, key, payload_hash, resource, created_at, root_id)
      VALUES (p_owner_id, p_asked_by, p_key, p_payload_hash,
              jsonb_build_object('id', p_id, 'ownerId', p_owner_id, 'kind', p_kind, 'name', p_name,
                                 'createdAt', p_created_at, 'updatedAt', p_updated_at),
              p_at, v_root_id)
      ON CONFLICT (owner_id, asked_by, key) DO NOTHING;
      IF NOT FOUND THEN
        SELECT * INTO v_earlier FROM public.bailiwick_idempotency_keys k WHERE k.owner_id = p_owner_id AND k.asked_by = p_asked_by AND k.key = p_key;
        -- The record was swept between the two statements: a retry of the call finds it gone.
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the idempotency record is gone' USING ERRCODE = 'serialization_failure';
        END IF;
        EXIT decision;
      END IF;
    END IF;

    INSERT INTO public.bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at, root_id)
    VALUES (p_id, p_owner_id, p_kind, p_name, p_demand::jsonb, p_created_at, p_updated_at, v_root_id)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
      IF v_is_claimed THEN
        UPDATE public.bailiwick_quotas q SET used = q.used - p_amount WHERE q.owner_id = p_owner_id AND q.meter = p_meter;
      END IF;
      DELETE FROM public.bailiwick_idempotency_keys k WHERE k.owner_id = p_owner_id AND k.asked_by = p_asked_by AND k.key = p_key;
      v_type := 'id-taken';
      EXIT decision;
    END IF;

    -- The claim comes last: a create that was refused above has claimed nothing.
    IF NOT v_is_claimed THEN
      UPDATE public.bailiwick_quotas q SET used = q.used + d.value::bigint
      FROM json_each_text(p_demand) d WHERE q.owner_id = ANY (v_path) AND q.meter = d.key;
    END IF;
    v_type := 'created';
  END;

  IF v_earlier.key IS NOT NULL THEN
    IF v_earlier.payload_hash = p_payload_hash THEN
      -- The first create has an audit event, and a repeat is no second command.
      RETURN jsonb_build_object('type', 'repeated', 'resource', v_earlier.resource);
    END IF;
    v_type := 'key-reused';
  END IF;

  IF v_type = 'created' THEN
    INSERT INTO public.bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    VALUES
      (p_event_id, p_at, p_actor_type, p_actor_id, p_actor_credential, p_action, p_target_type, p_target_id, p_target_owner_id,
       p_request_id, 'accepted', p_rule, p_details);
  ELSE
    INSERT INTO public.bailiwick_audit_events AS a
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details, refusal_key)
    VALUES
      (p_event_id, p_at, p_actor_type, p_actor_id, p_actor_credential, p_action, p_target_type, p_target_id, p_target_owner_id,
       p_request_id, 'refused', v_type, p_details || v_details, p_refusal_key)
    ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + 1;
  END IF;
  RETURN jsonb_build_object('type', v_type) || v_details;
END
$function$;

-- Creates or refuses several resources of users who act for themselves, as far as that is decided without waiting; a refusal comes with the quota.
CREATE FUNCTION bailiwick_create_resources_v1(
  p_creates json, -- an array of objects, each with a demand of one meter and the draft of an audit event
  p_only_owner_id uuid, -- the owner of all of them, or null
  p_meters text -- the meters of all of them, separated by commas
) RETURNS TABLE (decided_id uuid, quotas jsonb) LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
-- Rows are looked up one by one: a plan that was made while the tables were small must not read them whole later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
-- The function still waits for the quotas of the only owner, and for another transaction that creates a resource with
-- the same id, since a host may have chosen it for both.
SET lock_timeout = '50ms'
AS $function$
DECLARE
  v_fitting bigint[]; -- positions in the array
  v_refused bigint[];
  v_by_default bigint[]; -- the creates that a default limit decides
  v_fitting_too bigint[];
  v_refused_too bigint[];
BEGIN
  -- A row that changed between an older snapshot and a lock would be an error here, and not a newer row.
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RETURN;
  END IF;

  -- If all creates have one owner, no other owner waits: the batch then waits for what another process has locked.
  IF p_only_owner_id IS NOT NULL THEN
    PERFORM 1 FROM public.bailiwick_users WHERE id = p_only_owner_id FOR KEY SHARE;
    PERFORM 1 FROM public.bailiwick_quotas WHERE owner_id = p_only_owner_id AND meter = ANY (string_to_array(p_meters, ','))
    ORDER BY meter FOR NO KEY UPDATE;
  END IF;

  -- A create is accepted if it fits after all earlier ones on the same quota, whether those are accepted or not. It is
  -- refused if it would not even fit before all of them, and skipped in between.
  SELECT array_agg(f.position) FILTER (WHERE f.limit_set AND f.amounts <= coalesce(f.limit_value, 9007199254740991) - f.used),
         array_agg(f.position) FILTER (WHERE f.limit_set AND NOT (f.amount <= coalesce(f.limit_value, 9007199254740991) - f.used)),
         array_agg(f.position) FILTER (WHERE NOT f.limit_set)
  INTO v_fitting, v_refused, v_by_default
  FROM (
    SELECT c.position, c.amount, q.limit_set, q.limit_value, q.used,
           sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.position) AS amounts
    FROM json_to_recordset(p_creates) AS c (
      position bigint, owner_id uuid, meter text, amount bigint, authority_version bigint)
    CROSS JOIN LATERAL (
      SELECT 1 FROM public.bailiwick_users WHERE id = c.owner_id AND status = 'active'
        AND (c.authority_version IS NULL OR authority_version = c.authority_version)
      FOR KEY SHARE SKIP LOCKED
    ) u
    CROSS JOIN LATERAL (
      SELECT * FROM public.bailiwick_quotas WHERE owner_id = c.owner_id AND meter = c.meter FOR NO KEY UPDATE SKIP LOCKED
    ) q
  ) f;

  -- A default limit must not change between this read and the commit.
  IF v_by_default IS NOT NULL THEN
    BEGIN
      LOCK TABLE public.bailiwick_default_limits IN ROW SHARE MODE NOWAIT;
      SELECT array_agg(f.position) FILTER (WHERE f.amounts <= coalesce(f.limit_value, 9007199254740991) - f.used),
             array_agg(f.position) FILTER (WHERE NOT (f.amount <= coalesce(f.limit_value, 9007199254740991) - f.used))
      INTO v_fitting_too, v_refused_too
      FROM (
        SELECT c.position, c.amount, l.limit_value, q.used,
               sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.position) AS amounts
        FROM json_to_recordset(p_creates) AS c (position bigint, owner_id uuid, meter text, amount bigint)
        JOIN public.bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
        LEFT JOIN public.bailiwick_default_limits l ON l.owner_type = 'user' AND l.meter = c.meter
        WHERE c.position = ANY (v_by_default)
      ) f;
      v_fitting := v_fitting || v_fitting_too;
      v_refused := v_refused || v_refused_too;
    EXCEPTION WHEN lock_not_available THEN
      NULL;
    END;
  END IF;

  RETURN QUERY
  WITH fitting AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_creates) AS c (
      position bigint, id uuid, owner_id uuid, kind text, name text, created_at timestamptz, updated_at timestamptz,
      demand jsonb, meter text, amount bigint,
      event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
      target_type text, target_id text, target_owner_id uuid, request_id text, rule text, details jsonb)
    WHERE c.position = ANY (v_fitting)
  ), made AS (
    INSERT INTO public.bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    SELECT f.id, f.owner_id, f.kind, f.name, f.demand, f.created_at, f.updated_at FROM fitting f
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), claimed AS (
    UPDATE public.bailiwick_quotas q SET used = q.used + m.amount
    FROM (
      SELECT f.owner_id, f.meter, sum(f.amount)::bigint AS amount FROM fitting f JOIN made USING (id)
      GROUP BY f.owner_id, f.meter
    ) m
    WHERE q.owner_id = m.owner_id AND q.meter = m.meter
  ), recorded AS (
    INSERT INTO public.bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    SELECT f.event_id, f.at, f.actor_type, f.actor_id, f.actor_credential, f.action,
           f.target_type, f.target_id, f.target_owner_id, f.request_id, 'accepted', f.rule, f.details
    FROM fitting f JOIN made USING (id)
  )
  SELECT made.id, NULL::jsonb FROM made;

  -- A create that did not fit before the others fits even less after them; the quotas are locked until the end.
  IF v_refused IS NOT NULL THEN
    RETURN QUERY
    WITH refused AS MATERIALIZED (
      SELECT c.*, jsonb_build_array(jsonb_build_object(
        'meter', c.meter, 'limit', CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM public.bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM public.bailiwick_groups t WHERE t.id = c.owner_id), 'user')
      AND l.meter = c.meter
  ) END,
        'used', q.used, 'requested', c.amount)) AS short
      FROM json_to_recordset(p_creates) AS c (
        position bigint, id uuid, owner_id uuid, meter text, amount bigint,
        event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
        target_type text, target_id text, target_owner_id uuid, request_id text, refusal_key text, details jsonb)
      JOIN public.bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
      WHERE c.position = ANY (v_refused)
    ), counted AS (
      -- A statement may insert or update a row only once, so that equal refusals are counted before they are written.
      SELECT min(r.position) AS first, count(*) AS count FROM refused r
      GROUP BY r.refusal_key, CASE WHEN r.refusal_key IS NULL THEN r.position END
    ), recorded AS (
      INSERT INTO public.bailiwick_audit_events AS a
        (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
         outcome, reason, details, refusal_key, count)
      SELECT r.event_id, r.at, r.actor_type, r.actor_id, r.actor_credential, r.action,
             r.target_type, r.target_id, r.target_owner_id, r.request_id,
             'refused', 'quota-exceeded', r.details || jsonb_build_object('quotas', r.short), r.refusal_key, c.count
      FROM counted c JOIN refused r ON r.position = c.first
      -- Two batches that count the same refusals lock them in one order.
      ORDER BY r.refusal_key
      ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + excluded.count
    )
    SELECT r.id, r.short FROM refused r;
  END IF;
END
$function$;

-- Creates or refuses several resources, as far as that is decided without waiting; a refusal comes with the quotas. A
-- create that meets a locked quota comes back undecided, with the root of its path.
CREATE FUNCTION bailiwick_create_resources_on_paths_v1(
  p_creates json, -- an array of objects, each with a demand of one meter and the draft of an audit event
  p_waits boolean -- whether to wait for locked quotas, because all creates have one root
) RETURNS TABLE (decided_id uuid, quotas jsonb, busy_root_id uuid) LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
-- Rows are looked up one by one: a plan that was made while the tables were small must not read them whole later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
-- The planner takes each array for ten times as long as it is. Compiling would take longer than running.
SET jit = off
-- The function still waits for the quotas of the only root, and for another transaction that creates a resource with
-- the same id, since a host may have chosen it for both.
SET lock_timeout = '50ms'
AS $function$
DECLARE
  v_knows_defaults boolean := true; -- whether the default limits stay as they are until the commit
  v_fitting bigint[]; -- positions in the array
  v_refused bigint[];
  v_busy_ids uuid[];
  v_busy_root_ids uuid[];
BEGIN
  -- A row that changed between an older snapshot and a lock would be an error here, and not a newer row.
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RETURN;
  END IF;

  -- If all creates have one root, nobody else waits: the batch then waits for what another process has locked. The paths
  -- are read again below, under a lock: the quotas of one that has changed are then not waited for.
  IF p_waits THEN
    PERFORM 1 FROM (
      SELECT DISTINCT p.id, c.meter COLLATE "C" AS meter
      FROM json_to_recordset(p_creates) AS c (owner_id uuid, meter text)
      LEFT JOIN public.bailiwick_groups g ON g.id = c.owner_id
      CROSS JOIN unnest(coalesce(g.path, ARRAY[c.owner_id])) AS p (id)
      ORDER BY 1, 2
    ) o CROSS JOIN LATERAL (
      SELECT * FROM public.bailiwick_quotas WHERE owner_id = o.id AND meter = o.meter FOR NO KEY UPDATE) q;
  END IF;

  -- A default limit must not change between its read and the commit.
  BEGIN
    LOCK TABLE public.bailiwick_default_limits IN ROW SHARE MODE NOWAIT;
  EXCEPTION WHEN lock_not_available THEN
    v_knows_defaults := false;
  END;

  -- A create is accepted if, at each level, it fits after all earlier ones on the same quota, whether those are accepted
  -- or not. It is refused if at some level it would not even fit before all of them, and skipped in between.
  WITH asked AS MATERIALIZED (
    SELECT c.position, c.id, c.meter, c.amount, coalesce(g.path, ARRAY[c.owner_id]) AS path
    FROM json_to_recordset(p_creates) AS c (
      position bigint, id uuid, owner_id uuid, meter text, amount bigint, authority_id uuid, authority_version bigint,
      authority_path uuid[])
    LEFT JOIN LATERAL (
      SELECT true AS is_there FROM public.bailiwick_users WHERE id = c.owner_id AND status = 'active'
        AND (c.authority_id IS NOT NULL OR c.authority_version IS NULL OR authority_version = c.authority_version)
      FOR KEY SHARE SKIP LOCKED
    ) u ON true
    LEFT JOIN LATERAL (
      SELECT path FROM public.bailiwick_groups WHERE id = c.owner_id AND u.is_there IS NULL FOR KEY SHARE SKIP LOCKED
    ) g ON true
    LEFT JOIN LATERAL (
      SELECT true AS stands FROM public.bailiwick_users
      WHERE id = c.authority_id AND authority_version = c.authority_version FOR KEY SHARE SKIP LOCKED
    ) a ON true
    WHERE (u.is_there OR g.path IS NOT NULL) AND (c.authority_id IS NULL OR a.stands)
      AND (c.authority_path IS NULL OR c.authority_path = g.path)
  )
  SELECT array_agg(d.position) FILTER (WHERE d.fits), array_agg(d.position) FILTER (WHERE d.is_short),
         array_agg(d.id) FILTER (WHERE d.is_busy), array_agg(d.root_id) FILTER (WHERE d.is_busy)
  INTO v_fitting, v_refused, v_busy_ids, v_busy_root_ids
  FROM (
    SELECT f.position, f.id, f.root_id, bool_or(f.is_busy) AS is_busy,
           bool_and(f.is_known AND f.amounts <= coalesce(f.limit_value, 9007199254740991) - f.used) AS fits,
           bool_and(f.is_known) AND NOT bool_and(f.amount <= coalesce(f.limit_value, 9007199254740991) - f.used) AS is_short
    FROM (
      SELECT c.position, c.id, c.root_id, c.amount, q.used, CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM public.bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM public.bailiwick_groups t WHERE t.id = o.id), 'user')
      AND l.meter = o.meter
  ) END AS limit_value,
             sum(c.amount) OVER (PARTITION BY o.id, o.meter ORDER BY c.position) AS amounts,
             q.used IS NOT NULL AND (q.limit_set OR v_knows_defaults) AS is_known,
             -- With EXISTS, the planner could read the whole table into a hash.
             q.used IS NULL AND (SELECT count(*) FROM (
      SELECT * FROM public.bailiwick_quotas WHERE owner_id = o.id AND meter = o.meter ) there) > 0 AS is_busy
      FROM (
        -- Each quota is locked once, for all creates that claim it.
        SELECT p.id, a.meter, array_agg(a.position) AS positions, array_agg(a.id) AS ids,
               array_agg(a.amount) AS amounts, array_agg(a.path[cardinality(a.path)]) AS root_ids
        FROM asked a CROSS JOIN unnest(a.path) AS p (id) GROUP BY p.id, a.meter
      ) o
      LEFT JOIN LATERAL (
      SELECT * FROM public.bailiwick_quotas WHERE owner_id = o.id AND meter = o.meter FOR NO KEY UPDATE SKIP LOCKED) q ON true
      CROSS JOIN unnest(o.positions, o.ids, o.amounts, o.root_ids) AS c (position, id, amount, root_id)
    ) f GROUP BY f.position, f.id, f.root_id
  ) d;

  RETURN QUERY SELECT b.id, NULL::jsonb, b.root_id FROM unnest(v_busy_ids, v_busy_root_ids) AS b (id, root_id);

  RETURN QUERY
  WITH fitting AS MATERIALIZED (
    SELECT c.*, coalesce(g.path, ARRAY[c.owner_id]) AS path, g.path[cardinality(g.path)] AS root_id
    FROM json_to_recordset(p_creates) AS c (
      position bigint, id uuid, owner_id uuid, kind text, name text, created_at timestamptz, updated_at timestamptz,
      demand jsonb, meter text, amount bigint, authority_id uuid, authority_path uuid[], authority_roles text[],
      event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
      target_type text, target_id text, target_owner_id uuid, request_id text, rule text, details jsonb)
    LEFT JOIN public.bailiwick_groups g ON g.id = c.owner_id
    WHERE c.position = ANY (v_fitting) AND 
  (c.authority_path IS NULL OR c.authority_roles = ARRAY(
  SELECT DISTINCT CAST(m.role AS text) COLLATE "C" FROM public.bailiwick_members m
  WHERE m.group_id = ANY (c.authority_path) AND m.user_id = c.authority_id ORDER BY 1))
  ), made AS (
    INSERT INTO public.bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at, root_id)
    SELECT f.id, f.owner_id, f.kind, f.name, f.demand, f.created_at, f.updated_at, f.root_id FROM fitting f
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), claimed AS (
    UPDATE public.bailiwick_quotas q SET used = q.used + m.amount
    FROM (
      SELECT p.level_id, f.meter, sum(f.amount)::bigint AS amount
      FROM fitting f JOIN made USING (id) CROSS JOIN unnest(f.path) AS p (level_id) GROUP BY p.level_id, f.meter
    ) m
    WHERE q.owner_id = m.level_id AND q.meter = m.meter
  ), recorded AS (
    INSERT INTO public.bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    SELECT f.event_id, f.at, f.actor_type, f.actor_id, f.actor_credential, f.action,
           f.target_type, f.target_id, f.target_owner_id, f.request_id, 'accepted', f.rule, f.details
    FROM fitting f JOIN made USING (id)
  )
  SELECT made.id, NULL::jsonb, NULL::uuid FROM made;

  -- A create that did not fit before the others fits even less after them; the quotas are locked until the end.
  IF v_refused IS NOT NULL THEN
    RETURN QUERY
    WITH refused AS MATERIALIZED (
      SELECT c.*, (
        SELECT jsonb_agg(jsonb_build_object(
          'meter', c.meter, 'limit', CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM public.bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM public.bailiwick_groups t WHERE t.id = p.id), 'user')
      AND l.meter = c.meter
  ) END, 'used', q.used, 'requested', c.amount
        ) || CASE WHEN g.id IS NULL THEN '{}' ELSE jsonb_build_object('owner', (
          SELECT jsonb_build_object('id', level.id, 'type', level.type, 'name', level.name)
          FROM public.bailiwick_groups level WHERE level.id = p.id
        )) END ORDER BY p.level)
        FROM unnest(coalesce(g.path, ARRAY[c.owner_id])) WITH ORDINALITY AS p (id, level)
        JOIN public.bailiwick_quotas q ON q.owner_id = p.id AND q.meter = c.meter
      ) AS short
      FROM json_to_recordset(p_creates) AS c (
        position bigint, id uuid, owner_id uuid, meter text, amount bigint,
        authority_id uuid, authority_path uuid[], authority_roles text[],
        event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
        target_type text, target_id text, target_owner_id uuid, request_id text, refusal_key text, details jsonb)
      LEFT JOIN public.bailiwick_groups g ON g.id = c.owner_id
      WHERE c.position = ANY (v_refused) AND 
  (c.authority_path IS NULL OR c.authority_roles = ARRAY(
  SELECT DISTINCT CAST(m.role AS text) COLLATE "C" FROM public.bailiwick_members m
  WHERE m.group_id = ANY (c.authority_path) AND m.user_id = c.authority_id ORDER BY 1))
    ), counted AS (
      -- A statement may insert or update a row only once, so that equal refusals are counted before they are written.
      SELECT min(r.position) AS first, count(*) AS count FROM refused r
      GROUP BY r.refusal_key, CASE WHEN r.refusal_key IS NULL THEN r.position END
    ), recorded AS (
      INSERT INTO public.bailiwick_audit_events AS a
        (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
         outcome, reason, details, refusal_key, count)
      SELECT r.event_id, r.at, r.actor_type, r.actor_id, r.actor_credential, r.action,
             r.target_type, r.target_id, r.target_owner_id, r.request_id,
             'refused', 'quota-exceeded', r.details || jsonb_build_object('quotas', r.short), r.refusal_key, c.count
      FROM counted c JOIN refused r ON r.position = c.first
      -- Two batches that count the same refusals lock them in one order.
      ORDER BY r.refusal_key
      ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + excluded.count
    )
    SELECT r.id, r.short, NULL::uuid FROM refused r;
  END IF;
END
$function$;

-- Deletes a resource and releases its demand: locks, deletes, releases and records, in one round trip.
CREATE FUNCTION bailiwick_delete_resource_v1(
  p_id uuid, p_owner_id uuid,
  p_name text, p_updated_at timestamptz, -- the version that the caller has read, or null for any
  p_authority_id uuid, p_authority_version bigint, -- the actor's id and version at the decision, or null for a system actor
  p_authority_path uuid[],           -- the path of the owner that the decision depends on, or null if it depends on none
  p_authority_roles text[],          -- the roles of the actor along it
  -- The draft of the audit event.
  p_event_id uuid, p_at timestamptz, p_actor_type text, p_actor_id text, p_actor_credential text, p_action text,
  p_target_type text, p_target_id text, p_target_owner_id uuid, p_request_id text, p_refusal_key text,
  p_rule text, p_details jsonb
) RETURNS text LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_demand jsonb;
  v_path uuid[] := ARRAY[p_owner_id]; -- the owner, the group that it lies in, and so on up to the root
  v_type text := 'absent'; -- the type of the outcome
  v_is_too_low boolean := false; -- whether the usage is lower than the demand to release
BEGIN
  -- The lock order is the users by id, then the group, then the quotas, then the resource. The owner is locked for hosts that delete two
  -- resources in one transaction: when it updates a quota twice, the foreign key is checked again, which locks the owner.
  PERFORM 1 FROM public.bailiwick_users u WHERE u.id IN (p_owner_id, p_authority_id) ORDER BY u.id FOR KEY SHARE;
  IF p_authority_id IS NOT NULL THEN
    PERFORM 1 FROM public.bailiwick_users u WHERE u.id = p_authority_id AND u.authority_version = p_authority_version;
    IF NOT FOUND THEN
      RETURN 'authority-changed';
    END IF;
  END IF;

  PERFORM 1 FROM public.bailiwick_users u WHERE u.id = p_owner_id AND u.status <> 'deleting';
  IF NOT FOUND THEN
    SELECT g.path INTO v_path FROM public.bailiwick_groups g WHERE g.id = p_owner_id FOR KEY SHARE;
    -- This statement sees the roles as they are now: the lock on the actor keeps them until the commit.
    IF p_authority_path IS NOT NULL AND (p_authority_path IS DISTINCT FROM v_path
       OR p_authority_roles IS DISTINCT FROM ARRAY(
  SELECT DISTINCT CAST(m.role AS text) COLLATE "C" FROM public.bailiwick_members m
  WHERE m.group_id = ANY (v_path) AND m.user_id = p_authority_id ORDER BY 1)) THEN
      RETURN 'authority-changed';
    END IF;
  END IF;
  IF FOUND THEN
    PERFORM 1 FROM public.bailiwick_quotas q
    WHERE q.owner_id = ANY (v_path)
      AND q.meter IN (SELECT jsonb_object_keys(r.demand) FROM public.bailiwick_resources r WHERE r.id = p_id)
    ORDER BY q.owner_id, q.meter FOR NO KEY UPDATE;

    DELETE FROM public.bailiwick_resources r
    WHERE r.id = p_id AND r.owner_id = p_owner_id
      AND (p_name IS NULL OR (r.name = p_name AND r.updated_at = p_updated_at))
    RETURNING r.demand INTO v_demand;

    IF FOUND THEN
      v_type := 'deleted';
      -- Only an operator can have caused that, and it must not prevent a delete.
      v_is_too_low := EXISTS (
        SELECT 1 FROM unnest(v_path) AS o (id) CROSS JOIN jsonb_each_text(v_demand) d
        LEFT JOIN public.bailiwick_quotas q ON q.owner_id = o.id AND q.meter = d.key
        WHERE q.used IS NULL OR q.used < d.value::bigint);
      UPDATE public.bailiwick_quotas q SET used = greatest(q.used - d.value::bigint, 0)
      FROM jsonb_each_text(v_demand) d WHERE q.owner_id = ANY (v_path) AND q.meter = d.key;
    ELSIF EXISTS (SELECT 1 FROM public.bailiwick_resources r WHERE r.id = p_id AND r.owner_id = p_owner_id) THEN
      v_type := 'precondition-failed';
    END IF;
  END IF;

  INSERT INTO public.bailiwick_audit_events AS a
    (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
     outcome, reason, details, refusal_key)
  VALUES
    (p_event_id, p_at, p_actor_type, p_actor_id, p_actor_credential, p_action, p_target_type, p_target_id, p_target_owner_id,
     p_request_id,
     CASE v_type WHEN 'deleted' THEN 'accepted' ELSE 'refused' END,
     CASE v_type WHEN 'deleted' THEN p_rule ELSE v_type END,
     p_details,
     CASE v_type WHEN 'deleted' THEN NULL ELSE p_refusal_key END)
  ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + 1;
  RETURN CASE WHEN v_is_too_low THEN 'deleted-too-low' ELSE v_type END;
END
$function$;

-- Adds a session, ends those of the user that are too many, and records it; returns how many it ended, or null if refused.
CREATE FUNCTION bailiwick_add_session_v1(
  p_login json, -- the session, the version of the password that was verified, and the draft of the audit event
  p_count_max integer -- the most sessions that the user may have
) RETURNS integer LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_login record;
  v_ended integer;
BEGIN
  SELECT * INTO v_login FROM json_to_record(p_login) AS l (
    id uuid, user_id uuid, token_hash text, password_version bigint,
    created_at timestamptz, confirmed_at timestamptz, last_used_at timestamptz,
    idle_expires_at timestamptz, absolute_expires_at timestamptz, client_address text, user_agent text,
    event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
    target_type text, target_id text, target_owner_id uuid, request_id text, refusal_key text, rule text, details jsonb);

  -- Logins of one user run one after the other. This changes nothing, but it is an update of the user: a change of
  -- password in an older snapshot conflicts with it, and would not with a lock.
  UPDATE public.bailiwick_users u SET password_version = u.password_version
  WHERE u.id = v_login.user_id AND u.status = 'active' AND u.password_version = v_login.password_version;
  IF FOUND THEN
    DELETE FROM public.bailiwick_sessions s WHERE s.id IN (
      SELECT o.id FROM public.bailiwick_sessions o WHERE o.user_id = v_login.user_id
      ORDER BY o.last_used_at DESC, o.id DESC OFFSET p_count_max - 1);
    GET DIAGNOSTICS v_ended = ROW_COUNT;
    -- Commands that rely on them must not commit after this.
    IF v_ended > 0 THEN
      UPDATE public.bailiwick_users u SET authority_version = u.authority_version + 1 WHERE u.id = v_login.user_id;
    END IF;
    INSERT INTO public.bailiwick_sessions
      (id, user_id, token_hash, created_at, confirmed_at, last_used_at, idle_expires_at, absolute_expires_at,
       client_address, user_agent)
    VALUES
      (v_login.id, v_login.user_id, v_login.token_hash, v_login.created_at, v_login.confirmed_at, v_login.last_used_at,
       v_login.idle_expires_at, v_login.absolute_expires_at, v_login.client_address, v_login.user_agent);
  END IF;

  INSERT INTO public.bailiwick_audit_events AS a
    (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
     outcome, reason, details, refusal_key)
  VALUES
    (v_login.event_id, v_login.at, v_login.actor_type, v_login.actor_id, v_login.actor_credential, v_login.action,
     v_login.target_type, v_login.target_id, v_login.target_owner_id, v_login.request_id,
     CASE WHEN v_ended IS NULL THEN 'refused' ELSE 'accepted' END,
     CASE WHEN v_ended IS NULL THEN 'refused' ELSE v_login.rule END,
     v_login.details || CASE WHEN v_ended > 0 THEN jsonb_build_object('endedSessions', v_ended) ELSE '{}' END,
     CASE WHEN v_ended IS NULL THEN v_login.refusal_key END)
  ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + 1;
  RETURN v_ended;
END
$function$;

-- Lists the groups near a limit or over it, newest first, by one walk for each band, and not past the users.
  CREATE INDEX bailiwick_quotas_of_groups_by_band ON bailiwick_quotas (meter, band, owner_id DESC)
    WHERE band IS NOT NULL AND root_id IS NOT NULL;

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d44-7720-8b56-27f4ebfd7ffe", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d5f-7475-8c15-1b840b6fa215", "count": 1, "action": "resource:create", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d6a-7116-a708-14d4bd326183", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d6d-7243-92ea-c07d3377f9f7", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d71-7557-8997-d6637e49fb4d", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d74-7098-b866-c86d7dfc899f", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d77-7177-a126-3b864c70d52b", "count": 1, "action": "resource:create", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d81-77ae-9e8a-977d4b049672", "count": 1, "action": "test", "reason": "test", "details": {"used": {"resources": 1}, "status": "deleting"}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d8b-700a-aa9d-45d66abf4522", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2d99-76cc-bac4-ecff75312427", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events ("id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count") SELECT "id", "at", "actor_type", "actor_id", "actor_credential", "action", "target_type", "target_id", "target_owner_id", "request_id", "outcome", "reason", "details", "refusal_key", "count" FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a21d42-2da5-771f-b3d2-fe37e2184878", "count": 1, "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "request_id": null, "refusal_key": null, "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_default_limits ("owner_type", "meter", "limit_value") SELECT "owner_type", "meter", "limit_value" FROM jsonb_populate_record(NULL::bailiwick_default_limits, '{"meter": "resources", "owner_type": "user", "limit_value": 1}');

INSERT INTO bailiwick_default_limits_version ("only_row", "version") SELECT "only_row", "version" FROM jsonb_populate_record(NULL::bailiwick_default_limits_version, '{"version": 1, "only_row": true}');

INSERT INTO bailiwick_login_throttle ("key", "points", "expire") SELECT "key", "points", "expire" FROM jsonb_populate_record(NULL::bailiwick_login_throttle, '{"key": "key", "expire": 1795787266048, "points": 1}');

INSERT INTO bailiwick_migrations ("id", "name", "batch", "migration_time") SELECT "id", "name", "batch", "migration_time" FROM jsonb_populate_record(NULL::bailiwick_migrations, '{"id": 1, "name": "0001-foundation", "batch": 1, "migration_time": "2026-11-27T13:46:45.939+00:00"}');

INSERT INTO bailiwick_migrations ("id", "name", "batch", "migration_time") SELECT "id", "name", "batch", "migration_time" FROM jsonb_populate_record(NULL::bailiwick_migrations, '{"id": 2, "name": "0002-groups-near-a-limit", "batch": 1, "migration_time": "2026-11-27T13:46:45.944+00:00"}');

INSERT INTO bailiwick_migrations_lock ("index", "is_locked") SELECT "index", "is_locked" FROM jsonb_populate_record(NULL::bailiwick_migrations_lock, '{"index": 1, "is_locked": 0}');

INSERT INTO bailiwick_owners ("id") SELECT "id" FROM jsonb_populate_record(NULL::bailiwick_owners, '{"id": "01a21d42-2d43-719d-90c2-7940ac1eef62"}');

INSERT INTO bailiwick_owners ("id") SELECT "id" FROM jsonb_populate_record(NULL::bailiwick_owners, '{"id": "01a21d42-2d6d-7242-92b4-e9caf6b3ba21"}');

INSERT INTO bailiwick_owners ("id") SELECT "id" FROM jsonb_populate_record(NULL::bailiwick_owners, '{"id": "01a21d42-2d71-7556-b13c-937506804718"}');

INSERT INTO bailiwick_owners ("id") SELECT "id" FROM jsonb_populate_record(NULL::bailiwick_owners, '{"id": "01a21d42-2d74-7097-a14b-b08b8cfe6147"}');

INSERT INTO bailiwick_group_deletions ("id") SELECT "id" FROM jsonb_populate_record(NULL::bailiwick_group_deletions, '{"id": "01a21d42-2d74-7097-a14b-b08b8cfe6147"}');

INSERT INTO bailiwick_groups ("id", "type", "name", "parent_id", "path", "demand", "created_at", "updated_at", "members_version") SELECT "id", "type", "name", "parent_id", "path", "demand", "created_at", "updated_at", "members_version" FROM jsonb_populate_record(NULL::bailiwick_groups, '{"id": "01a21d42-2d6d-7242-92b4-e9caf6b3ba21", "name": "Acme", "path": ["01a21d42-2d6d-7242-92b4-e9caf6b3ba21"], "type": "organisation", "demand": {}, "parent_id": null, "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00", "members_version": 1}');

INSERT INTO bailiwick_groups ("id", "type", "name", "parent_id", "path", "demand", "created_at", "updated_at", "members_version") SELECT "id", "type", "name", "parent_id", "path", "demand", "created_at", "updated_at", "members_version" FROM jsonb_populate_record(NULL::bailiwick_groups, '{"id": "01a21d42-2d71-7556-b13c-937506804718", "name": "web", "path": ["01a21d42-2d71-7556-b13c-937506804718", "01a21d42-2d6d-7242-92b4-e9caf6b3ba21"], "type": "project", "demand": {}, "parent_id": "01a21d42-2d6d-7242-92b4-e9caf6b3ba21", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00", "members_version": 0}');

INSERT INTO bailiwick_idempotency_keys ("owner_id", "root_id", "asked_by", "key", "payload_hash", "resource", "created_at") SELECT "owner_id", "root_id", "asked_by", "key", "payload_hash", "resource", "created_at" FROM jsonb_populate_record(NULL::bailiwick_idempotency_keys, '{"key": "key", "root_id": null, "asked_by": "system:test", "owner_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "resource": {"id": "01a21d42-2d5f-7474-9513-2119e7fb51ce", "kind": "resource", "name": "thing", "ownerId": "01a21d42-2d43-719d-90c2-7940ac1eef62", "createdAt": "2026-02-03T04:05:06.789+00:00", "updatedAt": "2026-02-03T04:05:06.789+00:00"}, "created_at": "2026-02-03T04:05:06.789+00:00", "payload_hash": "payload"}');

INSERT INTO bailiwick_quotas ("owner_id", "root_id", "meter", "limit_set", "limit_value", "used") SELECT "owner_id", "root_id", "meter", "limit_set", "limit_value", "used" FROM jsonb_populate_record(NULL::bailiwick_quotas, '{"band": 1, "used": 1, "meter": "resources", "root_id": "01a21d42-2d74-7097-a14b-b08b8cfe6147", "owner_id": "01a21d42-2d74-7097-a14b-b08b8cfe6147", "limit_set": false, "limit_value": null}');

INSERT INTO bailiwick_quotas ("owner_id", "root_id", "meter", "limit_set", "limit_value", "used") SELECT "owner_id", "root_id", "meter", "limit_set", "limit_value", "used" FROM jsonb_populate_record(NULL::bailiwick_quotas, '{"band": 1005, "used": 1, "meter": "resources", "root_id": null, "owner_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "limit_set": true, "limit_value": 2}');

INSERT INTO bailiwick_resources ("id", "owner_id", "root_id", "kind", "name", "demand", "created_at", "updated_at") SELECT "id", "owner_id", "root_id", "kind", "name", "demand", "created_at", "updated_at" FROM jsonb_populate_record(NULL::bailiwick_resources, '{"id": "01a21d42-2d5f-7474-9513-2119e7fb51ce", "kind": "resource", "name": "thing", "demand": {"resources": 1}, "root_id": null, "owner_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00"}');

INSERT INTO bailiwick_resources ("id", "owner_id", "root_id", "kind", "name", "demand", "created_at", "updated_at") SELECT "id", "owner_id", "root_id", "kind", "name", "demand", "created_at", "updated_at" FROM jsonb_populate_record(NULL::bailiwick_resources, '{"id": "01a21d42-2d77-7176-83f0-7483a277554d", "kind": "resource", "name": "thing", "demand": {"resources": 1}, "root_id": "01a21d42-2d74-7097-a14b-b08b8cfe6147", "owner_id": "01a21d42-2d74-7097-a14b-b08b8cfe6147", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00"}');

INSERT INTO bailiwick_secrets ("name", "value") SELECT "name", "value" FROM jsonb_populate_record(NULL::bailiwick_secrets, '{"name": "secret-key", "value": "5-FdaV7yhnyvLGOtqCNki0JQyBLjDcPTyLAE7f4WixQ"}');

INSERT INTO bailiwick_users ("id", "email", "email_key", "password_hash", "password_version", "authority_version", "memberships_version", "role", "status", "created_at", "updated_at") SELECT "id", "email", "email_key", "password_hash", "password_version", "authority_version", "memberships_version", "role", "status", "created_at", "updated_at" FROM jsonb_populate_record(NULL::bailiwick_users, '{"id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "role": "user", "email": "01a21d42-2d43-719d-90c2-7940ac1eef62@example.com", "status": "active", "email_key": "01a21d42-2d43-719d-90c2-7940ac1eef62@example.com", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00", "password_hash": "hash", "password_version": 1, "authority_version": 1, "memberships_version": 1}');

INSERT INTO bailiwick_access_keys ("id", "user_id", "name", "public_key", "created_at", "expires_at", "last_used_at") SELECT "id", "user_id", "name", "public_key", "created_at", "expires_at", "last_used_at" FROM jsonb_populate_record(NULL::bailiwick_access_keys, '{"id": "01a21d42-2d99-76cb-991e-4d12a50167fb", "name": "laptop", "user_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "created_at": "2026-02-03T04:05:06.789+00:00", "expires_at": null, "public_key": "key 01a21d42-2d99-76cb-991e-4d12a50167fb", "last_used_at": null}');

INSERT INTO bailiwick_email_addresses ("email_key", "user_id", "email") SELECT "email_key", "user_id", "email" FROM jsonb_populate_record(NULL::bailiwick_email_addresses, '{"email": "01a21d42-2d43-719d-90c2-7940ac1eef62@example.com", "user_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "email_key": "01a21d42-2d43-719d-90c2-7940ac1eef62@example.com"}');

INSERT INTO bailiwick_members ("group_id", "user_id", "role", "demand", "created_at", "updated_at") SELECT "group_id", "user_id", "role", "demand", "created_at", "updated_at" FROM jsonb_populate_record(NULL::bailiwick_members, '{"role": "owner", "demand": {}, "user_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "group_id": "01a21d42-2d6d-7242-92b4-e9caf6b3ba21", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00"}');

INSERT INTO bailiwick_nonces ("key_id", "nonce", "expires_at") SELECT "key_id", "nonce", "expires_at" FROM jsonb_populate_record(NULL::bailiwick_nonces, '{"nonce": "nonce", "key_id": "01a21d42-2d99-76cb-991e-4d12a50167fb", "expires_at": "2026-02-03T05:05:06.789+00:00"}');

INSERT INTO bailiwick_sessions ("id", "user_id", "token_hash", "created_at", "confirmed_at", "last_used_at", "idle_expires_at", "absolute_expires_at", "client_address", "user_agent") SELECT "id", "user_id", "token_hash", "created_at", "confirmed_at", "last_used_at", "idle_expires_at", "absolute_expires_at", "client_address", "user_agent" FROM jsonb_populate_record(NULL::bailiwick_sessions, '{"id": "01a21d42-2d6a-7115-8f78-8c1518be5343", "user_id": "01a21d42-2d43-719d-90c2-7940ac1eef62", "created_at": "2026-02-03T04:05:06.789+00:00", "token_hash": "01a21d42-2d6a-7115-8f78-8c1518be5343", "user_agent": null, "confirmed_at": "2026-02-03T04:05:06.789+00:00", "last_used_at": "2026-02-03T04:05:06.789+00:00", "client_address": null, "idle_expires_at": "2026-02-03T05:05:06.789+00:00", "absolute_expires_at": "2026-02-03T05:05:06.789+00:00"}');

SELECT setval('bailiwick_migrations_id_seq', 2);

SELECT setval('bailiwick_migrations_lock_index_seq', 1);
