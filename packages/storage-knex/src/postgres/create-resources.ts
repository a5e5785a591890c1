// How does PostgreSQL decide a batch of creates?
import { actorOf, columnsOf, singleEntry, type Create, type Decision } from '../create.js';
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

/** Users for themselves have the faster of the two functions. */
export function batchOf({ command, audit }: Create): string {
  return audit.authority?.userId === command.resource.ownerId ? OF_USERS : 'on paths';
}

const OF_USERS = 'of users';

/**
 * Calls the function of these creates, which have one `batchOf`, in one round trip. It creates or refuses what it can without waiting
 * for locks, and skips the rest. Creates of one root wait for its quotas, since they delay no others.
 */
export async function createResources(
  executor: Executor,
  creates: readonly Create[],
  haveOneRoot: boolean,
): Promise<Decision[]> {
  const areOfUsers = creates.every((create) => batchOf(create) === OF_USERS);
  const all = creates.map((create, position) => {
    const [meter, amount] = singleEntry(create.command.demand) ?? [];
    const actor = areOfUsers ? {} : actorOf(create.audit);
    return Object.assign(columnsOf(create, executor.dialect.encode), { position, meter, amount }, actor);
  });
  const [ownerId = null, ...others] = new Set(all.map(({ owner_id }) => owner_id));
  const onlyOwnerId = others.length === 0 ? ownerId : null;
  if (areOfUsers) {
    const meters = [...new Set(all.map(({ meter }) => meter))].join();
    return executor.rows(sql`
      SELECT decided_id AS id, quotas
      FROM bailiwick_create_resources_v1(${JSON.stringify(all)}, ${onlyOwnerId}, ${meters})`);
  }
  return executor.rows(sql`
    SELECT decided_id AS id, quotas, busy_root_id AS "busyRootId"
    FROM bailiwick_create_resources_on_paths_v1(${JSON.stringify(all)}, ${haveOneRoot || onlyOwnerId !== null})`);
}
