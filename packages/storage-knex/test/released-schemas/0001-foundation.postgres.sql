create table "bailiwick_migrations" ("id" serial primary key, "name" varchar(255), "batch" integer, "migration_time" timestamptz);

create table "bailiwick_migrations_lock" ("index" serial primary key, "is_locked" integer);

-- Who can log in and own things.
  CREATE TABLE bailiwick_users (
    -- A UUIDv7: users in the order of their ids are in the order in which they were made.
    id uuid PRIMARY KEY,
    -- The address as it was given.
    email text NOT NULL CHECK (length(email) BETWEEN 1 AND 254),
    -- The canonical form of the address, computed by the library and never in SQL.
    email_key text COLLATE "C" NOT NULL CONSTRAINT bailiwick_users_email_key UNIQUE
      CHECK (length(email_key) BETWEEN 1 AND 254),
    -- What the password hasher made of the password, with the parameters it used.
    password_hash text NOT NULL CHECK (password_hash <> ''),
    -- Counts the passwords that the user has had.
    password_version bigint NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    -- "user", "admin", or one that the host declares.
    role text COLLATE "C" NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    -- A disabled user cannot log in, and owns what they owned.
    status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'disabled')),
    -- When the user was made.
    created_at timestamptz(3) NOT NULL CHECK (created_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- When address, password, role or status last changed.
    updated_at timestamptz(3) NOT NULL CHECK (updated_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z')
  );

-- Finds the administrators among any number of users, for the rule that there is always one.
  CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active';

-- What users own.
  CREATE TABLE bailiwick_resources (
    -- A UUIDv7, or one that the host handed in.
    id uuid PRIMARY KEY,
    -- Whose it is. No cascade: deleting a user says what becomes of the resources.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_resources_owner REFERENCES bailiwick_users,
    -- One of the kinds that the host declares.
    kind text COLLATE "C" NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    -- What people call it; several may have one name.
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    -- What the create took, by meter; a delete gives back exactly this. Whole numbers up to 2^31 − 1.
    demand jsonb NOT NULL CHECK (
      jsonb_typeof(demand) = 'object'
      AND jsonb_path_match(demand, '!($.* < 0) && !($.* > 2147483647)', silent => true) IS TRUE
      AND jsonb_path_query_array(demand, '$.*.floor()', silent => true) = jsonb_path_query_array(demand, '$.*')
    ),
    -- When it was made.
    created_at timestamptz(3) NOT NULL CHECK (created_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- When its name last changed.
    updated_at timestamptz(3) NOT NULL CHECK (updated_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z')
  );

-- Lists the resources of one owner, newest first.
  CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC);

-- Lists the resources of one owner and kind, newest first.
  CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC);

-- Lists everybody's resources of one kind, newest first.
  CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC);

-- What each owner uses of each meter, and may use at most. The row is what creates queue for.
  CREATE TABLE bailiwick_quotas (
    -- Whose usage it is.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_quotas_owner REFERENCES bailiwick_users,
    -- What is counted: one of the meters that the host declares.
    meter text COLLATE "C" NOT NULL CHECK (length(meter) BETWEEN 1 AND 64),
    -- True: the owner has a limit of their own. A null in limit_value is then "unlimited", and beats any default.
    limit_set boolean NOT NULL,
    -- The owner's own limit.
    limit_value bigint CHECK (limit_value BETWEEN 0 AND 9007199254740991),
    -- The sum of the demands of the owner's resources. It may lie above a limit that was lowered.
    used bigint NOT NULL CHECK (used BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (owner_id, meter),
    -- There is no limit that is not set.
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) WITH (fillfactor = 70);

-- The limits of users who have none of their own.
  CREATE TABLE bailiwick_default_limits (
    -- One of the meters that the host declares.
    meter text COLLATE "C" PRIMARY KEY CHECK (length(meter) BETWEEN 1 AND 64),
    -- The limit. Null: unlimited.
    limit_value bigint CHECK (limit_value BETWEEN 0 AND 9007199254740991)
  );

-- One row that every change of a default limit changes: a transaction that locks it although its snapshot
  -- is older conflicts, where a new row of the table of default limits would be invisible to it.
  CREATE TABLE bailiwick_default_limits_version (
    -- Keeps the table at one row.
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Counts the changes.
    version bigint NOT NULL CHECK (version BETWEEN 0 AND 9007199254740991)
  );

-- The creates that carried an idempotency key, and what came of them.
  CREATE TABLE bailiwick_idempotency_keys (
    -- Whose key it is: the owner of a resource, the user of an access key, and of a user who asked for it.
    owner_id uuid NOT NULL CONSTRAINT bailiwick_idempotency_keys_owner REFERENCES bailiwick_users,
    -- As the client chose it.
    key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of what was asked for, in base64url: another request under the same key is refused.
    payload_hash text COLLATE "C" NOT NULL CHECK (payload_hash ~ '^[A-Za-z0-9_-]{1,64}$'),
    -- What was made, as it was then: a resource, a user or an access key, which may have changed or gone since.
    resource jsonb NOT NULL CHECK (jsonb_typeof(resource) = 'object'),
    -- When the first create was carried out; a record that is old enough is swept.
    created_at timestamptz(3) NOT NULL CHECK (created_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    PRIMARY KEY (owner_id, key)
  );

-- Finds the records that are old enough to be swept.
  CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at);

-- The logins that still hold, and those that have expired and are not swept yet.
  CREATE TABLE bailiwick_sessions (
    -- A UUIDv7.
    id uuid PRIMARY KEY,
    -- Who logged in.
    user_id uuid NOT NULL CONSTRAINT bailiwick_sessions_user REFERENCES bailiwick_users,
    -- SHA-256 of the token, which is not kept, in base64url.
    token_hash text COLLATE "C" NOT NULL CONSTRAINT bailiwick_sessions_token_hash UNIQUE
      CHECK (token_hash ~ '^[A-Za-z0-9_-]{1,64}$'),
    -- When the user logged in.
    created_at timestamptz(3) NOT NULL CHECK (created_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- The last use that was written down; not every one is.
    last_used_at timestamptz(3) NOT NULL CHECK (last_used_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- When it ends unless it is used. The session ends at the earlier of the two.
    idle_expires_at timestamptz(3) NOT NULL CHECK (idle_expires_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- When it ends in any case.
    absolute_expires_at timestamptz(3) NOT NULL CHECK (absolute_expires_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- Both are written once, by one process.
    CONSTRAINT bailiwick_sessions_end_after_they_begin CHECK (absolute_expires_at >= created_at)
  );

-- Lists and ends the sessions of one user.
  CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC);

-- Finds the sessions that ended for want of use, to be swept.
  CREATE INDEX bailiwick_sessions_by_idle_expiry ON bailiwick_sessions (idle_expires_at);

-- Finds the sessions that ended although they were used, to be swept.
  CREATE INDEX bailiwick_sessions_by_absolute_expiry ON bailiwick_sessions (absolute_expires_at);

-- The public keys whose signatures stand for their users.
  CREATE TABLE bailiwick_access_keys (
    -- A UUIDv7, the "keyid" of signatures.
    id uuid PRIMARY KEY,
    -- Whose requests it signs.
    user_id uuid NOT NULL CONSTRAINT bailiwick_access_keys_user REFERENCES bailiwick_users,
    -- What the key is for, as its user says.
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    -- Ed25519, SPKI in PEM, in the one form that the library writes. The private key is never here.
    public_key text COLLATE "C" NOT NULL CHECK (public_key <> ''),
    -- When it was registered.
    created_at timestamptz(3) NOT NULL CHECK (created_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- Refused from this instant on; null: valid until it is revoked, which deletes the row.
    expires_at timestamptz(3) CHECK (expires_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- Written at most once a minute; null: never used.
    last_used_at timestamptz(3) CHECK (last_used_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- Or revoking one entry would leave the key valid under another.
    CONSTRAINT bailiwick_access_keys_once UNIQUE (user_id, public_key)
  );

-- Lists the keys of one user.
  CREATE INDEX bailiwick_access_keys_by_user ON bailiwick_access_keys (user_id, id DESC);

-- The nonces that keys have used: what makes a signature good for one request.
  CREATE TABLE bailiwick_nonces (
    -- Cascades, since a nonce is nothing without its key: one statement deletes both, and whoever uses a
    -- nonce at that instant waits for it.
    key_id uuid NOT NULL CONSTRAINT bailiwick_nonces_key REFERENCES bailiwick_access_keys ON DELETE CASCADE,
    -- As the client chose it.
    nonce text COLLATE "C" NOT NULL CHECK (nonce <> ''),
    -- No signature with it is accepted any more from here on: it may be swept.
    expires_at timestamptz(3) NOT NULL CHECK (expires_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    PRIMARY KEY (key_id, nonce)
  );

-- Finds the nonces that may be swept, the oldest first.
  CREATE INDEX bailiwick_nonces_by_expiry ON bailiwick_nonces (expires_at);

-- One row for each command that was carried out, or refused to somebody known. It refers to nothing: the
  -- record outlives what it is about.
  CREATE TABLE bailiwick_audit_events (
    -- A UUIDv7: its order is that of time, so that old events are found and swept by it.
    id uuid PRIMARY KEY,
    -- When it happened.
    at timestamptz(3) NOT NULL CHECK (at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
    -- Who did it: a user, a job of the system, or somebody unknown.
    actor_type text COLLATE "C" NOT NULL CHECK (actor_type IN ('user', 'system', 'anonymous')),
    -- The id of a user, or the name of a system actor.
    actor_id text COLLATE "C",
    -- What a user proved themselves with.
    actor_credential text COLLATE "C",
    -- What was to be done, such as "resource:create".
    action text COLLATE "C" NOT NULL CHECK (action <> ''),
    -- To what sort of thing.
    target_type text COLLATE "C" NOT NULL CHECK (target_type <> ''),
    -- The id of a user, resource, session or access key, or a meter.
    target_id text COLLATE "C",
    -- Whose it was.
    target_owner_id uuid,
    -- Whether it was done.
    outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    -- The name of the rule that allowed it, or why it was refused.
    reason text NOT NULL CHECK (reason <> ''),
    -- Figures and changed members; never a password, a token or a hash.
    details jsonb NOT NULL CHECK (jsonb_typeof(details) = 'object'),
    -- Everybody but the unknown has a name.
    CONSTRAINT bailiwick_audit_events_actor_has_id CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    -- Users, and only they, prove who they are.
    CONSTRAINT bailiwick_audit_events_user_has_proof CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  );

-- Lists what somebody did, newest first.
  CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC);

-- Lists what was done to something, newest first.
  CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC);

-- Lists the events of one action, newest first.
  CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC);

-- Attempts at logging in that count against somebody. Its columns, in this order, are what
  -- rate-limiter-flexible writes.
  CREATE TABLE bailiwick_login_throttle (
    -- A keyed hash of an account, a client network or both: it tells nothing without the secret.
    key text COLLATE "C" PRIMARY KEY CHECK (key <> ''),
    -- Attempts that count against it.
    points integer NOT NULL,
    -- Milliseconds since 1970: from then on it counts for nothing.
    expire bigint NOT NULL
  );

-- Finds what counts for nothing any more, to be swept.
  CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire);

-- Keys of the library's own, made by a migration.
  CREATE TABLE bailiwick_secrets (
    -- What it is for.
    name text COLLATE "C" PRIMARY KEY CHECK (name <> ''),
    -- The key, in base64url.
    value text NOT NULL CHECK (value ~ '^[A-Za-z0-9_-]{1,64}$')
  );

-- Creates a resource within the owner's quotas: locks, decides, writes and records, in one round trip.
CREATE FUNCTION bailiwick_create_resource_v1(
  p_resource jsonb,    -- {id, ownerId, kind, name, createdAt, updatedAt}
  p_demand json,       -- {meter: amount}; json keeps the order of the meters, in which a refusal names them
  p_idempotency jsonb, -- {key, payloadHash}, or a JSON null
  p_audit jsonb        -- the draft of the audit event
) RETURNS jsonb LANGUAGE plpgsql AS $function$
DECLARE
  v_id uuid := p_resource->>'id';
  v_owner_id uuid := p_resource->>'ownerId';
  v_key text := p_idempotency->>'key';
  -- Under these levels all statements share one snapshot, which may be older than a lock they wait for:
  -- what changed in between must be noticed as a conflict. READ COMMITTED sees it.
  v_snapshot_is_old boolean := current_setting('transaction_isolation') IN ('repeatable read', 'serializable');
  v_status text;
  v_earlier bailiwick_idempotency_keys;
  v_only_own_limits boolean;
  v_figures jsonb;
  v_fits boolean;
  v_outcome jsonb;
BEGIN
  <<decision>>
  BEGIN
    -- The owner comes first in the lock order. Deleting them waits, logging in or disabling them does
    -- not; only in an older snapshot it takes the stronger lock to notice that they were disabled since.
    IF v_snapshot_is_old THEN
      SELECT u.status INTO v_status FROM bailiwick_users u WHERE u.id = v_owner_id FOR SHARE;
    ELSE
      SELECT u.status INTO v_status FROM bailiwick_users u WHERE u.id = v_owner_id FOR KEY SHARE;
    END IF;
    IF v_status IS NULL THEN
      v_outcome := '{"type": "no-owner"}';
      EXIT decision;
    ELSIF v_status <> 'active' THEN
      v_outcome := '{"type": "owner-disabled"}';
      EXIT decision;
    END IF;

    -- From here on, creates of this owner that demand the same meters happen one after the other.
    INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used)
    SELECT v_owner_id, d.key, false, 0 FROM json_each_text(p_demand) d ORDER BY d.key COLLATE "C"
    ON CONFLICT (owner_id, meter) DO NOTHING;

    SELECT bool_and(locked.limit_set) INTO v_only_own_limits FROM (
      SELECT q.limit_set FROM bailiwick_quotas q
      WHERE q.owner_id = v_owner_id AND q.meter IN (SELECT json_object_keys(p_demand))
      ORDER BY q.meter FOR NO KEY UPDATE
    ) locked;

    IF v_key IS NOT NULL THEN
      SELECT * INTO v_earlier FROM bailiwick_idempotency_keys k WHERE k.owner_id = v_owner_id AND k.key = v_key;
      EXIT decision WHEN FOUND;
    END IF;

    -- A default limit must not change between being read here and the commit. Creates share this lock,
    -- and take it without touching a row. An older snapshot conflicts at the row below if a default has
    -- changed since.
    IF NOT v_only_own_limits THEN
      LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE;
      IF v_snapshot_is_old THEN
        PERFORM 1 FROM bailiwick_default_limits_version FOR SHARE;
      END IF;
    END IF;

    -- The rule of shortfall() in the core; subtracting keeps it exact near 2^53. The quotas are those
    -- that were locked: nobody else can have changed them since.
    SELECT coalesce(bool_and(f.max_used IS NULL OR f.requested <= f.max_used - f.used), true),
           jsonb_agg(jsonb_build_object(
             'meter', f.meter, 'limit', f.max_used, 'used', f.used, 'requested', f.requested) ORDER BY f.position)
    INTO v_fits, v_figures
    FROM (
      SELECT d.key AS meter, d.value::bigint AS requested, d.position, q.used,
             CASE WHEN q.limit_set THEN q.limit_value ELSE l.limit_value END AS max_used
      FROM json_each_text(p_demand) WITH ORDINALITY AS d (key, value, position)
      JOIN bailiwick_quotas q ON q.owner_id = v_owner_id AND q.meter = d.key
      LEFT JOIN bailiwick_default_limits l ON l.meter = d.key
    ) f;
    IF NOT v_fits THEN
      v_outcome := jsonb_build_object('type', 'quota-exceeded', 'quotas', v_figures);
      EXIT decision;
    END IF;

    -- Twins with one key whose demands share no meter meet here, and not before.
    IF v_key IS NOT NULL THEN
      INSERT INTO bailiwick_idempotency_keys (owner_id, key, payload_hash, resource, created_at)
      VALUES (v_owner_id, v_key, p_idempotency->>'payloadHash', p_resource, (p_audit->>'at')::timestamptz)
      ON CONFLICT (owner_id, key) DO NOTHING;
      IF NOT FOUND THEN
        SELECT * INTO v_earlier FROM bailiwick_idempotency_keys k WHERE k.owner_id = v_owner_id AND k.key = v_key;
        -- Swept between the two statements: a repeat of the call finds it gone.
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the idempotency record is gone' USING ERRCODE = 'serialization_failure';
        END IF;
        EXIT decision;
      END IF;
    END IF;

    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    VALUES (v_id, v_owner_id, p_resource->>'kind', p_resource->>'name', p_demand::jsonb,
            (p_resource->>'createdAt')::timestamptz, (p_resource->>'updatedAt')::timestamptz)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
      DELETE FROM bailiwick_idempotency_keys k WHERE k.owner_id = v_owner_id AND k.key = v_key;
      v_outcome := '{"type": "id-taken"}';
      EXIT decision;
    END IF;

    -- Claiming comes last: whatever refused above has taken nothing.
    UPDATE bailiwick_quotas q SET used = q.used + d.value::bigint
    FROM json_each_text(p_demand) d WHERE q.owner_id = v_owner_id AND q.meter = d.key;
    v_outcome := '{"type": "created"}';
  END;

  IF v_earlier.key IS NOT NULL THEN
    IF v_earlier.payload_hash = p_idempotency->>'payloadHash' THEN
      -- The first create has its audit event; a repeat is no second command.
      RETURN jsonb_build_object('type', 'repeated', 'resource', v_earlier.resource);
    END IF;
    v_outcome := '{"type": "key-reused"}';
  END IF;

  INSERT INTO bailiwick_audit_events
    (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, outcome, reason, details)
  VALUES
    ((p_audit->>'id')::uuid, (p_audit->>'at')::timestamptz,
     p_audit->>'actorType', p_audit->>'actorId', p_audit->>'actorCredential', p_audit->>'action',
     p_audit->'target'->>'type', p_audit->'target'->>'id', (p_audit->'target'->>'ownerId')::uuid,
     CASE WHEN v_outcome->>'type' = 'created' THEN 'accepted' ELSE 'refused' END,
     CASE WHEN v_outcome->>'type' = 'created' THEN p_audit->>'rule' ELSE v_outcome->>'type' END,
     p_audit->'details' || (v_outcome - 'type'));
  RETURN v_outcome;
END
$function$;

INSERT INTO bailiwick_audit_events SELECT * FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a20716-4122-767e-a6cd-f14ca739d60e", "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events SELECT * FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a20716-4139-7674-bdc7-853392039ee0", "action": "resource:create", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events SELECT * FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a20716-4149-76fb-a764-a8ccf01be9d7", "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events SELECT * FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a20716-4154-73b0-a4b0-b0ef30d00937", "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_audit_events SELECT * FROM jsonb_populate_record(NULL::bailiwick_audit_events, '{"at": "2026-02-03T04:05:06.789+00:00", "id": "01a20716-4165-75d0-9889-95b07ef40abe", "action": "test", "reason": "test", "details": {}, "outcome": "accepted", "actor_id": "test", "target_id": null, "actor_type": "system", "target_type": "platform", "target_owner_id": null, "actor_credential": null}');

INSERT INTO bailiwick_default_limits SELECT * FROM jsonb_populate_record(NULL::bailiwick_default_limits, '{"meter": "resources", "limit_value": 1}');

INSERT INTO bailiwick_default_limits_version SELECT * FROM jsonb_populate_record(NULL::bailiwick_default_limits_version, '{"version": 1, "only_row": true}');

INSERT INTO bailiwick_login_throttle SELECT * FROM jsonb_populate_record(NULL::bailiwick_login_throttle, '{"key": "key", "expire": 1795415288769, "points": 1}');

INSERT INTO bailiwick_migrations SELECT * FROM jsonb_populate_record(NULL::bailiwick_migrations, '{"id": 1, "name": "0001-foundation", "batch": 1, "migration_time": "2026-11-23T06:27:08.697+00:00"}');

INSERT INTO bailiwick_migrations_lock SELECT * FROM jsonb_populate_record(NULL::bailiwick_migrations_lock, '{"index": 1, "is_locked": 0}');

INSERT INTO bailiwick_secrets SELECT * FROM jsonb_populate_record(NULL::bailiwick_secrets, '{"name": "cursor-key", "value": "UdOufZz9bdX-ysf7VkBF3d1-OKqK7UI2sa8sMqXu_Gw"}');

INSERT INTO bailiwick_users SELECT * FROM jsonb_populate_record(NULL::bailiwick_users, '{"id": "01a20716-4121-714d-b484-a96c48e7d44a", "role": "user", "email": "01a20716-4121-714d-b484-a96c48e7d44a@example.com", "status": "active", "email_key": "01a20716-4121-714d-b484-a96c48e7d44a@example.com", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00", "password_hash": "hash", "password_version": 1}');

INSERT INTO bailiwick_access_keys SELECT * FROM jsonb_populate_record(NULL::bailiwick_access_keys, '{"id": "01a20716-4154-73af-a2e2-fc2d8a36db7e", "name": "laptop", "user_id": "01a20716-4121-714d-b484-a96c48e7d44a", "created_at": "2026-02-03T04:05:06.789+00:00", "expires_at": null, "public_key": "key 01a20716-4154-73af-a2e2-fc2d8a36db7e", "last_used_at": null}');

INSERT INTO bailiwick_idempotency_keys SELECT * FROM jsonb_populate_record(NULL::bailiwick_idempotency_keys, '{"key": "key", "owner_id": "01a20716-4121-714d-b484-a96c48e7d44a", "resource": {"id": "01a20716-4139-7673-b6b2-d82a75c03011", "kind": "resource", "name": "thing", "ownerId": "01a20716-4121-714d-b484-a96c48e7d44a", "createdAt": "2026-02-03T04:05:06.789Z", "updatedAt": "2026-02-03T04:05:06.789Z"}, "created_at": "2026-02-03T04:05:06.789+00:00", "payload_hash": "payload"}');

INSERT INTO bailiwick_nonces SELECT * FROM jsonb_populate_record(NULL::bailiwick_nonces, '{"nonce": "nonce", "key_id": "01a20716-4154-73af-a2e2-fc2d8a36db7e", "expires_at": "2026-02-03T05:05:06.789+00:00"}');

INSERT INTO bailiwick_quotas SELECT * FROM jsonb_populate_record(NULL::bailiwick_quotas, '{"used": 1, "meter": "resources", "owner_id": "01a20716-4121-714d-b484-a96c48e7d44a", "limit_set": true, "limit_value": 2}');

INSERT INTO bailiwick_resources SELECT * FROM jsonb_populate_record(NULL::bailiwick_resources, '{"id": "01a20716-4139-7673-b6b2-d82a75c03011", "kind": "resource", "name": "thing", "demand": {"resources": 1}, "owner_id": "01a20716-4121-714d-b484-a96c48e7d44a", "created_at": "2026-02-03T04:05:06.789+00:00", "updated_at": "2026-02-03T04:05:06.789+00:00"}');

INSERT INTO bailiwick_sessions SELECT * FROM jsonb_populate_record(NULL::bailiwick_sessions, '{"id": "01a20716-4149-76fa-97e1-fe2fc5785485", "user_id": "01a20716-4121-714d-b484-a96c48e7d44a", "created_at": "2026-02-03T04:05:06.789+00:00", "token_hash": "01a20716-4149-76fa-97e1-fe2fc5785485", "last_used_at": "2026-02-03T04:05:06.789+00:00", "idle_expires_at": "2026-02-03T05:05:06.789+00:00", "absolute_expires_at": "2026-02-03T05:05:06.789+00:00"}');

SELECT setval('bailiwick_migrations_id_seq', 1);

SELECT setval('bailiwick_migrations_lock_index_seq', 1);
