import { sql } from '../../sql.js';

/**
 * Several creates of any owners in one transaction, for what most creates are: those that are accepted at once, or exceed
 * a quota. Nobody is kept waiting for another owner's lock. What it passes over is decided by
 * `bailiwick_create_resource_v1` afterwards, one by one: whoever is locked, must not create, or demands a meter for the
 * first time. It takes creates without a key that demand one meter: a key may have to be waited for.
 */
export const CREATE_RESOURCES_V1 = sql`
-- Creates or refuses what can be decided without waiting of several resources; a refusal comes with what does not fit.
CREATE FUNCTION bailiwick_create_resources_v1(
  p_creates json -- an array of objects, each with a demand of one meter and the draft of an audit event
) RETURNS TABLE (decided_id uuid, quotas jsonb) LANGUAGE plpgsql
-- Rows are looked up one by one: plans that were made while the tables were small must not read them whole later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
-- What is waited for all the same: the quotas of the only owner, and an id under which somebody else is making a
-- resource, since a host may have chosen it for both.
SET lock_timeout = '50ms'
AS $function$
DECLARE
  v_only_owner uuid; -- of all of them
  v_meters text[];
  v_fitting bigint[]; -- places in the array
  v_refused bigint[];
  v_by_default bigint[]; -- those that a default limit decides
  v_fitting_too bigint[];
  v_refused_too bigint[];
BEGIN
  -- What changed between an older snapshot and a lock would be an error here, and not a newer row.
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RETURN;
  END IF;

  -- Where all are of one owner nobody else is kept waiting: together they wait for what another process has locked.
  SELECT min(c.owner_id::text)::uuid, array_agg(DISTINCT c.meter)
  INTO v_only_owner, v_meters
  FROM json_to_recordset(p_creates) AS c (owner_id uuid, meter text)
  HAVING count(DISTINCT c.owner_id) = 1;
  IF v_only_owner IS NOT NULL THEN
    PERFORM 1 FROM bailiwick_users WHERE id = v_only_owner FOR KEY SHARE;
    PERFORM 1 FROM bailiwick_quotas WHERE owner_id = v_only_owner AND meter = ANY (v_meters) ORDER BY meter FOR NO KEY UPDATE;
  END IF;

  -- A create fits when it does after all that come before it on the same quota, accepted or not, and is refused when
  -- it would not even fit before all of them: in between it is passed over. The rule is that of shortfall() in the core.
  SELECT array_agg(f.place) FILTER (WHERE f.limit_set AND (f.limit_value IS NULL OR f.amounts <= f.limit_value - f.used)),
         array_agg(f.place) FILTER (WHERE f.limit_set AND f.amount > f.limit_value - f.used),
         array_agg(f.place) FILTER (WHERE NOT f.limit_set)
  INTO v_fitting, v_refused, v_by_default
  FROM (
    SELECT c.place, c.amount, q.limit_set, q.limit_value, q.used,
           sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.place) AS amounts
    FROM json_to_recordset(p_creates) AS c (place bigint, owner_id uuid, meter text, amount bigint)
    CROSS JOIN LATERAL (
      SELECT 1 FROM bailiwick_users WHERE id = c.owner_id AND status = 'active' FOR KEY SHARE SKIP LOCKED
    ) u
    CROSS JOIN LATERAL (
      SELECT * FROM bailiwick_quotas WHERE owner_id = c.owner_id AND meter = c.meter FOR NO KEY UPDATE SKIP LOCKED
    ) q
  ) f;

  -- A default limit must not change between being read here and the commit.
  IF v_by_default IS NOT NULL THEN
    BEGIN
      LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE NOWAIT;
      SELECT array_agg(f.place) FILTER (WHERE f.limit_value IS NULL OR f.amounts <= f.limit_value - f.used),
             array_agg(f.place) FILTER (WHERE f.amount > f.limit_value - f.used)
      INTO v_fitting_too, v_refused_too
      FROM (
        SELECT c.place, c.amount, l.limit_value, q.used,
               sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.place) AS amounts
        FROM json_to_recordset(p_creates) AS c (place bigint, owner_id uuid, meter text, amount bigint)
        JOIN bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
        LEFT JOIN bailiwick_default_limits l ON l.meter = c.meter
        WHERE c.place = ANY (v_by_default)
      ) f;
      v_fitting := v_fitting || v_fitting_too;
      v_refused := v_refused || v_refused_too;
    EXCEPTION WHEN lock_not_available THEN
      NULL;
    END;
  END IF;

  RETURN QUERY
  WITH decided AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_creates) AS c (
      place bigint, id uuid, owner_id uuid, kind text, name text, created_at timestamptz, updated_at timestamptz,
      demand jsonb, meter text, amount bigint,
      event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
      target_type text, target_id text, target_owner_id uuid, rule text, details jsonb)
    WHERE c.place = ANY (v_fitting || v_refused)
  ), made AS (
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    SELECT c.id, c.owner_id, c.kind, c.name, c.demand, c.created_at, c.updated_at FROM decided c
    WHERE c.place = ANY (v_fitting)
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), claimed AS (
    UPDATE bailiwick_quotas q SET used = q.used + m.amount
    FROM (
      SELECT c.owner_id, c.meter, sum(c.amount)::bigint AS amount FROM decided c JOIN made USING (id)
      GROUP BY c.owner_id, c.meter
    ) m
    WHERE q.owner_id = m.owner_id AND q.meter = m.meter
  ), refused AS (
    -- The quotas are those that were locked, as they were before the claim.
    SELECT c.place, jsonb_build_array(jsonb_build_object(
      'meter', c.meter, 'limit', CASE WHEN q.limit_set THEN q.limit_value ELSE l.limit_value END,
      'used', q.used, 'requested', c.amount)) AS quotas
    FROM decided c
    JOIN bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
    LEFT JOIN bailiwick_default_limits l ON l.meter = c.meter
    WHERE c.place = ANY (v_refused)
  ), outcomes AS (
    SELECT c.place, NULL::jsonb AS quotas FROM decided c JOIN made USING (id)
    UNION ALL SELECT r.place, r.quotas FROM refused r
  ), recorded AS (
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, outcome, reason, details)
    SELECT c.event_id, c.at, c.actor_type, c.actor_id, c.actor_credential, c.action, c.target_type, c.target_id, c.target_owner_id,
           CASE WHEN o.quotas IS NULL THEN 'accepted' ELSE 'refused' END,
           CASE WHEN o.quotas IS NULL THEN c.rule ELSE 'quota-exceeded' END,
           CASE WHEN o.quotas IS NULL THEN c.details ELSE c.details || jsonb_build_object('quotas', o.quotas) END
    FROM decided c JOIN outcomes o USING (place)
  )
  SELECT c.id, o.quotas FROM decided c JOIN outcomes o USING (place);
END
$function$`;
