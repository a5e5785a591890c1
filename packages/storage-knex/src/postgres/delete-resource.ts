// How does PostgreSQL delete a resource?
import type { DeleteResourceOutcome } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import { authorityParameters } from '../authority.js';
import type { Executor } from '../executor.js';
import { sql } from '../sql.js';
import type { Deletion } from '../deletion.js';

/** Calls `bailiwick_delete_resource_v1` in one round trip. */
export async function deleteResource(
  executor: Executor,
  { id, ownerId, version, audit }: Deletion,
): Promise<DeleteResourceOutcome> {
  // The function takes a null name for "any version".
  const { name, updatedAt } = version ?? { name: null, updatedAt: null };
  const [row] = await executor.rows<DeleteResourceOutcome | TooLow>(sql`
    SELECT bailiwick_delete_resource_v1(
      ${id}, ${ownerId}, ${name}, ${updatedAt},
      ${authorityParameters(audit, executor.dialect)}, ${auditParameters(audit)}
    ) AS type`);
  if (row === undefined) throw new Error('The function that deletes a resource returned nothing.');
  return row.type === 'deleted-too-low' ? { type: 'deleted', isUsageTooLow: true } : row;
}

interface TooLow {
  readonly type: 'deleted-too-low';
}
