import { createHash } from 'node:crypto';
import { InvalidCredentialsError, TooManyAttemptsError } from '../errors.js';
import { firstIdAt, type AuditEventId, type UserId } from '../ids.js';
import type { Kernel } from '../kernel.js';
import { REFUSED_LOGINS_WINDOW_MS } from '../limits.js';

/**
 * Records a login that is refused, and throws its error. All of one user, one hour and one reason are one event, which says how
 * many they were; those for addresses that nobody has are one as well, so that the work is the same.
 */
export async function refuseLogin(
  { stores, clock }: Pick<Kernel, 'stores' | 'clock'>,
  userId: UserId | null,
  error: unknown,
): Promise<never> {
  if (error instanceof InvalidCredentialsError || error instanceof TooManyAttemptsError) {
    const at = clock.now();
    await stores.auditEvents.appendOrCount({
      id: idWithin(at, `refused logins ${userId} ${error.code}`),
      at,
      actor: { type: 'anonymous' },
      action: 'session:create',
      target: { type: 'user', id: userId, ownerId: userId },
      outcome: 'refused',
      reason: error.code,
      details: { count: 1 },
    });
  }
  throw error;
}

/** The one id of what is called so within a window: a UUIDv7 of its beginning, so that every process makes the same. */
function idWithin(at: Date, name: string): AuditEventId {
  const beginMs = at.getTime() - (at.getTime() % REFUSED_LOGINS_WINDOW_MS);
  const digest = createHash('sha256').update(name).digest('hex');
  const [time] = firstIdAt<AuditEventId>(new Date(beginMs)).split('-7000-');
  return `${time}-7${digest.slice(0, 3)}-8${digest.slice(3, 6)}-${digest.slice(6, 18)}` as AuditEventId;
}
