import { sql } from '../../sql.js';

/**
 * `ResourceStore.create` in one round trip. It is PL/pgSQL because each statement in it sees what was
 * committed before that statement: what a lock waited for is read as it is now. One statement with
 * common table expressions decides from a snapshot that is older than its own locks.
 *
 * A new version gets a new name, so that processes of the old and the new release run side by side.
 */
export const CREATE_RESOURCE_V1 = sql`
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
$function$`;
