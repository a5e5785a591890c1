// How are quotas and default limits stored?
import {
  isEmptyDemand,
  quota,
  shortfallOnPath,
  type AuditDraft,
  type DefaultLimit,
  type NewDefaultLimit,
  type Demand,
  type Limit,
  type Quota,
  type QuotaLevel,
  type QuotaOwner,
  type QuotaShortfall,
  type QuotaCheckStep,
  type QuotaDifference,
  type QuotaKey,
  type QuotaStore,
  type RecordVerificationOutcome,
  type Released,
  type RepairOutcome,
  type RepairRootOutcome,
  type SetDefaultLimitOutcome,
  type SetLimitOutcome,
  type OwnerId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { IS_PRESENT, runCommand } from './authority.js';
import { runAll, type Database } from './database.js';
import type { Executor } from './executor.js';
import { below } from './group-tree.js';
import { correctRoots, misplacedRows } from './roots.js';
import { join, sql, type Sql } from './sql.js';
import { readInteger, type StoredInteger } from './stored-values.js';

/** The limit in force, of a quota `q` and the default limit `d` of its meter and type of owner. */
export const LIMIT_IN_FORCE = sql`CASE WHEN q.limit_set THEN q.limit_value ELSE d.limit_value END`;

/**
 * Resources counted by one step of `check`, unless one owner has more. Half a million of one owner took 0.6 s,
 * on SQLite and on PostgreSQL, on two busy cores (`pnpm run check:scale`): eight times below the timeout.
 */
const CHECK_RESOURCES_MAX = 100_000;

/** Owners that are no group are of this type. */
const TYPE_OF_USERS = 'user';

/** The type of an owner. As a join, PostgreSQL would read all groups for a page of users. */
const typeOf = (ownerId: Sql) =>
  sql`coalesce((SELECT t.type FROM bailiwick_groups t WHERE t.id = ${ownerId}), 'user')`;

export class KnexQuotaStore implements QuotaStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  async list(ownerId: OwnerId): Promise<Quota[] | null> {
    return (await this.listMany([ownerId])).get(ownerId) ?? null;
  }

  async listMany(ownerIds: readonly OwnerId[]): Promise<Map<OwnerId, Quota[]>> {
    const { isOneOf } = this.#executor.dialect;
    const among = (column: Sql) => isOneOf(column, ownerIds, sql`uuid`);
    // The quotas with a default, the others, and for each owner a row of nulls, which says that the owner exists. A
    // refused create can leave a quota with no usage and no limit of its own, which is not listed.
    const rows = await this.#executor.rows<QuotaRow>(sql`
      SELECT o.id AS "ownerId", d.meter, ${LIMIT_IN_FORCE} AS "limit", q.used, q.limit_set AS "isOwn",
             d.owner_type AS "ownerType"
      FROM bailiwick_owners o JOIN bailiwick_default_limits d ON d.owner_type = ${typeOf(sql`o.id`)}
      LEFT JOIN bailiwick_quotas q ON q.owner_id = o.id AND q.meter = d.meter
      WHERE ${among(sql`o.id`)}
      UNION ALL
      SELECT q.owner_id, q.meter, q.limit_value, q.used, q.limit_set, ${typeOf(sql`q.owner_id`)} FROM bailiwick_quotas q
      WHERE ${among(sql`q.owner_id`)} AND (q.limit_set OR q.used > 0) AND NOT EXISTS (
        SELECT 1 FROM bailiwick_default_limits d
        WHERE d.owner_type = ${typeOf(sql`q.owner_id`)} AND d.meter = q.meter)
      UNION ALL
      SELECT o.id, NULL, NULL, NULL, NULL, 'user' FROM bailiwick_owners o
      WHERE ${among(sql`o.id`)} AND NOT EXISTS (SELECT 1 FROM bailiwick_group_deletions g WHERE g.id = o.id)`);
    const present = new Set(rows.filter(({ meter }) => meter === null).map(({ ownerId }) => ownerId));
    const found = new Map<OwnerId, Quota[]>();
    for (const row of rows) {
      // A deleted group keeps its quotas until its last resource is gone.
      if (!present.has(row.ownerId)) continue;
      const quotas = found.get(row.ownerId) ?? [];
      found.set(row.ownerId, [...quotas, ...readQuota(row)]);
    }
    for (const quotas of found.values()) quotas.sort((a, b) => (a.meter < b.meter ? -1 : 1));
    return found;
  }

  async listOnPath(groupId: OwnerId): Promise<QuotaLevel[] | null> {
    const levels = await readLevels(this.#executor, groupId);
    return levels.length === 0 ? null : levels;
  }

  setLimit(change: QuotaKey & { limit: Limit }, audit: AuditDraft): Promise<SetLimitOutcome> {
    const { ownerId, meter, limit } = change;
    const hold = { owners: [ownerId] };
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<SetLimitOutcome> => {
      if (!held.has(ownerId)) return refuse(db, audit, { type: 'absent' });
      const used = await setOwnLimit(db, change);
      await recordAccepted(db, audit);
      return { type: 'set', quota: quota(meter, limit, used, held.get(ownerId) ?? 'user') };
    });
  }

  clearLimit({ ownerId, meter }: QuotaKey, audit: AuditDraft): Promise<SetLimitOutcome> {
    const hold = { owners: [ownerId] };
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<SetLimitOutcome> => {
      if (!held.has(ownerId)) return refuse(db, audit, { type: 'absent' });
      const [row] = await db.rows<{ used: StoredInteger }>(sql`
        UPDATE bailiwick_quotas SET limit_set = false, limit_value = NULL
        WHERE owner_id = ${ownerId} AND meter = ${meter} RETURNING used`);
      const defaultLimit = await findDefaultLimit(db, ownerId, meter);
      await recordAccepted(db, audit);
      return { type: 'set', quota: quota(meter, defaultLimit, readInteger(row?.used ?? 0), 'default') };
    });
  }

  async listDefaultLimits(): Promise<DefaultLimit[]> {
    const rows = await this.#executor.rows<DefaultLimitRow>(
      sql`SELECT owner_type AS "ownerType", meter, limit_value AS "limit" FROM bailiwick_default_limits
          ORDER BY owner_type, meter`,
    );
    return rows.map(({ ownerType, meter, limit }) => ({ ownerType, meter, limit: readLimit(limit) }));
  }

  setDefaultLimit(
    { ownerType = TYPE_OF_USERS, meter, limit }: NewDefaultLimit,
    audit: AuditDraft,
  ): Promise<SetDefaultLimitOutcome> {
    return runCommand(this.#executor, audit, {}, async (db): Promise<SetDefaultLimitOutcome> => {
      await runAll(db, db.dialect.holdDefaultLimits);
      await db.rows(sql`
        INSERT INTO bailiwick_default_limits (owner_type, meter, limit_value) VALUES (${ownerType}, ${meter}, ${limit})
        ON CONFLICT (owner_type, meter) DO UPDATE SET limit_value = excluded.limit_value`);
      await recordAccepted(db, audit);
      return { type: 'set' };
    });
  }

  /** One statement reads all that is compared, hence in one committed state. Earlier ones decide how far the step goes. */
  async check(fromOwnerId: OwnerId | null, ownersMax: number): Promise<QuotaCheckStep> {
    const owners = await this.#nextOwners(fromOwnerId, ownersMax);
    const [first] = owners;
    if (first === undefined) return { ownersChecked: 0, differences: [], misplaced: [], nextOwnerId: null };
    const bound = await this.#ownerOfResourceAfter(first, CHECK_RESOURCES_MAX);
    // An owner with more resources than the bound is a step of their own.
    const isInStep = (id: OwnerId, index: number) =>
      index === 0 || (index < ownersMax && (bound === null || id < bound));
    const ownersChecked = owners.filter(isInStep).length;
    const nextOwnerId = owners[ownersChecked] ?? null;
    return { ownersChecked, ...(await this.#compare(first, nextOwnerId)), nextOwnerId };
  }

  /** Returns one more owner than asked for, with whom the next step begins. */
  async #nextOwners(from: OwnerId | null, count: number): Promise<OwnerId[]> {
    const condition = from === null ? sql`true` : sql`id >= ${from}`;
    const rows = await this.#executor.rows<{ id: OwnerId }>(
      sql`SELECT id FROM bailiwick_owners WHERE ${condition} ORDER BY id LIMIT ${count + 1}`,
    );
    return rows.map(({ id }) => id);
  }

  /** Returns the owner of the resource that follows `count` resources, from the first one of `owner` on. */
  async #ownerOfResourceAfter(owner: OwnerId, count: number): Promise<OwnerId | null> {
    const [row] = await this.#executor.rows<{ id: OwnerId }>(sql`
      SELECT owner_id AS id FROM bailiwick_resources WHERE owner_id >= ${owner} ORDER BY owner_id LIMIT 1 OFFSET ${count}`);
    return row?.id ?? null;
  }

  /**
   * Resources with equal demands are counted before the demand is taken apart. That is a third of the work of taking
   * each demand apart on SQLite, and two thirds on PostgreSQL.
   */
  async #compare(
    from: OwnerId,
    before: OwnerId | null,
  ): Promise<Pick<QuotaCheckStep, 'differences' | 'misplaced'>> {
    const { dialect } = this.#executor;
    const inStep = (column: Sql) =>
      before === null ? sql`${column} >= ${from}` : sql`${column} >= ${from} AND ${column} < ${before}`;
    const rows = await this.#executor.rows<DifferenceRow>(sql`
      WITH RECURSIVE ${below(inStep(sql`id`))}, counted AS (
        SELECT owner_id, root_id, demand, count(*) AS count
        FROM bailiwick_resources WHERE ${inStep(sql`owner_id`)} GROUP BY owner_id, root_id, demand
      )
      SELECT owner_id AS "ownerId", meter, sum(used) AS used, sum(actual) AS actual
      FROM (
        SELECT owner_id, meter, used, 0 AS actual FROM bailiwick_quotas WHERE ${inStep(sql`owner_id`)}
        UNION ALL
        SELECT r.owner_id, e.key, 0, r.count * CAST(e.value AS bigint)
        FROM counted r, ${dialect.jsonEach}(r.demand) e
        UNION ALL
        SELECT r.top, e.key, 0, r.count * CAST(e.value AS bigint)
        FROM (
          SELECT b.top, r.demand, count(*) AS count
          FROM below b JOIN bailiwick_resources r ON r.owner_id = b.id
          WHERE b.id <> b.top GROUP BY b.top, r.demand
        ) r, ${dialect.jsonEach}(r.demand) e
        UNION ALL
        SELECT b.top, e.key, 0, CAST(e.value AS bigint)
        FROM below b JOIN bailiwick_members m ON m.group_id = b.id, ${dialect.jsonEach}(m.demand) e
        UNION ALL
        SELECT b.top, e.key, 0, CAST(e.value AS bigint)
        FROM below b JOIN bailiwick_groups g ON g.id = b.id AND b.id <> b.top, ${dialect.jsonEach}(g.demand) e
      ) figures
      GROUP BY owner_id, meter HAVING sum(used) <> sum(actual)
      UNION ALL
      SELECT m.owner_id, NULL, 0, m.count FROM (${misplacedRows(dialect, sql`counted`, inStep)}) m
      ORDER BY 1, 2`);
    return {
      differences: rows.flatMap(readDifference),
      misplaced: rows.flatMap(({ ownerId, meter, actual }) =>
        meter === null ? [{ ownerId: ownerId as OwnerId, count: readInteger(actual) }] : [],
      ),
    };
  }

  recordVerification(audit: AuditDraft): Promise<RecordVerificationOutcome> {
    return runCommand(this.#executor, audit, {}, async (db): Promise<RecordVerificationOutcome> => {
      await recordAccepted(db, audit);
      return { type: 'recorded' };
    });
  }

  repair({ ownerId, meter }: QuotaKey, audit: AuditDraft): Promise<RepairOutcome> {
    return runCommand(
      this.#executor,
      audit,
      { owners: [ownerId] },
      async (db, held): Promise<RepairOutcome> => {
        if (!held.has(ownerId)) return { type: 'true' };
        const used = await lockQuota(db, { ownerId, meter });
        // The recount is a later statement than the lock, so that it sees all that was committed before the lock.
        const actual = await sumOfDemands(db, { ownerId, meter }, held.get(ownerId) === 'group');
        if (used === actual) return { type: 'true' };
        await db.rows(
          sql`UPDATE bailiwick_quotas SET used = ${actual} WHERE owner_id = ${ownerId} AND meter = ${meter}`,
        );
        await recordAccepted(db, audit);
        return { type: 'repaired', difference: { ownerId, meter, used, actual } };
      },
    );
  }

  repairRoot(ownerId: OwnerId, audit: AuditDraft): Promise<RepairRootOutcome> {
    const hold = { owners: [ownerId] };
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<RepairRootOutcome> => {
      if (!held.has(ownerId)) return { type: 'true' };
      await lockQuotas(db, ownerId);
      const count = await correctRoots(db, ownerId);
      if (count === 0) return { type: 'true' };
      await recordAccepted(db, audit);
      return { type: 'repaired', misplaced: { ownerId, count } };
    });
  }
}

/** Sets the limit, whatever is used, and returns `used`. */
export async function setOwnLimit(
  db: Database,
  { ownerId, meter, limit }: QuotaKey & { limit: Limit },
): Promise<number> {
  const [row] = await db.rows<{ used: StoredInteger }>(sql`
    INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, limit_value, used, root_id)
    VALUES (${ownerId}, ${meter}, true, ${limit}, 0, ${db.dialect.rootOf(ownerId)})
    ON CONFLICT (owner_id, meter) DO UPDATE SET limit_set = true, limit_value = excluded.limit_value
    RETURNING used`);
  return readInteger(row?.used ?? 0);
}

/** Adds the demand to the usage of all its meters in one statement. */
export async function takeUsage(db: Database, ownerId: OwnerId, demand: Demand): Promise<void> {
  await db.rows(sql`
    UPDATE bailiwick_quotas AS q SET used = q.used + CAST(e.value AS bigint)
    FROM ${db.dialect.jsonEach}(${JSON.stringify(demand)}) e
    WHERE q.owner_id = ${ownerId} AND q.meter = e.key`);
}

/**
 * Subtracts the demand from the usage. Returns `false` if an operator has lowered the usage by hand, so that it was below
 * the demand; it is then zero.
 */
export async function releaseUsage(db: Database, ownerId: OwnerId, demand: Demand): Promise<boolean> {
  const { jsonEach } = db.dialect;
  const given = await db.rows<{ meter: string }>(sql`
    UPDATE bailiwick_quotas AS q SET used = q.used - CAST(e.value AS bigint)
    FROM ${jsonEach}(${JSON.stringify(demand)}) e
    WHERE q.owner_id = ${ownerId} AND q.meter = e.key AND q.used >= CAST(e.value AS bigint)
    RETURNING meter`);
  const meters = new Set(given.map(({ meter }) => meter));
  const others = Object.keys(demand).filter((meter) => !meters.has(meter));
  if (others.length === 0) return true;
  await db.rows(sql`
    UPDATE bailiwick_quotas SET used = 0
    WHERE owner_id = ${ownerId} AND ${db.dialect.isOneOf(sql`meter`, others, sql`text`)}`);
  return false;
}

/** Releases the demand at each of these levels, and says so if one of them had used less. */
export async function releaseAt(db: Database, owners: readonly OwnerId[], demand: Demand): Promise<Released> {
  let isWhole = true;
  for (const one of owners) isWhole = (await releaseUsage(db, one, demand)) && isWhole;
  return isWhole ? {} : { isUsageTooLow: true };
}

/** Locks the quotas of these owners and meters, in the order of all commands. Rows are added where there are none. */
export async function lockQuotasOf(
  db: Database,
  owners: readonly OwnerId[],
  meters: readonly string[],
): Promise<void> {
  const rows = [...owners]
    .sort()
    .flatMap((owner) =>
      [...meters].sort().map((meter) => sql`(${owner}, ${meter}, false, 0, ${db.dialect.rootOf(owner)})`),
    );
  if (rows.length === 0) return;
  await db.rows(sql`
    INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used, root_id) VALUES ${join(rows, ', ')}
    ON CONFLICT (owner_id, meter) DO NOTHING`);
  const { isOneOf, lock } = db.dialect;
  await db.rows(sql`
    SELECT 1 FROM bailiwick_quotas
    WHERE ${isOneOf(sql`owner_id`, owners, sql`uuid`)} AND ${isOneOf(sql`meter`, meters, sql`text`)}
    ORDER BY owner_id, meter ${lock.noKeyUpdate}`);
}

/** Reads the limit in force and the usage of each meter that a demand names. */
export async function readOwnLevel(db: Database, ownerId: OwnerId, demand: Demand): Promise<Quota[]> {
  const meters = db.dialect.isOneOf(sql`q.meter`, Object.keys(demand), sql`text`);
  const rows = await db.rows<Omit<QuotaRow, 'ownerId'>>(sql`
    SELECT q.meter, ${LIMIT_IN_FORCE} AS "limit", q.used, q.limit_set AS "isOwn", 'user' AS "ownerType"
    FROM bailiwick_quotas q LEFT JOIN bailiwick_default_limits d ON d.owner_type = 'user' AND d.meter = q.meter
    WHERE q.owner_id = ${ownerId} AND ${meters}`);
  return rows.flatMap(readQuota);
}

/** The state of an owner of this type who has no own limits and no usage. */
export async function readDefaultLevel(db: Database, ownerType: string): Promise<Quota[]> {
  const rows = await db.rows<Pick<DefaultLimitRow, 'meter' | 'limit'>>(sql`
    SELECT meter, limit_value AS "limit" FROM bailiwick_default_limits WHERE owner_type = ${ownerType}`);
  return rows.map(({ meter, limit }) => quota(meter, readLimit(limit), 0, 'default'));
}

/** Locks all quotas of the owner. The lock order has them before the resources that are deleted. */
export async function lockQuotas(db: Database, ownerId: OwnerId): Promise<void> {
  await db.rows(sql`
    SELECT 1 FROM bailiwick_quotas WHERE owner_id = ${ownerId} ORDER BY meter ${db.dialect.lock.noKeyUpdate}`);
}

/**
 * Claims the demand at every level of a path, whose group is locked, or returns the figures if some level has no room.
 */
export async function claimOnPath(
  db: Database,
  path: readonly [OwnerId, ...OwnerId[]],
  demand: Demand,
): Promise<readonly QuotaShortfall[] | null> {
  if (isEmptyDemand(demand)) return null;
  await lockQuotasOf(db, path, Object.keys(demand));
  // A default limit must not change between this read and the commit.
  await runAll(db, db.dialect.relyOnDefaultLimits);
  const quotas = shortfallOnPath(demand, await readLevels(db, path[0]));
  if (quotas !== null) return quotas;
  for (const one of path) await takeUsage(db, one, demand);
  return null;
}

/** Releases the demand at every level of a path, whose group is locked. */
export async function releaseOnPath(
  db: Database,
  path: readonly OwnerId[],
  demand: Demand,
): Promise<Released> {
  if (isEmptyDemand(demand)) return {};
  await lockQuotasOf(db, path, Object.keys(demand));
  return releaseAt(db, path, demand);
}

/** More is used than the limit in force; a limit of `null` is never exceeded. */
export const IS_OVER = sql`q.used > ${LIMIT_IN_FORCE}`;

/** Something is used, and at least this percentage of the limit in force. A hundred times a usage is below 2^60. */
export function isNear(percent: number): Sql {
  return sql`q.used > 0 AND q.used * 100 >= ${LIMIT_IN_FORCE} * ${percent}`;
}

/**
 * Reads the quotas of a group and of every group above it, from the group up. A refused create can leave a quota with
 * no usage and no limit, which is not read.
 */
export async function readLevels(
  db: Pick<Database, 'rows' | 'dialect'>,
  groupId: OwnerId,
): Promise<QuotaLevel[]> {
  const rows = await db.rows<LevelRow>(sql`
    SELECT g.id, g.type, g.name, d.meter, ${LIMIT_IN_FORCE} AS "limit", q.used, q.limit_set AS "isOwn",
           g.type AS "ownerType", p.key AS place
    FROM bailiwick_groups own
    CROSS JOIN ${db.dialect.eachOfPath(sql`own.path`)}
    JOIN bailiwick_groups g ON g.id = p.value
    JOIN bailiwick_default_limits d ON d.owner_type = g.type
    LEFT JOIN bailiwick_quotas q ON q.owner_id = g.id AND q.meter = d.meter
    WHERE own.id = ${groupId}
    UNION ALL
    SELECT g.id, g.type, g.name, q.meter, q.limit_value, q.used, q.limit_set, g.type, p.key
    FROM bailiwick_groups own
    CROSS JOIN ${db.dialect.eachOfPath(sql`own.path`)}
    JOIN bailiwick_groups g ON g.id = p.value
    LEFT JOIN bailiwick_quotas q ON q.owner_id = g.id AND (q.limit_set OR q.used > 0) AND NOT EXISTS (
      SELECT 1 FROM bailiwick_default_limits d WHERE d.owner_type = g.type AND d.meter = q.meter)
    WHERE own.id = ${groupId} ORDER BY place, meter`);
  const levels = new Map<string, { owner: QuotaOwner; quotas: Quota[] }>();
  for (const row of rows) {
    const { id, type, name } = row;
    const level = levels.get(id) ?? { owner: { id, type, name }, quotas: [] };
    levels.set(id, level);
    level.quotas.push(...readQuota(row));
  }
  return [...levels.values()];
}

interface LevelRow extends Omit<QuotaRow, 'ownerId'>, QuotaOwner {}

interface QuotaRow {
  readonly ownerId: OwnerId;
  /** `null`: the row says only that the owner exists. */
  readonly meter: string | null;
  readonly limit: StoredInteger | null;
  readonly used: StoredInteger | null;
  readonly isOwn: boolean | number | null;
  readonly ownerType: string;
}

interface DefaultLimitRow {
  readonly ownerType: string;
  readonly meter: string;
  readonly limit: StoredInteger | null;
}

interface DifferenceRow {
  readonly ownerId: string;
  /** `null`: `actual` rows of the owner carry another root. */
  readonly meter: string | null;
  readonly used: StoredInteger;
  readonly actual: StoredInteger;
}

function readQuota({ meter, limit, used, isOwn, ownerType }: Omit<QuotaRow, 'ownerId'>): Quota[] {
  if (meter === null) return [];
  const source = isOwn ? (ownerType === TYPE_OF_USERS ? 'user' : 'group') : 'default';
  return [quota(meter, readLimit(limit), readInteger(used ?? 0), source)];
}

function readDifference({ ownerId, meter, used, actual }: DifferenceRow): QuotaDifference[] {
  if (meter === null) return [];
  return [{ ownerId: ownerId as OwnerId, meter, used: readInteger(used), actual: readInteger(actual) }];
}

export function readLimit(limit: StoredInteger | null): Limit {
  return limit === null ? null : readInteger(limit);
}

/** Prevents the deletion of the user until the transaction ends. Returns `false` when there is no such user. */
export async function lockOwner(db: Database, ownerId: OwnerId): Promise<boolean> {
  const rows = await db.rows(
    sql`SELECT 1 FROM bailiwick_users WHERE id = ${ownerId} AND ${IS_PRESENT} ${db.dialect.lock.keyShare}`,
  );
  return rows.length > 0;
}

/** Locks the quota, for which creates then wait. The row is added if there is none. */
async function lockQuota(db: Database, { ownerId, meter }: QuotaKey): Promise<number> {
  await db.rows(sql`
    INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used, root_id)
    VALUES (${ownerId}, ${meter}, false, 0, ${db.dialect.rootOf(ownerId)})
    ON CONFLICT (owner_id, meter) DO NOTHING`);
  const [row] = await db.rows<{ used: StoredInteger }>(sql`
    SELECT used FROM bailiwick_quotas WHERE owner_id = ${ownerId} AND meter = ${meter} ${db.dialect.lock.noKeyUpdate}`);
  return readInteger(row?.used ?? 0);
}

async function sumOfDemands(db: Database, { ownerId, meter }: QuotaKey, isGroup: boolean): Promise<number> {
  const amount = sql`CAST(demand ->> CAST(${meter} AS text) AS bigint) AS amount`;
  const isBelow = sql`IN (SELECT id FROM below)`;
  const [row] = await db.rows<{ actual: StoredInteger | null }>(
    isGroup
      ? sql`
        WITH RECURSIVE ${below(sql`id = ${ownerId}`)}
        SELECT sum(amount) AS actual FROM (
          SELECT ${amount} FROM bailiwick_resources WHERE owner_id ${isBelow}
          UNION ALL SELECT ${amount} FROM bailiwick_members WHERE group_id ${isBelow}
          UNION ALL SELECT ${amount} FROM bailiwick_groups WHERE id ${isBelow} AND id <> ${ownerId}
        ) amounts`
      : sql`SELECT sum(amount) AS actual FROM (
          SELECT ${amount} FROM bailiwick_resources WHERE owner_id = ${ownerId}) amounts`,
  );
  return readInteger(row?.actual ?? 0);
}

async function findDefaultLimit(db: Database, ownerId: OwnerId, meter: string): Promise<Limit> {
  const [row] = await db.rows<Pick<DefaultLimitRow, 'limit'>>(sql`
    SELECT limit_value AS "limit" FROM bailiwick_default_limits
    WHERE owner_type = ${typeOf(sql`${ownerId}`)} AND meter = ${meter}`);
  return readLimit(row?.limit ?? null);
}
