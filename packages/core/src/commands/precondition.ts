import { refused, type AuditDraft } from '../audit/audit-event.js';
import { PreconditionFailedError } from '../errors.js';
import { isDate, textProblem, type Problem } from './problems.js';
import type { CommandContext } from './context.js';
import { VERSION_TEXT_LENGTH_MAX } from '../limits.js';

/** The version that a caller has read, or a predicate that recognises it, for callers that kept only an ETag. */
export type ReadVersion<Entity extends Version, Version> = Version | ((current: Entity) => boolean);

/** The names and types of the members of a version. */
export type VersionMembers<Version> = { readonly [Name in keyof Version]: 'text' | 'time' };

/** Validates the value that a caller passes as the version that it has read. */
export function versionProblem<Version>(value: unknown, members: VersionMembers<Version>): Problem {
  if (value === undefined || typeof value === 'function') return null;
  const isVersion =
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, type]) =>
      isOfType(type as 'text' | 'time', (value as Readonly<Record<string, unknown>>)[name]),
    );
  return isVersion ? null : `must have the members ${Object.keys(members).join(', ')}, as they were read.`;
}

function isOfType(type: 'text' | 'time', value: unknown): boolean {
  if (type === 'text') return textProblem(value, 0, VERSION_TEXT_LENGTH_MAX) === null;
  return isDate(value) && !Number.isNaN(value.getTime());
}

/**
 * Returns the version that storage must still find, or `null` for any. A predicate can only be called here; the version
 * that it accepts is the one to find, so that a change between this check and the write is noticed too.
 *
 * @throws `precondition-failed`, and records the refusal
 */
export async function resolvePrecondition<Entity extends Version, Version extends object>(
  { stores }: CommandContext,
  current: Entity,
  audit: AuditDraft,
  version: ReadVersion<Entity, Version> | undefined,
): Promise<Version | null> {
  if (typeof version !== 'function') return version ?? null;
  if (version(current)) return current;
  const error = new PreconditionFailedError();
  await stores.auditEvents.append(refused(audit, error.code));
  throw error;
}
