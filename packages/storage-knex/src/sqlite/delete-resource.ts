// How does SQLite delete a resource?
import type { DeleteResourceOutcome, Demand } from '@bailiwick/core';
import { recordAccepted, refuse } from '../audit-events.js';
import { runCommand } from '../authority.js';
import type { Executor } from '../executor.js';
import { lockPath } from '../group-tree.js';
import { releaseAt } from '../quotas.js';
import { IS_VISIBLE, isOfVersion } from '../resource-row.js';
import { sql } from '../sql.js';
import { readJson, type StoredJson } from '../stored-values.js';
import type { Deletion } from '../deletion.js';

/** Deletes statement by statement. The transaction has held the write lock since it began, so that nothing changes meanwhile. */
export function deleteResource(
  executor: Executor,
  { id, ownerId, version, audit }: Deletion,
): Promise<DeleteResourceOutcome> {
  return runCommand(executor, audit, {}, async (db): Promise<DeleteResourceOutcome> => {
    const [row] = await db.rows<{ demand: StoredJson }>(sql`
      DELETE FROM bailiwick_resources
      WHERE id = ${id} AND owner_id = ${ownerId} AND ${IS_VISIBLE} ${isOfVersion(version)} RETURNING demand`);
    if (row === undefined) {
      const found = await db.rows(
        sql`SELECT 1 FROM bailiwick_resources WHERE id = ${id} AND owner_id = ${ownerId} AND ${IS_VISIBLE}`,
      );
      return refuse(db, audit, { type: found.length > 0 ? 'precondition-failed' : 'absent' });
    }
    const demand = readJson<Demand>(row.demand);
    const released = await releaseAt(db, (await lockPath(db, ownerId)) ?? [ownerId], demand);
    await recordAccepted(db, audit);
    return { type: 'deleted', ...released };
  });
}
