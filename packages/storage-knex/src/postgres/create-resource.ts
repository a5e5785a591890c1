// How does PostgreSQL decide one create?
import { wordOfActor, type CreateResourceOutcome } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import { authorityParameters } from '../authority.js';
import { readQuotas, singleEntry, type Create } from '../create.js';
import type { Executor } from '../executor.js';
import { readResource, type ResourceRow } from '../resource-row.js';
import { sql } from '../sql.js';
import { readJson, type StoredJson } from '../stored-values.js';

/** The function's answer: the outcome, without the resource that the caller has already. */
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

/** Calls `bailiwick_create_resource_v1` in one round trip. */
export async function createResource(
  executor: Executor,
  { command: { resource, demand, idempotency }, audit }: Create,
): Promise<CreateResourceOutcome> {
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  const [meter, amount] = singleEntry(demand) ?? [null, null];
  const [row] = await executor.rows<{ answer: StoredJson }>(sql`
    SELECT bailiwick_create_resource_v1(
      ${id}, ${ownerId}, ${kind}, ${name}, ${createdAt}, ${updatedAt},
      ${JSON.stringify(demand)}, ${meter}, ${amount ?? null},
      ${idempotency === null ? null : wordOfActor(audit.actor)}, ${idempotency?.key ?? null}, ${idempotency?.payloadHash ?? null},
      ${authorityParameters(audit, executor.dialect)}, ${auditParameters(audit)}
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
