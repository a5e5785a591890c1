// How does PostgreSQL add a session?
import { sql } from '../../../sql.js';

/**
 * `SessionStore.add` in one round trip; see `create-resource-function.ts`. One statement with common table expressions
 * would not do: it would count the sessions as they were before it waited for another login of the user, and 20 logins
 * at once would all stay.
 */
export const ADD_SESSION_V1 = sql`
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
  UPDATE bailiwick_users u SET password_version = u.password_version
  WHERE u.id = v_login.user_id AND u.status = 'active' AND u.password_version = v_login.password_version;
  IF FOUND THEN
    DELETE FROM bailiwick_sessions s WHERE s.id IN (
      SELECT o.id FROM bailiwick_sessions o WHERE o.user_id = v_login.user_id
      ORDER BY o.last_used_at DESC, o.id DESC OFFSET p_count_max - 1);
    GET DIAGNOSTICS v_ended = ROW_COUNT;
    -- Commands that rely on them must not commit after this.
    IF v_ended > 0 THEN
      UPDATE bailiwick_users u SET authority_version = u.authority_version + 1 WHERE u.id = v_login.user_id;
    END IF;
    INSERT INTO bailiwick_sessions
      (id, user_id, token_hash, created_at, confirmed_at, last_used_at, idle_expires_at, absolute_expires_at,
       client_address, user_agent)
    VALUES
      (v_login.id, v_login.user_id, v_login.token_hash, v_login.created_at, v_login.confirmed_at, v_login.last_used_at,
       v_login.idle_expires_at, v_login.absolute_expires_at, v_login.client_address, v_login.user_agent);
  END IF;

  INSERT INTO bailiwick_audit_events AS a
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
$function$`;
