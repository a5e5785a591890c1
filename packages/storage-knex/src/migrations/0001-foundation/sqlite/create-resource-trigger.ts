// How does SQLite decide a create in one statement?
import { sql, type Sql } from '../../../sql.js';
import { limitInForce } from '../limit-in-force.js';
import { fits } from './quota-rule.js';
import { rolesAlong } from './roles-along.js';

/** The ids of the owner and of all groups above, from the owner up, and the demand at each of them. */
const claims = (row: Sql) => sql`
  json_each(coalesce(${row}.path, json_array(${row}.owner_id))) p CROSS JOIN json_each(${row}.demand) e`;

/** The demand of a create beside the quotas, level by level and meter by meter. */
const states = (row: Sql) => sql`
  SELECT g.id, g.type, g.name, e.key AS meter, e.value AS requested, coalesce(q.used, 0) AS used,
         ${limitInForce(sql`p.value`, sql`e.key`)} AS max_used
  FROM ${claims(row)}
  LEFT JOIN bailiwick_groups g ON g.id = p.value
  LEFT JOIN bailiwick_quotas q ON q.owner_id = p.value AND q.meter = e.key`;

/** The figures of a refusal. SQLite keeps the order of the rows, but does not document it. */
export const shortfalls = (row: Sql) => sql`
  SELECT json_group_array(CASE WHEN id IS NULL
    THEN json_object('meter', meter, 'limit', max_used, 'used', used, 'requested', requested)
    ELSE json_object('meter', meter, 'owner', json_object('id', id, 'type', type, 'name', name),
                     'limit', max_used, 'used', used, 'requested', requested) END)
  FROM (${states(row)})`;

const NEW = sql`NEW`;
const IS_CREATED = sql`EXISTS (SELECT 1 FROM bailiwick_resources WHERE id = NEW.id)`;

/**
 * `ResourceStore.create` in one statement on SQLite, for creates that are accepted or exceed a quota, as most do. A view
 * takes them, and its trigger does what the statements of `sqlite/create-resource.ts` do one by one. The trigger skips
 * every other create: those statements then decide again, and record why.
 *
 * The path of a group comes with the row, from the statement that inserts it, so that the trigger reads it once.
 *
 * The statement writes, and so has held the write lock since it began.
 */
export const CREATE_RESOURCE_AT_ONCE = [
  sql`
  -- Takes creates, and stores nothing.
  CREATE VIEW bailiwick_creates AS SELECT
    NULL AS id, NULL AS owner_id, NULL AS path, NULL AS kind, NULL AS name, NULL AS demand, NULL AS created_at, NULL AS updated_at,
    NULL AS asked_by, NULL AS key, NULL AS payload_hash, NULL AS resource, NULL AS authority_id, NULL AS authority_version,
    NULL AS authority_path, NULL AS authority_roles,
    NULL AS event_id, NULL AS at, NULL AS actor_type, NULL AS actor_id, NULL AS actor_credential, NULL AS action,
    NULL AS target_type, NULL AS target_id, NULL AS target_owner_id, NULL AS request_id, NULL AS refusal_key,
    NULL AS rule, NULL AS details
  WHERE false`,
  sql`
  -- Carries out a create that is accepted: resource, quotas, idempotency record and audit event, in one statement.
  -- Records the refusal, with the figures, of a create that exceeds a quota.
  CREATE TRIGGER bailiwick_creates_at_once INSTEAD OF INSERT ON bailiwick_creates BEGIN
    SELECT RAISE(IGNORE)
    WHERE NEW.path IS NULL AND NOT EXISTS (SELECT 1 FROM bailiwick_users WHERE id = NEW.owner_id AND status = 'active')
      OR NEW.authority_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM bailiwick_users WHERE id = NEW.authority_id AND authority_version = NEW.authority_version)
      OR NEW.authority_path IS NOT NULL AND NEW.authority_path IS NOT NEW.path
      OR NEW.authority_roles IS NOT NULL AND NEW.authority_roles <> ${rolesAlong(sql`NEW.path`, sql`NEW.authority_id`)}
      OR EXISTS (SELECT 1 FROM bailiwick_idempotency_keys
        WHERE owner_id = NEW.owner_id AND asked_by = NEW.asked_by AND key = NEW.key)
      OR ${IS_CREATED};

    INSERT INTO bailiwick_resources (id, owner_id, root_id, kind, name, demand, created_at, updated_at)
    SELECT NEW.id, NEW.owner_id, NEW.path ->> '$[#-1]', NEW.kind, NEW.name, NEW.demand, NEW.created_at, NEW.updated_at
    WHERE NOT EXISTS (SELECT 1 FROM (${states(NEW)}) WHERE NOT (${fits(sql`requested`, sql`max_used`, sql`used`)}));

    -- From here on, the resource exists if the create was accepted. The quotas are still as they were.
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details, refusal_key)
    SELECT NEW.event_id, NEW.at, NEW.actor_type, NEW.actor_id, NEW.actor_credential, NEW.action,
           NEW.target_type, NEW.target_id, NEW.target_owner_id, NEW.request_id, 'refused', 'quota-exceeded',
           json_set(NEW.details, '$.quotas', json((${shortfalls(NEW)}))),
           NEW.refusal_key
    WHERE NOT ${IS_CREATED}
    ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = count + 1;

    INSERT INTO bailiwick_quotas (owner_id, root_id, meter, limit_set, used)
    SELECT p.value, NEW.path ->> '$[#-1]', e.key, false, e.value FROM ${claims(NEW)} WHERE ${IS_CREATED}
    ON CONFLICT (owner_id, meter) DO UPDATE SET used = used + excluded.used;

    INSERT INTO bailiwick_idempotency_keys (owner_id, root_id, asked_by, key, payload_hash, resource, created_at)
    SELECT NEW.owner_id, NEW.path ->> '$[#-1]', NEW.asked_by, NEW.key, NEW.payload_hash, NEW.resource, NEW.at
    WHERE NEW.key IS NOT NULL AND ${IS_CREATED};

    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    SELECT NEW.event_id, NEW.at, NEW.actor_type, NEW.actor_id, NEW.actor_credential, NEW.action,
           NEW.target_type, NEW.target_id, NEW.target_owner_id, NEW.request_id, 'accepted', NEW.rule, NEW.details
    WHERE ${IS_CREATED};
  END`,
];
