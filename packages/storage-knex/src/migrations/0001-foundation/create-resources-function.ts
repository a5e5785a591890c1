import { sql } from '../../sql.js';

/**
 * Several creates of any owners in one transaction, for what most creates are: those that are accepted at once, or exceed
 * a quota. Nobody is kept waiting for another owner's lock. What it passes over is decided by
 * `bailiwick_create_resource_v1` afterwards, one by one: whoever is locked, must not create, whose authority has changed,
 * or who demands a meter for the first time. It takes creates by their owner, without a key, that demand one meter: a key
 * may have to be waited for.
 */
export const CREATE_RESOURCES_V1 = sql`
-- Creates or refuses what can be decided without waiting of several resources; a refusal comes with what does not fit.
CREATE FUNCTION bailiwick_create_resources_v1(
  p_creates json, -- an array of objects, each with a demand of one meter and the draft of an audit event
  p_only_owner_id uuid, -- of all of them, or null
  p_meters text -- of all of them, with commas between
) RETURNS TABLE (decided_id uuid, quotas jsonb) LANGUAGE plpgsql
-- Whoever may create in the schema can plant functions and operators there that fit better than the built-in ones.
SET search_path = pg_catalog, pg_temp
-- Rows are looked up one by one: plans that were made while the tables were small must not read them whole later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
-- What is waited for all the same: the quotas of the only owner, and an id under which somebody else is making a
-- resource, since a host may have chosen it for both.
SET lock_timeout = '50ms'
AS $function$
DECLARE
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
  IF p_only_owner_id IS NOT NULL THEN
    PERFORM 1 FROM bailiwick_users WHERE id = p_only_owner_id FOR KEY SHARE;
    PERFORM 1 FROM bailiwick_quotas WHERE owner_id = p_only_owner_id AND meter = ANY (string_to_array(p_meters, ','))
    ORDER BY meter FOR NO KEY UPDATE;
  END IF;

  -- A create fits when it does after all that come before it on the same quota, accepted or not, and is refused when
  -- it would not even fit before all of them: in between it is passed over. The rule is that of shortfall() in the core.
  SELECT array_agg(f.place) FILTER (WHERE f.limit_set AND f.amounts <= coalesce(f.limit_value, 9007199254740991) - f.used),
         array_agg(f.place) FILTER (WHERE f.limit_set AND f.amount > coalesce(f.limit_value, 9007199254740991) - f.used),
         array_agg(f.place) FILTER (WHERE NOT f.limit_set)
  INTO v_fitting, v_refused, v_by_default
  FROM (
    SELECT c.place, c.amount, q.limit_set, q.limit_value, q.used,
           sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.place) AS amounts
    FROM json_to_recordset(p_creates) AS c (
      place bigint, owner_id uuid, meter text, amount bigint, authority_version bigint)
    CROSS JOIN LATERAL (
      SELECT 1 FROM bailiwick_users WHERE id = c.owner_id AND status = 'active'
        AND (c.authority_version IS NULL OR authority_version = c.authority_version)
      FOR KEY SHARE SKIP LOCKED
    ) u
    CROSS JOIN LATERAL (
      SELECT * FROM bailiwick_quotas WHERE owner_id = c.owner_id AND meter = c.meter FOR NO KEY UPDATE SKIP LOCKED
    ) q
  ) f;

  -- A default limit must not change between being read here and the commit.
  IF v_by_default IS NOT NULL THEN
    BEGIN
      LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE NOWAIT;
      SELECT array_agg(f.place) FILTER (WHERE f.amounts <= coalesce(f.limit_value, 9007199254740991) - f.used),
             array_agg(f.place) FILTER (WHERE f.amount > coalesce(f.limit_value, 9007199254740991) - f.used)
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
  WITH fitting AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_creates) AS c (
      place bigint, id uuid, owner_id uuid, kind text, name text, created_at timestamptz, updated_at timestamptz,
      demand jsonb, meter text, amount bigint,
      event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
      target_type text, target_id text, target_owner_id uuid, request_id text, rule text, details jsonb)
    WHERE c.place = ANY (v_fitting)
  ), made AS (
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    SELECT f.id, f.owner_id, f.kind, f.name, f.demand, f.created_at, f.updated_at FROM fitting f
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), claimed AS (
    UPDATE bailiwick_quotas q SET used = q.used + m.amount
    FROM (
      SELECT f.owner_id, f.meter, sum(f.amount)::bigint AS amount FROM fitting f JOIN made USING (id)
      GROUP BY f.owner_id, f.meter
    ) m
    WHERE q.owner_id = m.owner_id AND q.meter = m.meter
  ), recorded AS (
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    SELECT f.event_id, f.at, f.actor_type, f.actor_id, f.actor_credential, f.action,
           f.target_type, f.target_id, f.target_owner_id, f.request_id, 'accepted', f.rule, f.details
    FROM fitting f JOIN made USING (id)
  )
  SELECT made.id, NULL::jsonb FROM made;

  -- What did not fit before the others fits even less after them; the quotas are locked until the end.
  IF v_refused IS NOT NULL THEN
    RETURN QUERY
    WITH refused AS MATERIALIZED (
      SELECT c.*, jsonb_build_array(jsonb_build_object(
        'meter', c.meter, 'limit', CASE WHEN q.limit_set THEN q.limit_value ELSE l.limit_value END,
        'used', q.used, 'requested', c.amount)) AS short
      FROM json_to_recordset(p_creates) AS c (
        place bigint, id uuid, owner_id uuid, meter text, amount bigint,
        event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
        target_type text, target_id text, target_owner_id uuid, request_id text, refusal_key text, details jsonb)
      JOIN bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
      LEFT JOIN bailiwick_default_limits l ON l.meter = c.meter
      WHERE c.place = ANY (v_refused)
    ), counted AS (
      -- One statement may insert or update a row once only: equal refusals are counted before they meet the table.
      SELECT min(r.place) AS first, count(*) AS count FROM refused r
      GROUP BY r.refusal_key, CASE WHEN r.refusal_key IS NULL THEN r.place END
    ), recorded AS (
      INSERT INTO bailiwick_audit_events AS a
        (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
         outcome, reason, details, refusal_key, count)
      SELECT r.event_id, r.at, r.actor_type, r.actor_id, r.actor_credential, r.action,
             r.target_type, r.target_id, r.target_owner_id, r.request_id,
             'refused', 'quota-exceeded', r.details || jsonb_build_object('quotas', r.short), r.refusal_key, c.count
      FROM counted c JOIN refused r ON r.place = c.first
      -- Two batches that count the same refusals lock them in one order.
      ORDER BY r.refusal_key
      ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + excluded.count
    )
    SELECT r.id, r.short FROM refused r;
  END IF;
END
$function$`;
