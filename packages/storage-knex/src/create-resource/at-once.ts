import type { AuditDraft, CreateResource, CreateResourceOutcome } from '@bailiwick/core';
import { auditParameters } from '../audit-events.js';
import type { Executor } from '../executor.js';
import { sql } from '../sql.js';
import { createByStatements } from './by-statements.js';

/** What the trigger says to a create that it does not carry out. */
const NOT_AT_ONCE = 'not at once';

/** SQLite: one statement for a create that is accepted, and several for every other. */
export async function createAtOnce(
  executor: Executor,
  command: CreateResource,
  audit: AuditDraft,
): Promise<CreateResourceOutcome> {
  const { resource, demand, idempotency } = command;
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  try {
    await executor.rows(sql`
      INSERT INTO bailiwick_creates VALUES (
        ${id}, ${ownerId}, ${kind}, ${name}, ${JSON.stringify(demand)}, ${createdAt}, ${updatedAt},
        ${idempotency?.key ?? null}, ${idempotency?.payloadHash ?? null},
        ${idempotency === null ? null : JSON.stringify(resource)},
        ${auditParameters(audit)})`);
  } catch (error) {
    if (error instanceof Error && error.message.endsWith(NOT_AT_ONCE)) {
      return createByStatements(executor, command, audit);
    }
    throw error;
  }
  return { type: 'created', resource };
}
