import { originOf, requestIdOf } from './client-origin.js';
import { InvalidCredentialsError, TooManyAttemptsError } from '../errors.js';
import type { AuditEventId, UserId } from '../ids.js';
import type { Kernel } from '../commands/context.js';
import { REFUSED_LOGINS_WINDOW_MS } from '../limits.js';
import type { ClientContext } from './client-address.js';
import { refusalKey, refused } from '../audit/audit-event.js';

/**
 * Records a login that is refused, and throws its error. All of one user, one hour and one reason are one event, which says how
 * many they were, and where the first came from; those for addresses that nobody has are one as well, so that the work
 * is the same.
 */
export async function refuseLogin(
  { stores, clock, ids }: Pick<Kernel, 'stores' | 'clock' | 'ids'>,
  userId: UserId | null,
  error: unknown,
  client: ClientContext,
): Promise<never> {
  if (error instanceof InvalidCredentialsError || error instanceof TooManyAttemptsError) {
    const who = { at: clock.now(), actor: { type: 'anonymous' }, action: 'session:create' } as const;
    const target = { type: 'user', id: userId, ownerId: userId } as const;
    const draft = {
      id: ids.next() as AuditEventId,
      ...who,
      target,
      details: { ...originOf(client) },
      rule: error.code,
      requestId: requestIdOf(client),
      refusalKey: refusalKey(who, target, REFUSED_LOGINS_WINDOW_MS),
      authority: null,
    };
    await stores.auditEvents.append(refused(draft, error.code));
  }
  throw error;
}
