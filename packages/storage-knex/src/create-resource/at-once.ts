import type { AuditDraft, CreateResource, CreateResourceOutcome } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import type { Executor } from '../executor.js';
import { sql } from '../sql.js';
import { createByStatements } from './by-statements.js';

/** SQLite: one statement for a create that is accepted, and several for every other. */
export async function createAtOnce(
  executor: Executor,
  command: CreateResource,
  audit: AuditDraft,
): Promise<CreateResourceOutcome> {
  const { resource, demand, idempotency } = command;
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  const made = await executor.rows(sql`
    INSERT INTO bailiwick_creates VALUES (
      ${id}, ${ownerId}, ${kind}, ${name}, ${JSON.stringify(demand)}, ${createdAt}, ${updatedAt},
      ${idempotency?.key ?? null}, ${idempotency?.payloadHash ?? null},
      ${idempotency === null ? null : JSON.stringify(resource)},
      ${auditParameters(audit)})
    RETURNING id`);
  return made.length > 0 ? { type: 'created', resource } : createByStatements(executor, command, audit);
}
