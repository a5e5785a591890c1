import type { AuditDraft, CreateResource, CreateResourceOutcome, QuotaShortfall } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import type { Executor } from '../executor.js';
import { readResource, type ResourceRow } from '../resources.js';
import { sql } from '../sql.js';
import { readJson, type StoredJson } from '../stored-values.js';

/** What the function answers: the outcome, without the resource that the caller has already. */
type Answer =
  | Extract<
      CreateResourceOutcome,
      { type: 'key-reused' | 'quota-exceeded' | 'no-owner' | 'owner-disabled' | 'id-taken' }
    >
  | { readonly type: 'created' }
  | { readonly type: 'repeated'; readonly resource: ResourceRow };

/** PostgreSQL: one round trip to a function of the schema, which says in its own words what it does. */
export async function createByFunction(
  executor: Executor,
  { resource, demand, idempotency }: CreateResource,
  audit: AuditDraft,
): Promise<CreateResourceOutcome> {
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  const [first, ...others] = Object.entries(demand);
  const [meter, amount] = first !== undefined && others.length === 0 ? first : [null, null];
  const [row] = await executor.rows<{ answer: StoredJson }>(sql`
    SELECT bailiwick_create_resource_v1(
      ${id}, ${ownerId}, ${kind}, ${name}, ${createdAt}, ${updatedAt},
      ${JSON.stringify(demand)}, ${meter}, ${amount ?? null},
      ${idempotency?.key ?? null}, ${idempotency?.payloadHash ?? null},
      ${auditParameters(audit)}
    ) AS answer`);
  const answer = readJson<Answer>(row?.answer ?? '');
  switch (answer.type) {
    case 'created':
      return { type: 'created', resource };
    case 'repeated':
      return { type: 'repeated', resource: readResource(answer.resource) };
    case 'quota-exceeded':
      return { type: 'quota-exceeded', quotas: answer.quotas.map(inOrder) };
    default:
      return answer;
  }
}

/** jsonb sorts the members of an object; people read them in an answer. */
function inOrder({ meter, limit, used, requested }: QuotaShortfall): QuotaShortfall {
  return { meter, limit, used, requested };
}
