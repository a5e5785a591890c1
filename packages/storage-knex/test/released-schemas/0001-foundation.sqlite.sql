CREATE TABLE `bailiwick_migrations` (`id` integer not null primary key autoincrement, `name` varchar(255), `batch` integer, `migration_time` datetime);

CREATE TABLE `bailiwick_migrations_lock` (`index` integer not null primary key autoincrement, `is_locked` integer);

CREATE TABLE bailiwick_users (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 1 AND 254),
    email_key TEXT NOT NULL UNIQUE CHECK (length(email_key) BETWEEN 1 AND 254),
    password_hash TEXT NOT NULL CHECK (password_hash <> ''),
    password_version INTEGER NOT NULL CHECK (password_version BETWEEN 1 AND 9007199254740991),
    role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    updated_at INTEGER NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999)
  ) STRICT;

CREATE INDEX bailiwick_users_active_admins ON bailiwick_users (id) WHERE role = 'admin' AND status = 'active';

CREATE TABLE bailiwick_resources (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    owner_id TEXT NOT NULL REFERENCES bailiwick_users,
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

CREATE TABLE bailiwick_quotas (
    owner_id TEXT NOT NULL REFERENCES bailiwick_users,
    meter TEXT NOT NULL CHECK (length(meter) BETWEEN 1 AND 64),
    limit_set INTEGER NOT NULL CHECK (limit_set IN (0, 1)),
    limit_value INTEGER CHECK (limit_value BETWEEN 0 AND 9007199254740991),
    used INTEGER NOT NULL CHECK (used BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (owner_id, meter),
    CONSTRAINT bailiwick_quotas_limit_is_set CHECK (limit_set OR limit_value IS NULL)
  ) STRICT, WITHOUT ROWID;

CREATE TABLE bailiwick_default_limits (
    meter TEXT NOT NULL PRIMARY KEY CHECK (length(meter) BETWEEN 1 AND 64),
    limit_value INTEGER CHECK (limit_value BETWEEN 0 AND 9007199254740991)
  ) STRICT;

CREATE TABLE bailiwick_idempotency_keys (
    owner_id TEXT NOT NULL REFERENCES bailiwick_users,
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    payload_hash TEXT NOT NULL CHECK (length(payload_hash) BETWEEN 1 AND 64 AND payload_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
    resource TEXT NOT NULL CHECK (json_type(resource) = 'object'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (owner_id, key)
  ) STRICT, WITHOUT ROWID;

CREATE INDEX bailiwick_idempotency_keys_by_age ON bailiwick_idempotency_keys (created_at);

CREATE TABLE bailiwick_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32
      AND id NOT GLOB '*[^0-9a-f-]*'),
    user_id TEXT NOT NULL REFERENCES bailiwick_users,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) BETWEEN 1 AND 64 AND token_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
    created_at INTEGER NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    last_used_at INTEGER NOT NULL CHECK (last_used_at BETWEEN 0 AND 253402300799999),
    idle_expires_at INTEGER NOT NULL CHECK (idle_expires_at BETWEEN 0 AND 253402300799999),
    absolute_expires_at INTEGER NOT NULL CHECK (absolute_expires_at BETWEEN 0 AND 253402300799999),
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
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    CONSTRAINT bailiwick_audit_events_actor_has_id CHECK ((actor_id IS NULL) = (actor_type = 'anonymous')),
    CONSTRAINT bailiwick_audit_events_user_has_proof CHECK ((actor_credential IS NULL) = (actor_type <> 'user'))
  ) STRICT;

CREATE INDEX bailiwick_audit_events_by_actor ON bailiwick_audit_events (actor_id, id DESC);

CREATE INDEX bailiwick_audit_events_by_target ON bailiwick_audit_events (target_id, id DESC);

CREATE INDEX bailiwick_audit_events_by_action ON bailiwick_audit_events (action, id DESC);

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

INSERT INTO bailiwick_audit_events VALUES ('01a20796-f13b-75d6-929c-bce5f64fbd77', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, 'accepted', 'test', '{}');

INSERT INTO bailiwick_audit_events VALUES ('01a20796-f144-73b1-bab1-73bfffc943dc', 1770091506789, 'system', 'test', NULL, 'resource:create', 'platform', NULL, NULL, 'accepted', 'test', '{}');

INSERT INTO bailiwick_audit_events VALUES ('01a20796-f14f-766c-a148-ba6777242730', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, 'accepted', 'test', '{}');

INSERT INTO bailiwick_audit_events VALUES ('01a20796-f154-7344-9e89-79c8e74f0208', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, 'accepted', 'test', '{}');

INSERT INTO bailiwick_audit_events VALUES ('01a20796-f15c-7710-9f5c-3566bd9a6e0c', 1770091506789, 'system', 'test', NULL, 'test', 'platform', NULL, NULL, 'accepted', 'test', '{}');

INSERT INTO bailiwick_default_limits VALUES ('resources', 1);

INSERT INTO bailiwick_login_throttle VALUES ('key', 1, 1795423722426);

INSERT INTO bailiwick_migrations VALUES (1, '0001-foundation', 1, 1795423662391);

INSERT INTO bailiwick_migrations_lock VALUES (1, 0);

INSERT INTO bailiwick_secrets VALUES ('cursor-key', '4mTo5c5kFCBFu7i60k0bs1o8QJSaCxtMeJBkGlGjbC0');

INSERT INTO bailiwick_users VALUES ('01a20796-f13b-75d5-b82e-3438ffa25b76', '01a20796-f13b-75d5-b82e-3438ffa25b76@example.com', '01a20796-f13b-75d5-b82e-3438ffa25b76@example.com', 'hash', 1, 'user', 'active', 1770091506789, 1770091506789);

INSERT INTO bailiwick_access_keys VALUES ('01a20796-f154-7343-b758-0fc18141cf8a', '01a20796-f13b-75d5-b82e-3438ffa25b76', 'laptop', 'key 01a20796-f154-7343-b758-0fc18141cf8a', 1770091506789, NULL, NULL);

INSERT INTO bailiwick_idempotency_keys VALUES ('01a20796-f13b-75d5-b82e-3438ffa25b76', 'key', 'payload', '{"id":"01a20796-f143-7613-95e0-93f0488ba940","ownerId":"01a20796-f13b-75d5-b82e-3438ffa25b76","kind":"resource","name":"thing","createdAt":"2026-02-03T04:05:06.789Z","updatedAt":"2026-02-03T04:05:06.789Z"}', 1770091506789);

INSERT INTO bailiwick_nonces VALUES ('01a20796-f154-7343-b758-0fc18141cf8a', 'nonce', 1770095106789);

INSERT INTO bailiwick_quotas VALUES ('01a20796-f13b-75d5-b82e-3438ffa25b76', 'resources', 1, 2, 1);

INSERT INTO bailiwick_resources VALUES ('01a20796-f143-7613-95e0-93f0488ba940', '01a20796-f13b-75d5-b82e-3438ffa25b76', 'resource', 'thing', '{"resources":1}', 1770091506789, 1770091506789);

INSERT INTO bailiwick_sessions VALUES ('01a20796-f14f-766b-b897-398966707806', '01a20796-f13b-75d5-b82e-3438ffa25b76', '01a20796-f14f-766b-b897-398966707806', 1770091506789, 1770091506789, 1770095106789, 1770095106789);
