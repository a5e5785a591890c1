// How does PostgreSQL decide a batch of creates?
import { sql } from '../../../sql.js';
import { limitInForce } from '../limit-in-force.js';
import { fits } from './quota-rule.js';

const FITS_AFTER_THE_OTHERS = fits(sql`f.amounts`, sql`f.limit_value`, sql`f.used`);
const FITS_ALONE = fits(sql`f.amount`, sql`f.limit_value`, sql`f.used`);

/**
 * Decides creates of users for themselves in one transaction if they are accepted at once or exceed a quota, as most are. No create
 * waits for another owner's lock. The function skips the others, and `bailiwick_create_resource_v1` decides those one by
 * one: creates whose owner or quota is locked, whose owner must not create, whose authority has changed, or that demand a
 * meter for the first time. It takes creates that demand one meter and have no key, since a key may have to be waited
 * for.
 *
 * `bailiwick_create_resources_on_paths_v1` does the same for all others, and could do it here too. It takes a quarter
 * longer in the database, since it looks for a path and for an actor who is not the owner.
 */
export const CREATE_RESOURCES_V1 = sql`
-- Creates or refuses several resources of users who act for themselves, as far as that is decided without waiting; a refusal comes with the quota.
CREATE FUNCTION bailiwick_create_resources_v1(
  p_creates json, -- an array of objects, each with a demand of one meter and the draft of an audit event
  p_only_owner_id uuid, -- the owner of all of them, or null
  p_meters text -- the meters of all of them, separated by commas
) RETURNS TABLE (decided_id uuid, quotas jsonb) LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
-- Rows are looked up one by one: a plan that was made while the tables were small must not read them whole later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
-- The function still waits for the quotas of the only owner, and for another transaction that creates a resource with
-- the same id, since a host may have chosen it for both.
SET lock_timeout = '50ms'
AS $function$
DECLARE
  v_fitting bigint[]; -- positions in the array
  v_refused bigint[];
  v_by_default bigint[]; -- the creates that a default limit decides
  v_fitting_too bigint[];
  v_refused_too bigint[];
BEGIN
  -- A row that changed between an older snapshot and a lock would be an error here, and not a newer row.
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RETURN;
  END IF;

  -- If all creates have one owner, no other owner waits: the batch then waits for what another process has locked.
  IF p_only_owner_id IS NOT NULL THEN
    PERFORM 1 FROM bailiwick_users WHERE id = p_only_owner_id FOR KEY SHARE;
    PERFORM 1 FROM bailiwick_quotas WHERE owner_id = p_only_owner_id AND meter = ANY (string_to_array(p_meters, ','))
    ORDER BY meter FOR NO KEY UPDATE;
  END IF;

  -- A create is accepted if it fits after all earlier ones on the same quota, whether those are accepted or not. It is
  -- refused if it would not even fit before all of them, and skipped in between.
  SELECT array_agg(f.position) FILTER (WHERE f.limit_set AND ${FITS_AFTER_THE_OTHERS}),
         array_agg(f.position) FILTER (WHERE f.limit_set AND NOT (${FITS_ALONE})),
         array_agg(f.position) FILTER (WHERE NOT f.limit_set)
  INTO v_fitting, v_refused, v_by_default
  FROM (
    SELECT c.position, c.amount, q.limit_set, q.limit_value, q.used,
           sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.position) AS amounts
    FROM json_to_recordset(p_creates) AS c (
      position bigint, owner_id uuid, meter text, amount bigint, authority_version bigint)
    CROSS JOIN LATERAL (
      SELECT 1 FROM bailiwick_users WHERE id = c.owner_id AND status = 'active'
        AND (c.authority_version IS NULL OR authority_version = c.authority_version)
      FOR KEY SHARE SKIP LOCKED
    ) u
    CROSS JOIN LATERAL (
      SELECT * FROM bailiwick_quotas WHERE owner_id = c.owner_id AND meter = c.meter FOR NO KEY UPDATE SKIP LOCKED
    ) q
  ) f;

  -- A default limit must not change between this read and the commit.
  IF v_by_default IS NOT NULL THEN
    BEGIN
      LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE NOWAIT;
      SELECT array_agg(f.position) FILTER (WHERE ${FITS_AFTER_THE_OTHERS}),
             array_agg(f.position) FILTER (WHERE NOT (${FITS_ALONE}))
      INTO v_fitting_too, v_refused_too
      FROM (
        SELECT c.position, c.amount, l.limit_value, q.used,
               sum(c.amount) OVER (PARTITION BY c.owner_id, c.meter ORDER BY c.position) AS amounts
        FROM json_to_recordset(p_creates) AS c (position bigint, owner_id uuid, meter text, amount bigint)
        JOIN bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
        LEFT JOIN bailiwick_default_limits l ON l.owner_type = 'user' AND l.meter = c.meter
        WHERE c.position = ANY (v_by_default)
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
      position bigint, id uuid, owner_id uuid, kind text, name text, created_at timestamptz, updated_at timestamptz,
      demand jsonb, meter text, amount bigint,
      event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
      target_type text, target_id text, target_owner_id uuid, request_id text, rule text, details jsonb)
    WHERE c.position = ANY (v_fitting)
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

  -- A create that did not fit before the others fits even less after them; the quotas are locked until the end.
  IF v_refused IS NOT NULL THEN
    RETURN QUERY
    WITH refused AS MATERIALIZED (
      SELECT c.*, jsonb_build_array(jsonb_build_object(
        'meter', c.meter, 'limit', ${limitInForce(sql`c.owner_id`, sql`c.meter`)},
        'used', q.used, 'requested', c.amount)) AS short
      FROM json_to_recordset(p_creates) AS c (
        position bigint, id uuid, owner_id uuid, meter text, amount bigint,
        event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
        target_type text, target_id text, target_owner_id uuid, request_id text, refusal_key text, details jsonb)
      JOIN bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
      WHERE c.position = ANY (v_refused)
    ), counted AS (
      -- A statement may insert or update a row only once, so that equal refusals are counted before they are written.
      SELECT min(r.position) AS first, count(*) AS count FROM refused r
      GROUP BY r.refusal_key, CASE WHEN r.refusal_key IS NULL THEN r.position END
    ), recorded AS (
      INSERT INTO bailiwick_audit_events AS a
        (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
         outcome, reason, details, refusal_key, count)
      SELECT r.event_id, r.at, r.actor_type, r.actor_id, r.actor_credential, r.action,
             r.target_type, r.target_id, r.target_owner_id, r.request_id,
             'refused', 'quota-exceeded', r.details || jsonb_build_object('quotas', r.short), r.refusal_key, c.count
      FROM counted c JOIN refused r ON r.position = c.first
      -- Two batches that count the same refusals lock them in one order.
      ORDER BY r.refusal_key
      ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + excluded.count
    )
    SELECT r.id, r.short FROM refused r;
  END IF;
END
$function$`;
