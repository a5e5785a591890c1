import { wordOfActor, type CreateResourceOutcome, type Demand } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import type { Executor } from '../executor.js';
import { readResource, type ResourceRow } from '../resource-row.js';
import { isUuid } from '../scope.js';
import { sql } from '../sql.js';
import { readJson, type StoredJson } from '../stored-values.js';
import { readQuotas, type Create, type Decision } from './create.js';
import { membersOf } from './members.js';

/** What the function answers: the outcome, without the resource that the caller has already. */
type Answer =
  | Extract<
      CreateResourceOutcome,
      {
        type:
          | 'key-reused'
          | 'quota-exceeded'
          | 'no-owner'
          | 'owner-disabled'
          | 'id-taken'
          | 'authority-changed';
      }
    >
  | { readonly type: 'created' }
  | { readonly type: 'repeated'; readonly resource: ResourceRow };

/** PostgreSQL: one round trip to a function of the schema, which says in its own words what it does. */
export async function createByFunction(
  executor: Executor,
  { command: { resource, demand, idempotency }, audit }: Create,
): Promise<CreateResourceOutcome> {
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  const [meter, amount] = onlyEntry(demand) ?? [null, null];
  const [row] = await executor.rows<{ answer: StoredJson }>(sql`
    SELECT bailiwick_create_resource_v1(
      ${id}, ${ownerId}, ${kind}, ${name}, ${createdAt}, ${updatedAt},
      ${JSON.stringify(demand)}, ${meter}, ${amount ?? null},
      ${idempotency === null ? null : wordOfActor(audit.actor)}, ${idempotency?.key ?? null}, ${idempotency?.payloadHash ?? null},
      ${audit.authority?.userId ?? null}, ${audit.authority?.version ?? null}, ${auditParameters(audit)}
    ) AS answer`);
  const answer = readJson<Answer>(row?.answer ?? '');
  switch (answer.type) {
    case 'created':
      return { type: 'created', resource };
    case 'repeated':
      return { type: 'repeated', resource: readResource(answer.resource) };
    case 'quota-exceeded':
      return { type: 'quota-exceeded', quotas: readQuotas(answer.quotas) };
    default:
      return answer;
  }
}

/**
 * May it travel with others? One by somebody else than its owner locks two users; one without a key waits for nobody
 * else's; of several meters, one may be new; and an id that PostgreSQL writes differently would not be recognised
 * among those that it answers.
 */
export function mayTravel({
  command: { resource, demand, idempotency },
  audit: { authority },
}: Create): boolean {
  const isByOwner = authority === null || authority.userId === resource.ownerId;
  return isByOwner && idempotency === null && onlyEntry(demand) !== null && isUuid(resource.id);
}

/**
 * PostgreSQL: one round trip to a function of the schema, which creates or refuses what it can without waiting, and
 * passes over the rest. One create alone is left to the function that decides everything.
 */
export async function createSeveralByFunction(
  executor: Executor,
  creates: readonly Create[],
): Promise<Decision[]> {
  if (creates.length === 1) return [];
  const all = creates.map((create, place) => {
    const [meter, amount] = onlyEntry(create.command.demand) ?? [];
    return { place, meter, amount, ...membersOf(create, executor.dialect.encode) };
  });
  const [ownerId = null, ...others] = new Set(all.map(({ owner_id }) => owner_id));
  const meters = [...new Set(all.map(({ meter }) => meter))].join();
  return executor.rows(sql`
    SELECT decided_id AS id, quotas FROM bailiwick_create_resources_v1(
      ${JSON.stringify(all)}, ${others.length === 0 ? ownerId : null}, ${meters})`);
}

function onlyEntry(demand: Demand) {
  const [first, ...others] = Object.entries(demand);
  return first !== undefined && others.length === 0 ? first : null;
}
