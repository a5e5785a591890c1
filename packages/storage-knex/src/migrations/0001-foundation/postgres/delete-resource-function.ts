// How does PostgreSQL delete a resource?
import { sql } from '../../../sql.js';
import { rolesAlong } from './roles-along.js';

/** `ResourceStore.delete` in one round trip; see `create-resource-function.ts`. */
export const DELETE_RESOURCE_V1 = sql`
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
  PERFORM 1 FROM bailiwick_users u WHERE u.id IN (p_owner_id, p_authority_id) ORDER BY u.id FOR KEY SHARE;
  IF p_authority_id IS NOT NULL THEN
    PERFORM 1 FROM bailiwick_users u WHERE u.id = p_authority_id AND u.authority_version = p_authority_version;
    IF NOT FOUND THEN
      RETURN 'authority-changed';
    END IF;
  END IF;

  PERFORM 1 FROM bailiwick_users u WHERE u.id = p_owner_id AND u.status <> 'deleting';
  IF NOT FOUND THEN
    SELECT g.path INTO v_path FROM bailiwick_groups g WHERE g.id = p_owner_id FOR KEY SHARE;
    -- This statement sees the roles as they are now: the lock on the actor keeps them until the commit.
    IF p_authority_path IS NOT NULL AND (p_authority_path IS DISTINCT FROM v_path
       OR p_authority_roles IS DISTINCT FROM ${rolesAlong(sql`v_path`, sql`p_authority_id`)}) THEN
      RETURN 'authority-changed';
    END IF;
  END IF;
  IF FOUND THEN
    PERFORM 1 FROM bailiwick_quotas q
    WHERE q.owner_id = ANY (v_path)
      AND q.meter IN (SELECT jsonb_object_keys(r.demand) FROM bailiwick_resources r WHERE r.id = p_id)
    ORDER BY q.owner_id, q.meter FOR NO KEY UPDATE;

    DELETE FROM bailiwick_resources r
    WHERE r.id = p_id AND r.owner_id = p_owner_id
      AND (p_name IS NULL OR (r.name = p_name AND r.updated_at = p_updated_at))
    RETURNING r.demand INTO v_demand;

    IF FOUND THEN
      v_type := 'deleted';
      -- Only an operator can have caused that, and it must not prevent a delete.
      v_is_too_low := EXISTS (
        SELECT 1 FROM unnest(v_path) AS o (id) CROSS JOIN jsonb_each_text(v_demand) d
        LEFT JOIN bailiwick_quotas q ON q.owner_id = o.id AND q.meter = d.key
        WHERE q.used IS NULL OR q.used < d.value::bigint);
      UPDATE bailiwick_quotas q SET used = greatest(q.used - d.value::bigint, 0)
      FROM jsonb_each_text(v_demand) d WHERE q.owner_id = ANY (v_path) AND q.meter = d.key;
    ELSIF EXISTS (SELECT 1 FROM bailiwick_resources r WHERE r.id = p_id AND r.owner_id = p_owner_id) THEN
      v_type := 'precondition-failed';
    END IF;
  END IF;

  INSERT INTO bailiwick_audit_events AS a
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
$function$`;
