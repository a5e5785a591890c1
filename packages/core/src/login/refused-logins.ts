import { originOf, requestIdOf } from './client-origin.js';
import { InvalidCredentialsError, TooManyAttemptsError } from '../errors.js';
import type { AuditEventId, UserId } from '../ids.js';
import type { CommandContext } from '../commands/context.js';
import { REFUSED_LOGINS_WINDOW_MS } from '../limits.js';
import type { ClientContext } from './client-address.js';
import { refusalKey, refused } from '../audit/audit-event.js';

/**
 * Records a refused login and throws its error. The refusals of one user, hour and reason are one event with a count
 * and the origin of the first. Logins for unknown addresses are one event too, so that they cost the same work.
 */
export async function refuseLogin(
  { stores, clock, ids }: Pick<CommandContext, 'stores' | 'clock' | 'ids'>,
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
