// How does PostgreSQL decide one create?
import { sql } from '../../../sql.js';
import { limitInForce } from '../limit-in-force.js';
import { fits } from './quota-rule.js';
import { rolesAlong } from './roles-along.js';

/**
 * `ResourceStore.create` in one round trip. It is PL/pgSQL because each statement in it sees what was committed before
 * that statement: after waiting for a lock, it reads the row as it is now. One statement with common table expressions
 * would decide from a snapshot that is older than its own locks.
 *
 * A new version gets a new name, so that processes of the old and the new release run side by side.
 */
export const CREATE_RESOURCE_V1 = sql`
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
  v_earlier bailiwick_idempotency_keys;
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
      PERFORM 1 FROM bailiwick_users u WHERE u.id IN (p_owner_id, p_authority_id) ORDER BY u.id FOR KEY SHARE;
      PERFORM 1 FROM bailiwick_users u WHERE u.id = p_authority_id AND u.authority_version = p_authority_version;
      v_stands := FOUND;
    END IF;
    SELECT u.status, u.authority_version INTO v_owner FROM bailiwick_users u WHERE u.id = p_owner_id FOR KEY SHARE;
    IF p_authority_id = p_owner_id THEN
      v_stands := FOUND AND v_owner.authority_version = p_authority_version;
    END IF;
    IF NOT v_stands THEN
      RETURN '{"type": "authority-changed"}';
    ELSIF v_owner.status IS NULL THEN
      -- Groups follow the users in the lock order. Moving or deleting one, or a group above it, waits for this lock.
      SELECT g.path INTO v_path FROM bailiwick_groups g WHERE g.id = p_owner_id FOR KEY SHARE;
      -- This statement sees the roles as they are now: the lock on the actor keeps them until the commit.
      IF p_authority_path IS NOT NULL AND (p_authority_path IS DISTINCT FROM v_path
         OR p_authority_roles IS DISTINCT FROM ${rolesAlong(sql`v_path`, sql`p_authority_id`)}) THEN
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
        FROM bailiwick_quotas q
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
      UPDATE bailiwick_quotas q SET used = q.used + p_amount
      WHERE q.owner_id = p_owner_id AND q.meter = p_meter
        AND q.limit_set AND ${fits(sql`p_amount`, sql`q.limit_value`, sql`q.used`)};
      v_is_claimed := FOUND;
    END IF;

    -- From here on, creates that claim one of the same quotas run one after the other.
    WHILE NOT v_is_claimed LOOP
      -- With several meters, all rows are made before the first lock: a row made later would be locked out of order.
      IF NOT v_are_there THEN
        INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used, root_id)
        SELECT o.id, d.key, false, 0, v_root_id FROM unnest(v_path) AS o (id) CROSS JOIN json_each_text(p_demand) d
        ORDER BY o.id, d.key COLLATE "C"
        ON CONFLICT (owner_id, meter) DO NOTHING;
      END IF;
      SELECT bool_and(q.meter IS NOT NULL), bool_and(q.limit_set),
             bool_and(${fits(sql`d.value::bigint`, sql`q.limit_value`, sql`q.used`)})
      INTO v_are_there, v_only_own_limits, v_fits
      FROM (
        SELECT o.id, e.key, e.value FROM unnest(v_path) AS o (id) CROSS JOIN json_each_text(p_demand) e
        ORDER BY o.id, e.key COLLATE "C"
      ) d
      LEFT JOIN LATERAL (
        SELECT * FROM bailiwick_quotas WHERE owner_id = d.id AND meter = d.key FOR NO KEY UPDATE
      ) q ON true;
      -- The demand is empty, or every meter has a row.
      EXIT WHEN v_are_there IS NOT FALSE;
    END LOOP;

    IF p_key IS NOT NULL THEN
      SELECT * INTO v_earlier FROM bailiwick_idempotency_keys k WHERE k.owner_id = p_owner_id AND k.asked_by = p_asked_by AND k.key = p_key;
      EXIT decision WHEN FOUND;
    END IF;

    -- A default limit must not change between this read and the commit. Creates share this lock, and take it without
    -- touching a row. An older snapshot conflicts at the row below if a default limit has changed since.
    IF NOT v_only_own_limits THEN
      LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE;
      IF v_snapshot_is_old THEN
        PERFORM 1 FROM bailiwick_default_limits_version FOR SHARE;
      END IF;
    END IF;

    -- A refusal needs the figures, and so does a decision by a default limit. The quotas are locked: no other
    -- transaction can have changed them since.
    IF NOT (v_fits AND v_only_own_limits) THEN
      SELECT bool_and(${fits(sql`f.requested`, sql`f.max_used`, sql`f.used`)}),
             jsonb_build_object('quotas', jsonb_agg(jsonb_build_object(
               'meter', f.meter, 'limit', f.max_used, 'used', f.used, 'requested', f.requested) || f.owner
               ORDER BY f.level, f.position))
      INTO v_fits, v_details
      FROM (
        SELECT d.key AS meter, d.value::bigint AS requested, o.level, d.position, q.used,
               ${limitInForce(sql`o.id`, sql`d.key`)} AS max_used,
               CASE WHEN v_is_group THEN jsonb_build_object('owner', (
                 SELECT jsonb_build_object('id', g.id, 'type', g.type, 'name', g.name) FROM bailiwick_groups g
                 WHERE g.id = o.id
               )) ELSE '{}' END AS owner
        FROM unnest(v_path) WITH ORDINALITY AS o (id, level)
        CROSS JOIN json_each_text(p_demand) WITH ORDINALITY AS d (key, value, position)
        -- As a join, the planner would read a whole table of a few thousand quotas.
        CROSS JOIN LATERAL (SELECT * FROM bailiwick_quotas WHERE owner_id = o.id AND meter = d.key OFFSET 0) q
      ) f;
      IF NOT v_fits THEN
        v_type := 'quota-exceeded';
        EXIT decision;
      END IF;
      v_details := '{}';
    END IF;

    -- Two creates with one key whose demands share no meter meet here, and not before.
    IF p_key IS NOT NULL THEN
      INSERT INTO bailiwick_idempotency_keys (owner_id, asked_by, key, payload_hash, resource, created_at, root_id)
      VALUES (p_owner_id, p_asked_by, p_key, p_payload_hash,
              jsonb_build_object('id', p_id, 'ownerId', p_owner_id, 'kind', p_kind, 'name', p_name,
                                 'createdAt', p_created_at, 'updatedAt', p_updated_at),
              p_at, v_root_id)
      ON CONFLICT (owner_id, asked_by, key) DO NOTHING;
      IF NOT FOUND THEN
        SELECT * INTO v_earlier FROM bailiwick_idempotency_keys k WHERE k.owner_id = p_owner_id AND k.asked_by = p_asked_by AND k.key = p_key;
        -- The record was swept between the two statements: a retry of the call finds it gone.
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the idempotency record is gone' USING ERRCODE = 'serialization_failure';
        END IF;
        EXIT decision;
      END IF;
    END IF;

    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at, root_id)
    VALUES (p_id, p_owner_id, p_kind, p_name, p_demand::jsonb, p_created_at, p_updated_at, v_root_id)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
      IF v_is_claimed THEN
        UPDATE bailiwick_quotas q SET used = q.used - p_amount WHERE q.owner_id = p_owner_id AND q.meter = p_meter;
      END IF;
      DELETE FROM bailiwick_idempotency_keys k WHERE k.owner_id = p_owner_id AND k.asked_by = p_asked_by AND k.key = p_key;
      v_type := 'id-taken';
      EXIT decision;
    END IF;

    -- The claim comes last: a create that was refused above has claimed nothing.
    IF NOT v_is_claimed THEN
      UPDATE bailiwick_quotas q SET used = q.used + d.value::bigint
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
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    VALUES
      (p_event_id, p_at, p_actor_type, p_actor_id, p_actor_credential, p_action, p_target_type, p_target_id, p_target_owner_id,
       p_request_id, 'accepted', p_rule, p_details);
  ELSE
    INSERT INTO bailiwick_audit_events AS a
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details, refusal_key)
    VALUES
      (p_event_id, p_at, p_actor_type, p_actor_id, p_actor_credential, p_action, p_target_type, p_target_id, p_target_owner_id,
       p_request_id, 'refused', v_type, p_details || v_details, p_refusal_key)
    ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + 1;
  END IF;
  RETURN jsonb_build_object('type', v_type) || v_details;
END
$function$`;
