CREATE TABLE `bailiwick_migrations` (`id` integer not null primary key autoincrement, `name` varchar(255), `batch` integer, `migration_time` datetime);

CREATE TABLE `bailiwick_migrations_lock` (`index` integer not null primary key autoincrement, `is_locked` integer);

CREATE TABLE bailiwick_owners (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*')
  ) STRICT, WITHOUT ROWID;

CREATE TABLE bailiwick_users (
    id TEXT NOT NULL PRIMARY KEY REFERENCES bailiwick_owners CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 1 AND 254),
    email_key TEXT NOT NULL CHECK (length(email_key) BETWEEN 1 AND 254),
    password_hash TEXT NOT NULL CHECK (password_hash <> ''),
    password_version INTEGER NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    authority_version INTEGER NOT NULL DEFAULT 1 CHECK (authority_version BETWEEN 1 AND 9007199254740991),
    memberships_version INTEGER NOT NULL DEFAULT 0 CHECK (memberships_version BETWEEN 0 AND 9007199254740991),
    role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'deleting')),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    updated_at INTEGER NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999)
  ) STRICT;

CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active';

CREATE INDEX bailiwick_users_deleting ON bailiwick_users (id) WHERE status = 'deleting';

CREATE INDEX bailiwick_users_by_email_key ON bailiwick_users (email_key, id);

CREATE INDEX bailiwick_users_by_role ON bailiwick_users (role, id DESC);

CREATE INDEX bailiwick_users_by_status ON bailiwick_users (status, id DESC);

CREATE TABLE bailiwick_groups (
    id TEXT NOT NULL PRIMARY KEY REFERENCES bailiwick_owners CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    type TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 64),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    parent_id TEXT REFERENCES bailiwick_groups,
    path TEXT NOT NULL CHECK (json_array_length(path) BETWEEN 1 AND 4 AND path ->> 0 = id),
    demand TEXT NOT NULL DEFAULT '{}' CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    updated_at INTEGER NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999),
    members_version INTEGER NOT NULL DEFAULT 0 CHECK (members_version BETWEEN 0 AND 9007199254740991),
    CONSTRAINT bailiwick_groups_path UNIQUE (id, path),
    CONSTRAINT bailiwick_groups_path_has_parent CHECK (path ->> 1 IS parent_id)
  ) STRICT;

CREATE TRIGGER bailiwick_groups_demand BEFORE INSERT ON bailiwick_groups WHEN 
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END;

CREATE TRIGGER bailiwick_groups_new_demand BEFORE UPDATE OF demand ON bailiwick_groups WHEN 
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END;

CREATE INDEX bailiwick_groups_by_parent ON bailiwick_groups (parent_id, id DESC);

CREATE TABLE bailiwick_group_deletions (
    id TEXT NOT NULL PRIMARY KEY REFERENCES bailiwick_owners
  ) STRICT;

CREATE TABLE bailiwick_members (
    group_id TEXT NOT NULL REFERENCES bailiwick_groups,
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    demand TEXT NOT NULL DEFAULT '{}' CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    updated_at INTEGER NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (group_id, user_id)
  ) STRICT, WITHOUT ROWID;

CREATE TRIGGER bailiwick_members_demand BEFORE INSERT ON bailiwick_members WHEN 
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END;

CREATE TRIGGER bailiwick_members_new_demand BEFORE UPDATE OF demand ON bailiwick_members WHEN 
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END;

CREATE INDEX bailiwick_members_by_user ON bailiwick_members (user_id, group_id);

CREATE INDEX bailiwick_members_owners ON bailiwick_members (group_id, user_id) WHERE role = 'owner';

CREATE TABLE bailiwick_email_addresses (
    email_key TEXT NOT NULL PRIMARY KEY CHECK (length(email_key) BETWEEN 1 AND 254),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 1 AND 254)
  ) STRICT, WITHOUT ROWID;

CREATE INDEX bailiwick_email_addresses_by_user ON bailiwick_email_addresses (user_id);

CREATE TABLE bailiwick_resources (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    owner_id TEXT NOT NULL REFERENCES bailiwick_owners,
    root_id TEXT CHECK (root_id LIKE '________-____-____-____-____________' AND length(replace(root_id, '-', '')) = 32
      AND root_id NOT GLOB '*[^0-9a-f-]*'),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    demand TEXT NOT NULL CHECK (json_type(demand) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    updated_at INTEGER NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999)
  ) STRICT;

CREATE TRIGGER bailiwick_resources_demand BEFORE INSERT ON bailiwick_resources WHEN 
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END;

CREATE TRIGGER bailiwick_resources_new_demand BEFORE UPDATE OF demand ON bailiwick_resources WHEN 
  EXISTS (SELECT 1 FROM json_each(NEW.demand) WHERE type <> 'integer' OR value NOT BETWEEN 0 AND 2147483647)
  BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: demand'); END;

CREATE INDEX bailiwick_resources_by_owner ON bailiwick_resources (owner_id, id DESC);

CREATE INDEX bailiwick_resources_by_owner_and_kind ON bailiwick_resources (owner_id, kind, id DESC);

CREATE INDEX bailiwick_resources_by_kind ON bailiwick_resources (kind, id DESC);

CREATE INDEX bailiwick_resources_by_root ON bailiwick_resources (root_id, id DESC) WHERE root_id IS NOT NULL;

CREATE TABLE bailiwick_quotas (
    owner_id TEXT NOT NULL REFERENCES bailiwick_owners,
    root_id TEXT CHECK (root_id LIKE '________-____-____-____-____________' AND length(replace(root_id, '-', '')) = 32
      AND root_id NOT GLOB '*[^0-9a-f-]*'),
    meter TEXT NOT NULL CHECK (length(meter) BETWEEN 1 AND 64),
    limit_set INTEGER NOT NULL CHECK (limit_set IN (0, 1)),
    limit_value INTEGER CHECK (limit_value BETWEEN 0 AND 9007199254740991),
    used INTEGER NOT NULL CHECK (used BETWEEN 0 AND 9007199254740991),
    band INTEGER GENERATED ALWAYS AS (CASE
    WHEN used = 0 THEN NULL
    WHEN NOT limit_set THEN CASE WHEN used <= 10 THEN used
    ELSE 20 * length(CAST(used - 1 AS text)) + CAST(substr(CAST(used - 1 AS text), 1, 2) AS bigint) / 5 END
    WHEN limit_value IS NULL OR used * 2 < limit_value THEN NULL
    WHEN used > limit_value THEN 1011
    ELSE 1000 + used * 10 / limit_value END) STORED,
    PRIMARY KEY (owner_id, meter),
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) STRICT, WITHOUT ROWID;

CREATE INDEX bailiwick_quotas_by_band ON bailiwick_quotas (meter, band, owner_id DESC) WHERE band IS NOT NULL;

CREATE TABLE bailiwick_default_limits (
    owner_type TEXT NOT NULL CHECK (length(owner_type) BETWEEN 1 AND 64),
    meter TEXT NOT NULL CHECK (length(meter) BETWEEN 1 AND 64),
    limit_value INTEGER CHECK (limit_value BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (owner_type, meter)
  ) STRICT, WITHOUT ROWID;

CREATE TABLE bailiwick_idempotency_keys (
    owner_id TEXT NOT NULL REFERENCES bailiwick_owners,
    root_id TEXT CHECK (root_id LIKE '________-____-____-____-____________' AND length(replace(root_id, '-', '')) = 32
      AND root_id NOT GLOB '*[^0-9a-f-]*'),
    asked_by TEXT NOT NULL CHECK (asked_by <> ''),
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    payload_hash TEXT NOT NULL CHECK (length(payload_hash) BETWEEN 1 AND 64 AND payload_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
    resource TEXT NOT NULL CHECK (json_type(resource) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (owner_id, asked_by, key)
  ) STRICT, WITHOUT ROWID;

CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at);

CREATE TABLE bailiwick_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) BETWEEN 1 AND 64 AND token_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    confirmed_at INTEGER NOT NULL CHECK (confirmed_at BETWEEN 0 AND 253402300799999),
    last_used_at INTEGER NOT NULL CHECK (last_used_at BETWEEN 0 AND 253402300799999),
    idle_expires_at INTEGER NOT NULL CHECK (idle_expires_at BETWEEN 0 AND 253402300799999),
    absolute_expires_at INTEGER NOT NULL CHECK (absolute_expires_at BETWEEN 0 AND 253402300799999),
    client_address TEXT CHECK (length(client_address) BETWEEN 1 AND 256),
    user_agent TEXT CHECK (length(user_agent) BETWEEN 1 AND 256),
    CONSTRAINT bailiwick_sessions_end_after_they_begin CHECK (absolute_expires_at >= created_at)
  ) STRICT;

CREATE INDEX bailiwick_sessions_by_user ON bailiwick_sessions (user_id, id DESC);

CREATE INDEX bailiwick_sessions_by_idle_expiry ON bailiwick_sessions (idle_expires_at);

CREATE INDEX bailiwick_sessions_by_absolute_expiry ON bailiwick_sessions (absolute_expires_at);

CREATE TABLE bailiwick_access_keys (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    public_key TEXT NOT NULL CHECK (public_key <> ''),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    expires_at INTEGER CHECK (expires_at BETWEEN 0 AND 253402300799999),
    last_used_at INTEGER CHECK (last_used_at BETWEEN 0 AND 253402300799999),
    CONSTRAINT bailiwick_access_keys_once UNIQUE (user_id, public_key)
  ) STRICT;

CREATE INDEX bailiwick_access_keys_by_user ON bailiwick_access_keys (user_id, id DESC);

CREATE TABLE bailiwick_nonces (
    key_id TEXT NOT NULL REFERENCES bailiwick_access_keys ON DELETE CASCADE,
    nonce TEXT NOT NULL CHECK (nonce <> ''),
    expires_at INTEGER NOT NULL CHECK (expires_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (key_id, nonce)
  ) STRICT, WITHOUT ROWID;

CREATE INDEX bailiwick_nonces_by_expiry ON bailiwick_nonces (expires_at);

CREATE TABLE bailiwick_audit_events (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253402300799999),
    actor_type TEXT NOT NULL CHECK (actor_type IN ('user', 'system', 'anonymous')),
    actor_id TEXT,
    actor_credential TEXT,
    action TEXT NOT NULL CHECK (action <> ''),
    target_type TEXT NOT NULL CHECK (target_type <> ''),
    target_id TEXT,
    target_owner_id TEXT CHECK (target_owner_id LIKE '________-____-____-____-____________' AND length(replace(target_owner_id, '-', '')) = 32
      AND target_owner_id NOT GLOB '*[^0-9a-f-]*'),
    request_id TEXT CHECK (length(request_id) BETWEEN 1 AND 256),
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    refusal_key TEXT CHECK (length(refusal_key) BETWEEN 1 AND 64 AND refusal_key NOT GLOB '*[^A-Za-z0-9_-]*'),
    count INTEGER NOT NULL DEFAULT 1 CHECK (count BETWEEN 1 AND 9007199254740991),
    CONSTRAINT bailiwick_audit_events_actor_has_id CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    CONSTRAINT bailiwick_audit_events_user_has_proof CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  ) STRICT;

CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC);

CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC);

CREATE INDEX bailiwick_audit_events_by_owner ON bailiwick_audit_events (target_owner_id, id DESC);

CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC);

CREATE INDEX bailiwick_audit_refusals ON bailiwick_audit_events (id DESC) WHERE outcome = 'refused';

CREATE INDEX bailiwick_audit_refusals_by_reason ON bailiwick_audit_events (reason, id DESC)
    WHERE outcome = 'refused';

CREATE INDEX bailiwick_audit_refusals_by_actor ON bailiwick_audit_events (actor_id, id DESC)
    WHERE outcome = 'refused';

CREATE INDEX bailiwick_audit_refusals_by_action ON bailiwick_audit_events (action, id DESC)
    WHERE outcome = 'refused';

CREATE UNIQUE INDEX bailiwick_audit_events_refusals ON bailiwick_audit_events (refusal_key, reason)
    WHERE refusal_key IS NOT NULL;

CREATE TABLE bailiwick_login_throttle (
    key TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
    points INTEGER NOT NULL,
    expire INTEGER NOT NULL
  ) STRICT;

CREATE INDEX bailiwick_login_throttle_by_expire ON bailiwick_login_throttle (expire);

CREATE TABLE bailiwick_secrets (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 64 AND value NOT GLOB '*[^A-Za-z0-9_-]*')
  ) STRICT;

CREATE VIEW bailiwick_creates AS SELECT
    NULL AS id, NULL AS owner_id, NULL AS path, NULL AS kind, NULL AS name, NULL AS demand, NULL AS created_at, NULL AS updated_at,
    NULL AS asked_by, NULL AS key, NULL AS payload_hash, NULL AS resource, NULL AS authority_id, NULL AS authority_version,
    NULL AS authority_path, NULL AS authority_roles,
    NULL AS event_id, NULL AS at, NULL AS actor_type, NULL AS actor_id, NULL AS actor_credential, NULL AS action,
    NULL AS target_type, NULL AS target_id, NULL AS target_owner_id, NULL AS request_id, NULL AS refusal_key,
    NULL AS rule, NULL AS details
  WHERE false;

CREATE TRIGGER bailiwick_creates_at_once INSTEAD OF INSERT ON bailiwick_creates BEGIN
    SELECT RAISE(IGNORE)
    WHERE NEW.path IS NULL AND NOT EXISTS (SELECT 1 FROM bailiwick_users WHERE id = NEW.owner_id AND status = 'active')
      OR NEW.authority_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM bailiwick_users WHERE id = NEW.authority_id AND authority_version = NEW.authority_version)
      OR NEW.authority_path IS NOT NULL AND NEW.authority_path IS NOT NEW.path
      OR NEW.authority_roles IS NOT NULL AND NEW.authority_roles <> (
  SELECT json_group_array(role) FROM (
    SELECT DISTINCT m.role FROM json_each(NEW.path) p JOIN bailiwick_members m ON m.group_id = p.value AND m.user_id = NEW.authority_id
    ORDER BY m.role))
      OR EXISTS (SELECT 1 FROM bailiwick_idempotency_keys
        WHERE owner_id = NEW.owner_id AND asked_by = NEW.asked_by AND key = NEW.key)
      OR EXISTS (SELECT 1 FROM bailiwick_resources WHERE id = NEW.id);

    INSERT INTO bailiwick_resources (id, owner_id, root_id, kind, name, demand, created_at, updated_at)
    SELECT NEW.id, NEW.owner_id, NEW.path ->> '$[#-1]', NEW.kind, NEW.name, NEW.demand, NEW.created_at, NEW.updated_at
    WHERE NOT EXISTS (SELECT 1 FROM (
  SELECT g.id, g.type, g.name, e.key AS meter, e.value AS requested, coalesce(q.used, 0) AS used,
         CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM bailiwick_groups t WHERE t.id = p.value), 'user')
      AND l.meter = e.key
  ) END AS max_used
  FROM 
  json_each(coalesce(NEW.path, json_array(NEW.owner_id))) p CROSS JOIN json_each(NEW.demand) e
  LEFT JOIN bailiwick_groups g ON g.id = p.value
  LEFT JOIN bailiwick_quotas q ON q.owner_id = p.value AND q.meter = e.key) WHERE NOT (requested <= coalesce(max_used, 9007199254740991) - used));

    -- From here on, the resource exists if the create was accepted. The quotas are still as they were.
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details, refusal_key)
    SELECT NEW.event_id, NEW.at, NEW.actor_type, NEW.actor_id, NEW.actor_credential, NEW.action,
           NEW.target_type, NEW.target_id, NEW.target_owner_id, NEW.request_id, 'refused', 'quota-exceeded',
           json_set(NEW.details, '$.quotas', json((
  SELECT json_group_array(CASE WHEN id IS NULL
    THEN json_object('meter', meter, 'limit', max_used, 'used', used, 'requested', requested)
    ELSE json_object('meter', meter, 'owner', json_object('id', id, 'type', type, 'name', name),
                     'limit', max_used, 'used', used, 'requested', requested) END)
  FROM (
  SELECT g.id, g.type, g.name, e.key AS meter, e.value AS requested, coalesce(q.used, 0) AS used,
         CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM bailiwick_groups t WHERE t.id = p.value), 'user')
      AND l.meter = e.key
  ) END AS max_used
  FROM 
  json_each(coalesce(NEW.path, json_array(NEW.owner_id))) p CROSS JOIN json_each(NEW.demand) e
  LEFT JOIN bailiwick_groups g ON g.id = p.value
  LEFT JOIN bailiwick_quotas q ON q.owner_id = p.value AND q.meter = e.key)))),
           NEW.refusal_key
    WHERE NOT EXISTS (SELECT 1 FROM bailiwick_resources WHERE id = NEW.id)
    ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = count + 1;

    INSERT INTO bailiwick_quotas (owner_id, root_id, meter, limit_set, used)
    SELECT p.value, NEW.path ->> '$[#-1]', e.key, false, e.value FROM 
  json_each(coalesce(NEW.path, json_array(NEW.owner_id))) p CROSS JOIN json_each(NEW.demand) e WHERE EXISTS (SELECT 1 FROM bailiwick_resources WHERE id = NEW.id)
    ON CONFLICT (owner_id, meter) DO UPDATE SET used = used + excluded.used;

    INSERT INTO bailiwick_idempotency_keys (owner_id, root_id, asked_by, key, payload_hash, resource, created_at)
    SELECT NEW.owner_id, NEW.path ->> '$[#-1]', NEW.asked_by, NEW.key, NEW.payload_hash, NEW.resource, NEW.at
    WHERE NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM bailiwick_resources WHERE id = NEW.id);

    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    SELECT NEW.event_id, NEW.at, NEW.actor_type, NEW.actor_id, NEW.actor_credential, NEW.action,
           NEW.target_type, NEW.target_id, NEW.target_owner_id, NEW.request_id, 'accepted', NEW.rule, NEW.details
    WHERE EXISTS (SELECT 1 FROM bailiwick_resources WHERE id = NEW.id);
  END;

CREATE INDEX bailiwick_quotas_of_groups_by_band ON bailiwick_quotas (meter, band, owner_id DESC)
    WHERE band IS NOT NULL AND root_id IS NOT NULL;

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e21-75b7-a452-43ee38585028', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e2d-7154-8501-9681dd5a60ff', 1770091506789, 'system', 'test', NULL, 'resource:create', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e34-7686-b734-73845b0a801c', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e39-7679-92c4-855bc54627e4', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e3c-77b2-ae86-2162ae6e396f', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e3d-76df-a1c1-991d114234dd', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e4b-759a-a172-14695631a562', 1770091506789, 'system', 'test', NULL, 'resource:create', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e51-760b-aba3-e21421f4434a', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{"status":"deleting","used":{"resources":1}}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e55-7494-8bd3-de2912b79416', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e62-7678-a434-abaa023930ae', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_audit_events VALUES ('01a21d42-2e66-757a-8721-7fef31f40643', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, NULL, 'accepted', 'test', '{}', NULL, 1);

INSERT INTO bailiwick_default_limits VALUES ('user', 'resources', 1);

INSERT INTO bailiwick_login_throttle VALUES ('key', 1, 1795787266246);

INSERT INTO bailiwick_migrations VALUES (1, '0001-foundation', 1, 1795787206170);

INSERT INTO bailiwick_migrations VALUES (2, '0002-groups-near-a-limit', 1, 1795787206170);

INSERT INTO bailiwick_migrations_lock VALUES (1, 0);

INSERT INTO bailiwick_owners VALUES ('01a21d42-2e21-75b6-9427-ae514a9d7327');

INSERT INTO bailiwick_owners VALUES ('01a21d42-2e39-7678-9628-be8f505d8249');

INSERT INTO bailiwick_owners VALUES ('01a21d42-2e3c-77b1-8cb8-d5fcf6d7d617');

INSERT INTO bailiwick_owners VALUES ('01a21d42-2e3d-76de-8a0c-8e63f39f8b63');

INSERT INTO bailiwick_group_deletions VALUES ('01a21d42-2e3d-76de-8a0c-8e63f39f8b63');

INSERT INTO bailiwick_groups VALUES ('01a21d42-2e39-7678-9628-be8f505d8249', 'organisation', 'Acme', NULL, '["01a21d42-2e39-7678-9628-be8f505d8249"]', '{}', 1770091506789, 1770091506789, 1);

INSERT INTO bailiwick_groups VALUES ('01a21d42-2e3c-77b1-8cb8-d5fcf6d7d617', 'project', 'web', '01a21d42-2e39-7678-9628-be8f505d8249', '["01a21d42-2e3c-77b1-8cb8-d5fcf6d7d617","01a21d42-2e39-7678-9628-be8f505d8249"]', '{}', 1770091506789, 1770091506789, 0);

INSERT INTO bailiwick_idempotency_keys VALUES ('01a21d42-2e21-75b6-9427-ae514a9d7327', NULL, 'system:test', 'key', 'payload', '{"id":"01a21d42-2e2d-7153-a8a3-dbe899224eb3","ownerId":"01a21d42-2e21-75b6-9427-ae514a9d7327","kind":"resource","name":"thing","createdAt":"2026-02-03T04:05:06.789Z","updatedAt":"2026-02-03T04:05:06.789Z"}', 1770091506789);

INSERT INTO bailiwick_quotas VALUES ('01a21d42-2e21-75b6-9427-ae514a9d7327', NULL, 'resources', 1, 2, 1);

INSERT INTO bailiwick_quotas VALUES ('01a21d42-2e3d-76de-8a0c-8e63f39f8b63', '01a21d42-2e3d-76de-8a0c-8e63f39f8b63', 'resources', 0, NULL, 1);

INSERT INTO bailiwick_resources VALUES ('01a21d42-2e2d-7153-a8a3-dbe899224eb3', '01a21d42-2e21-75b6-9427-ae514a9d7327', NULL, 'resource', 'thing', '{"resources":1}', 1770091506789, 1770091506789);

INSERT INTO bailiwick_resources VALUES ('01a21d42-2e4b-7599-a80c-8dccf4fc0229', '01a21d42-2e3d-76de-8a0c-8e63f39f8b63', '01a21d42-2e3d-76de-8a0c-8e63f39f8b63', 'resource', 'thing', '{"resources":1}', 1770091506789, 1770091506789);

INSERT INTO bailiwick_secrets VALUES ('secret-key', '04OVCxNuEKcSe3NXoCw8kBJmvLwiR9BrvN1IG58yf7s');

INSERT INTO bailiwick_users VALUES ('01a21d42-2e21-75b6-9427-ae514a9d7327', '01a21d42-2e21-75b6-9427-ae514a9d7327@example.com', '01a21d42-2e21-75b6-9427-ae514a9d7327@example.com', 'hash', 1, 1, 1, 'user', 'active', 1770091506789, 1770091506789);

INSERT INTO bailiwick_access_keys VALUES ('01a21d42-2e62-7677-8aa6-107e073fcae5', '01a21d42-2e21-75b6-9427-ae514a9d7327', 'laptop', 'key 01a21d42-2e62-7677-8aa6-107e073fcae5', 1770091506789, NULL, NULL);

INSERT INTO bailiwick_email_addresses VALUES ('01a21d42-2e21-75b6-9427-ae514a9d7327@example.com', '01a21d42-2e21-75b6-9427-ae514a9d7327', '01a21d42-2e21-75b6-9427-ae514a9d7327@example.com');

INSERT INTO bailiwick_members VALUES ('01a21d42-2e39-7678-9628-be8f505d8249', '01a21d42-2e21-75b6-9427-ae514a9d7327', 'owner', '{}', 1770091506789, 1770091506789);

INSERT INTO bailiwick_nonces VALUES ('01a21d42-2e62-7677-8aa6-107e073fcae5', 'nonce', 1770095106789);

INSERT INTO bailiwick_sessions VALUES ('01a21d42-2e34-7685-9f30-f79b413a749e', '01a21d42-2e21-75b6-9427-ae514a9d7327', '01a21d42-2e34-7685-9f30-f79b413a749e', 1770091506789, 1770091506789, 1770091506789, 1770095106789, 1770095106789, NULL, NULL);
