import { refused, type AuditDraft } from './audit/audit-event.js';
import { PreconditionFailedError } from './errors.js';
import type { Kernel } from './kernel.js';

/** The version that a caller has read: itself, or how to recognise it, for who has kept a fingerprint only. */
export type ReadVersion<Entity extends Version, Version> = Version | ((current: Entity) => boolean);

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
