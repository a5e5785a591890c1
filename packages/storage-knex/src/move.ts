// How does a group get another parent?
import {
  AUTHORITY_CHANGED,
  limits,
  shortfallOnPath,
  totalDemand,
  type AuditDraft,
  type Demand,
  type Group,
  type GroupId,
  type MoveGroup,
  type MoveGroupOutcome,
  type OwnerId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { holdPaths, runCommand } from './authority.js';
import { runAll, type Database } from './database.js';
import type { Executor } from './executor.js';
import { findGroupWithDemand, GROUP_COLUMNS, isSame, readGroup, type GroupRow } from './group-row.js';
import { lockQuotasOf, readLevels, releaseAt, takeUsage } from './quotas.js';
import { rewriteRoots } from './roots.js';
import { sql } from './sql.js';
import { readInteger, type StoredInteger } from './stored-values.js';

/**
 * Locks the groups, and then the quotas of both paths, as every command does. It claims what the group uses on the new
 * path without the old one, and releases it on the old one without the new one.
 */
export function moveGroup(
  executor: Executor,
  id: GroupId,
  { from, to, at, ifUnchangedSince }: MoveGroup,
  audit: AuditDraft,
): Promise<MoveGroupOutcome> {
  return runCommand(executor, audit, { paths: 'later' }, async (db): Promise<MoveGroupOutcome> => {
    if (await db.dialect.seesThePast(db)) throw new Error(NEEDS_THE_PRESENT);
    const height = await lockWithAllBelow(db, id, to);
    if (!(await holdPaths(db, audit))) return AUTHORITY_CHANGED;
    const found = await findGroupWithDemand(db, id);
    if (found === null) return refuse(db, audit, { type: 'absent' });
    const { group, demand } = found;
    if (!isSame(group, ifUnchangedSince)) return refuse(db, audit, { type: 'precondition-failed' });
    if (group.parentId !== from) return { type: 'parent-changed' };
    const [left, joined] = [await pathOf(db, from), await pathOf(db, to)];
    if (to !== null && joined.length === 0) return refuse(db, audit, { type: 'no-parent' });
    if (joined.includes(id)) return refuse(db, audit, { type: 'cycle' });
    if (joined.length + height > limits.PATH_LENGTH_MAX) return refuse(db, audit, { type: 'too-deep' });

    const onlyJoined = joined.filter((one) => !left.includes(one));
    const onlyLeft = left.filter((one) => !joined.includes(one));
    const others = [...onlyJoined, ...onlyLeft];
    const inside = await lockUsage(db, id, others, Object.keys(demand));
    const usage = totalDemand([inside, demand]);
    // A default limit must not change between this read and the commit.
    await runAll(db, db.dialect.relyOnDefaultLimits);
    const levels = to === null ? [] : await readLevels(db, to);
    const quotas = shortfallOnPath(
      usage,
      levels.filter(({ owner }) => onlyJoined.includes(owner.id as OwnerId)),
    );
    if (quotas !== null) return refuse(db, audit, { type: 'quota-exceeded', quotas }, { quotas });

    const moved = await rewritePaths(db, id, { to, at, joined });
    const [before, after] = [left.at(-1) ?? id, joined.at(-1) ?? id];
    if (before !== after) await rewriteRoots(db, id, after);
    for (const one of onlyJoined) await takeUsage(db, one, usage);
    const released = await releaseAt(db, onlyLeft, usage);
    await recordAccepted(db, audit);
    return { type: 'moved', group: moved, ...released };
  });
}

/** The rows below the group carry its root. One that the snapshot does not show would keep it, without a conflict. */
const NEEDS_THE_PRESENT =
  'groups.move is not available in a transaction at REPEATABLE READ or SERIALIZABLE: it would miss what others have created since the snapshot. Call it in a transaction at READ COMMITTED, or without one of your own.';

/**
 * Locks the group, all groups below it and the new parent, and returns how many levels the group has, itself included.
 *
 * Each command below holds FOR KEY SHARE on its group: it ends before these locks are granted, or waits and then reads
 * the new path. Every other move that changes one of these paths has to lock that group too. So moves that would
 * together close a cycle run one after the other, and locking the roots would only make creates in them wait. Groups
 * that were added while this waited are found, and locked, by reading once more.
 */
async function lockWithAllBelow(db: Database, id: GroupId, to: GroupId | null): Promise<number> {
  const { isOneOf, lock } = db.dialect;
  const locked = new Set<string>();
  for (;;) {
    const tree = await readBelow(db, id);
    const wanted = [...tree.map((row) => row.id), ...(to === null ? [] : [to])];
    const missing = wanted.filter((one) => !locked.has(one));
    if (missing.length === 0) return Math.max(0, ...tree.map(({ level }) => readInteger(level)));
    await db.rows(sql`
      SELECT 1 FROM bailiwick_groups WHERE ${isOneOf(sql`id`, missing, sql`uuid`)} ORDER BY id ${lock.update}`);
    for (const one of missing) locked.add(one);
  }
}

function readBelow(db: Database, id: GroupId): Promise<{ id: string; level: StoredInteger }[]> {
  return db.rows(sql`
    WITH RECURSIVE tree (id, level) AS (
      SELECT id, 1 FROM bailiwick_groups WHERE id = ${id}
      UNION ALL SELECT g.id, t.level + 1 FROM tree t JOIN bailiwick_groups g ON g.parent_id = t.id
    ) SELECT id, level FROM tree`);
}

/** The path of a group that is locked, or of a group above one that is. */
async function pathOf(db: Database, id: GroupId | null): Promise<OwnerId[]> {
  if (id === null) return [];
  const rows = await db.rows<{ id: OwnerId }>(sql`
    SELECT p.value AS id FROM bailiwick_groups g CROSS JOIN ${db.dialect.eachOfPath(sql`g.path`)}
    WHERE g.id = ${id} ORDER BY p.key`);
  return rows.map((row) => row.id);
}

/**
 * Locks the quotas of these others, of these meters and of those that the group uses, and returns what is used in the
 * group and below it. The group is locked, and nothing below can change its usage any more.
 */
export async function lockUsage(
  db: Database,
  id: GroupId,
  others: readonly OwnerId[],
  meters: readonly string[],
): Promise<Demand> {
  const rows = await db.rows<{ meter: string; used: StoredInteger }>(
    sql`SELECT meter, used FROM bailiwick_quotas WHERE owner_id = ${id} AND used > 0 ORDER BY meter`,
  );
  const inside = Object.fromEntries(rows.map(({ meter, used }) => [meter, readInteger(used)]));
  await lockQuotasOf(db, others, [...new Set([...meters, ...Object.keys(inside)])]);
  return inside;
}

async function rewritePaths(
  db: Database,
  id: GroupId,
  { to, at, joined }: { to: GroupId | null; at: Date; joined: readonly OwnerId[] },
): Promise<Group> {
  const { path, pathBelow } = db.dialect;
  const [row] = await db.rows<GroupRow>(sql`
    UPDATE bailiwick_groups SET parent_id = ${to}, path = ${path([id, ...joined])}, updated_at = ${at}
    WHERE id = ${id} RETURNING ${GROUP_COLUMNS}`);
  if (row === undefined) throw new Error('A group that was locked is gone.');
  await db.rows(sql`
    WITH RECURSIVE tree (id, path) AS (
      SELECT id, path FROM bailiwick_groups WHERE id = ${id}
      UNION ALL SELECT g.id, ${pathBelow(sql`g.id`, sql`t.path`)}
      FROM tree t JOIN bailiwick_groups g ON g.parent_id = t.id
    )
    UPDATE bailiwick_groups AS g SET path = t.path FROM tree t WHERE g.id = t.id AND t.id <> ${id}`);
  return readGroup(row);
}
