// How does PostgreSQL decide a batch of creates in groups, or by others than the owner?
import { sql, type Sql } from '../../../sql.js';
import { limitInForce } from '../limit-in-force.js';
import { fits } from './quota-rule.js';
import { rolesAlong } from './roles-along.js';

const FITS_AFTER_THE_OTHERS = fits(sql`f.amounts`, sql`f.limit_value`, sql`f.used`);
const FITS_ALONE = fits(sql`f.amount`, sql`f.limit_value`, sql`f.used`);

/** The path of the owner of a create `c`, whose group is `g`; a user is a path of one. */
const PATH = sql`coalesce(g.path, ARRAY[c.owner_id])`;

/**
 * Whether the actor of a create `c` has the roles that the decision found. A statement that began after the actor was
 * locked has to ask: one that locks the actor itself shows the members as they were before.
 */
const HAS_ROLES = sql`
  (c.authority_path IS NULL OR c.authority_roles = ${rolesAlong(sql`c.authority_path`, sql`c.authority_id`)})`;

/** The quota of a level `o`, which has an id and a meter. */
const quotaOf = (lock: Sql) => sql`
      SELECT * FROM bailiwick_quotas WHERE owner_id = o.id AND meter = o.meter ${lock}`;

/**
 * Decides creates of any owners by any actors in one transaction if they are accepted at once or exceed a quota, as most
 * are. It takes creates that demand one meter and have no key, since a key may have to be waited for. It skips the others,
 * and `bailiwick_create_resource_v1` decides those one by one: creates whose actor or owner is locked, whose owner must
 * not create, whose authority has changed, or that demand a meter for the first time.
 *
 * No create waits for the quotas of another path. A create that meets a locked quota comes back with the root of its path.
 * The caller gathers such creates by their root, and a batch of one root waits.
 */
export const CREATE_RESOURCES_ON_PATHS_V1 = sql`
-- Creates or refuses several resources, as far as that is decided without waiting; a refusal comes with the quotas. A
-- create that meets a locked quota comes back undecided, with the root of its path.
CREATE FUNCTION bailiwick_create_resources_on_paths_v1(
  p_creates json, -- an array of objects, each with a demand of one meter and the draft of an audit event
  p_waits boolean -- whether to wait for locked quotas, because all creates have one root
) RETURNS TABLE (decided_id uuid, quotas jsonb, busy_root_id uuid) LANGUAGE plpgsql
-- A role that may create in the schema could add functions and operators there that PostgreSQL would prefer to its own.
SET search_path = pg_catalog, pg_temp
-- Rows are looked up one by one: a plan that was made while the tables were small must not read them whole later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
-- The planner takes each array for ten times as long as it is. Compiling would take longer than running.
SET jit = off
-- The function still waits for the quotas of the only root, and for another transaction that creates a resource with
-- the same id, since a host may have chosen it for both.
SET lock_timeout = '50ms'
AS $function$
DECLARE
  v_knows_defaults boolean := true; -- whether the default limits stay as they are until the commit
  v_fitting bigint[]; -- positions in the array
  v_refused bigint[];
  v_busy_ids uuid[];
  v_busy_root_ids uuid[];
BEGIN
  -- A row that changed between an older snapshot and a lock would be an error here, and not a newer row.
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RETURN;
  END IF;

  -- If all creates have one root, nobody else waits: the batch then waits for what another process has locked. The paths
  -- are read again below, under a lock: the quotas of one that has changed are then not waited for.
  IF p_waits THEN
    PERFORM 1 FROM (
      SELECT DISTINCT p.id, c.meter COLLATE "C" AS meter
      FROM json_to_recordset(p_creates) AS c (owner_id uuid, meter text)
      LEFT JOIN bailiwick_groups g ON g.id = c.owner_id
      CROSS JOIN unnest(${PATH}) AS p (id)
      ORDER BY 1, 2
    ) o CROSS JOIN LATERAL (${quotaOf(sql`FOR NO KEY UPDATE`)}) q;
  END IF;

  -- A default limit must not change between its read and the commit.
  BEGIN
    LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE NOWAIT;
  EXCEPTION WHEN lock_not_available THEN
    v_knows_defaults := false;
  END;

  -- A create is accepted if, at each level, it fits after all earlier ones on the same quota, whether those are accepted
  -- or not. It is refused if at some level it would not even fit before all of them, and skipped in between.
  WITH asked AS MATERIALIZED (
    SELECT c.position, c.id, c.meter, c.amount, ${PATH} AS path
    FROM json_to_recordset(p_creates) AS c (
      position bigint, id uuid, owner_id uuid, meter text, amount bigint, authority_id uuid, authority_version bigint,
      authority_path uuid[])
    LEFT JOIN LATERAL (
      SELECT true AS is_there FROM bailiwick_users WHERE id = c.owner_id AND status = 'active'
        AND (c.authority_id IS NOT NULL OR c.authority_version IS NULL OR authority_version = c.authority_version)
      FOR KEY SHARE SKIP LOCKED
    ) u ON true
    LEFT JOIN LATERAL (
      SELECT path FROM bailiwick_groups WHERE id = c.owner_id AND u.is_there IS NULL FOR KEY SHARE SKIP LOCKED
    ) g ON true
    LEFT JOIN LATERAL (
      SELECT true AS stands FROM bailiwick_users
      WHERE id = c.authority_id AND authority_version = c.authority_version FOR KEY SHARE SKIP LOCKED
    ) a ON true
    WHERE (u.is_there OR g.path IS NOT NULL) AND (c.authority_id IS NULL OR a.stands)
      AND (c.authority_path IS NULL OR c.authority_path = g.path)
  )
  SELECT array_agg(d.position) FILTER (WHERE d.fits), array_agg(d.position) FILTER (WHERE d.is_short),
         array_agg(d.id) FILTER (WHERE d.is_busy), array_agg(d.root_id) FILTER (WHERE d.is_busy)
  INTO v_fitting, v_refused, v_busy_ids, v_busy_root_ids
  FROM (
    SELECT f.position, f.id, f.root_id, bool_or(f.is_busy) AS is_busy,
           bool_and(f.is_known AND ${FITS_AFTER_THE_OTHERS}) AS fits,
           bool_and(f.is_known) AND NOT bool_and(${FITS_ALONE}) AS is_short
    FROM (
      SELECT c.position, c.id, c.root_id, c.amount, q.used, ${limitInForce(sql`o.id`, sql`o.meter`)} AS limit_value,
             sum(c.amount) OVER (PARTITION BY o.id, o.meter ORDER BY c.position) AS amounts,
             q.used IS NOT NULL AND (q.limit_set OR v_knows_defaults) AS is_known,
             -- With EXISTS, the planner could read the whole table into a hash.
             q.used IS NULL AND (SELECT count(*) FROM (${quotaOf(sql``)}) there) > 0 AS is_busy
      FROM (
        -- Each quota is locked once, for all creates that claim it.
        SELECT p.id, a.meter, array_agg(a.position) AS positions, array_agg(a.id) AS ids,
               array_agg(a.amount) AS amounts, array_agg(a.path[cardinality(a.path)]) AS root_ids
        FROM asked a CROSS JOIN unnest(a.path) AS p (id) GROUP BY p.id, a.meter
      ) o
      LEFT JOIN LATERAL (${quotaOf(sql`FOR NO KEY UPDATE SKIP LOCKED`)}) q ON true
      CROSS JOIN unnest(o.positions, o.ids, o.amounts, o.root_ids) AS c (position, id, amount, root_id)
    ) f GROUP BY f.position, f.id, f.root_id
  ) d;

  RETURN QUERY SELECT b.id, NULL::jsonb, b.root_id FROM unnest(v_busy_ids, v_busy_root_ids) AS b (id, root_id);

  RETURN QUERY
  WITH fitting AS MATERIALIZED (
    SELECT c.*, ${PATH} AS path, g.path[cardinality(g.path)] AS root_id
    FROM json_to_recordset(p_creates) AS c (
      position bigint, id uuid, owner_id uuid, kind text, name text, created_at timestamptz, updated_at timestamptz,
      demand jsonb, meter text, amount bigint, authority_id uuid, authority_path uuid[], authority_roles text[],
      event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
      target_type text, target_id text, target_owner_id uuid, request_id text, rule text, details jsonb)
    LEFT JOIN bailiwick_groups g ON g.id = c.owner_id
    WHERE c.position = ANY (v_fitting) AND ${HAS_ROLES}
  ), made AS (
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at, root_id)
    SELECT f.id, f.owner_id, f.kind, f.name, f.demand, f.created_at, f.updated_at, f.root_id FROM fitting f
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), claimed AS (
    UPDATE bailiwick_quotas q SET used = q.used + m.amount
    FROM (
      SELECT p.level_id, f.meter, sum(f.amount)::bigint AS amount
      FROM fitting f JOIN made USING (id) CROSS JOIN unnest(f.path) AS p (level_id) GROUP BY p.level_id, f.meter
    ) m
    WHERE q.owner_id = m.level_id AND q.meter = m.meter
  ), recorded AS (
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, request_id,
       outcome, reason, details)
    SELECT f.event_id, f.at, f.actor_type, f.actor_id, f.actor_credential, f.action,
           f.target_type, f.target_id, f.target_owner_id, f.request_id, 'accepted', f.rule, f.details
    FROM fitting f JOIN made USING (id)
  )
  SELECT made.id, NULL::jsonb, NULL::uuid FROM made;

  -- A create that did not fit before the others fits even less after them; the quotas are locked until the end.
  IF v_refused IS NOT NULL THEN
    RETURN QUERY
    WITH refused AS MATERIALIZED (
      SELECT c.*, (
        SELECT jsonb_agg(jsonb_build_object(
          'meter', c.meter, 'limit', ${limitInForce(sql`p.id`, sql`c.meter`)}, 'used', q.used, 'requested', c.amount
        ) || CASE WHEN g.id IS NULL THEN '{}' ELSE jsonb_build_object('owner', (
          SELECT jsonb_build_object('id', level.id, 'type', level.type, 'name', level.name)
          FROM bailiwick_groups level WHERE level.id = p.id
        )) END ORDER BY p.level)
        FROM unnest(${PATH}) WITH ORDINALITY AS p (id, level)
        JOIN bailiwick_quotas q ON q.owner_id = p.id AND q.meter = c.meter
      ) AS short
      FROM json_to_recordset(p_creates) AS c (
        position bigint, id uuid, owner_id uuid, meter text, amount bigint,
        authority_id uuid, authority_path uuid[], authority_roles text[],
        event_id uuid, at timestamptz, actor_type text, actor_id text, actor_credential text, action text,
        target_type text, target_id text, target_owner_id uuid, request_id text, refusal_key text, details jsonb)
      LEFT JOIN bailiwick_groups g ON g.id = c.owner_id
      WHERE c.position = ANY (v_refused) AND ${HAS_ROLES}
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
    SELECT r.id, r.short, NULL::uuid FROM refused r;
  END IF;
END
$function$`;
