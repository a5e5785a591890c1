// How does PostgreSQL decide a batch of creates?
import { columnsOf, singleEntry, type Create, type Decision } from '../create.js';
import type { Executor } from '../executor.js';
import { isUuid } from '../scope.js';
import { sql } from '../sql.js';

/**
 * Whether a create can be part of a batch. It must have no idempotency key (it could block on its twin), exactly one meter
 * (any other may lack a row), and a canonical UUID (results are matched by id).
 */
export function isBatchable({ command: { resource, demand, idempotency } }: Create): boolean {
  return idempotency === null && singleEntry(demand) !== null && isUuid(resource.id);
}

/**
 * Calls `bailiwick_create_resources_v1` in one round trip. The function creates or refuses what it can without waiting
 * for locks, and skips the rest. Creates of one root wait for its quotas, since they delay no others.
 */
export async function createResources(
  executor: Executor,
  creates: readonly Create[],
  haveOneRoot: boolean,
): Promise<Decision[]> {
  const all = creates.map((create, position) => {
    const [meter, amount] = singleEntry(create.command.demand) ?? [];
    const userId = create.audit.authority?.userId;
    const actor = userId === create.command.resource.ownerId ? {} : { authority_id: userId };
    return Object.assign(columnsOf(create, executor.dialect.encode), { position, meter, amount }, actor);
  });
  const waits = haveOneRoot || new Set(all.map(({ owner_id }) => owner_id)).size === 1;
  return executor.rows(sql`
    SELECT decided_id AS id, quotas, busy_root_id AS "busyRootId"
    FROM bailiwick_create_resources_v1(${JSON.stringify(all)}, ${waits})`);
}
