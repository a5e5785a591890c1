// How does PostgreSQL decide a batch of creates?
import { columnsOf, singleEntry, type Create, type Decision } from '../create.js';
import type { Executor } from '../executor.js';
import { isUuid } from '../scope.js';
import { sql } from '../sql.js';

/**
 * Whether a create can be part of a batch. Its actor must be its owner, since another actor is a second user to lock. It
 * must have no idempotency key (it could block on its twin), exactly one meter (any other may lack a row), and a
 * canonical UUID (results are matched by id).
 */
export function isBatchable({ command: { resource, demand, idempotency }, audit }: Create): boolean {
  const isByOwner = audit.authority === null || audit.authority.userId === resource.ownerId;
  return isByOwner && idempotency === null && singleEntry(demand) !== null && isUuid(resource.id);
}

/**
 * Calls `bailiwick_create_resources_v1` in one round trip. The function creates or refuses what it can without waiting
 * for locks, and skips the rest.
 */
export async function createResources(executor: Executor, creates: readonly Create[]): Promise<Decision[]> {
  const all = creates.map((create, position) => {
    const [meter, amount] = singleEntry(create.command.demand) ?? [];
    return Object.assign(columnsOf(create, executor.dialect.encode), { position, meter, amount });
  });
  const [ownerId = null, ...others] = new Set(all.map(({ owner_id }) => owner_id));
  const meters = [...new Set(all.map(({ meter }) => meter))].join();
  return executor.rows(sql`
    SELECT decided_id AS id, quotas FROM bailiwick_create_resources_v1(
      ${JSON.stringify(all)}, ${others.length === 0 ? ownerId : null}, ${meters})`);
}
