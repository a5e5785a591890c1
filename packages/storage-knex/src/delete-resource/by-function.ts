import type { DeleteResourceOutcome } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import type { Executor } from '../executor.js';
import { sql } from '../sql.js';
import type { Deletion } from './deletion.js';

/** PostgreSQL: one round trip to a function of the schema, which says in its own words what it does. */
export async function deleteByFunction(
  executor: Executor,
  { id, ownerId, version, audit }: Deletion,
): Promise<DeleteResourceOutcome> {
  // A version without a name must not be taken for any version.
  const { name, updatedAt } = version ?? { name: null, updatedAt: null };
  const [row] = await executor.rows<DeleteResourceOutcome | TooLow>(sql`
    SELECT bailiwick_delete_resource_v1(
      ${id}, ${ownerId}, ${name}, ${updatedAt},
      ${audit.authority?.userId ?? null}, ${audit.authority?.version ?? null}, ${auditParameters(audit)}
    ) AS type`);
  if (row === undefined) throw new Error('The function that deletes a resource has answered nothing.');
  return row.type === 'deleted-too-low' ? { type: 'deleted', isUsageTooLow: true } : row;
}

interface TooLow {
  readonly type: 'deleted-too-low';
}
