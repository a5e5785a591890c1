import { refused, type AuditDraft } from '../audit/audit-event.js';
import { PreconditionFailedError } from '../errors.js';
import { isDate, textProblem, type Problem } from './problems.js';
import type { Kernel } from './context.js';
import { VERSION_TEXT_LENGTH_MAX } from '../limits.js';

/** The version that a caller has read: itself, or how to recognise it, for who has kept a fingerprint only. */
export type ReadVersion<Entity extends Version, Version> = Version | ((current: Entity) => boolean);

/** What a version is made of. */
export type VersionMembers<Version> = { readonly [Name in keyof Version]: 'text' | 'time' };

/** What is wrong with what a caller hands on as the version that it has read. */
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
 * The version that storage must still find; `null`: any. A way to recognise it can only be asked here; what it
 * accepts is then the version, so that a change between here and there is noticed too.
 *
 * @throws `precondition-failed`, which is recorded
 */
export async function recogniseVersion<Entity extends Version, Version extends object>(
  { stores }: Kernel,
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
