import type { Actor } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import { Access } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { TooManyAttemptsError } from '../errors.js';
import { PLATFORM } from '../policy/action.js';

const TOO_MANY_QUESTIONS = 'There were too many email addresses: wait before the next one.';

/**
 * Runs a command whose outcome reveals whether an address has an account. Users who may not list users get only so many
 * such outcomes within a window; an outcome that reveals nothing does not count.
 */
export async function countedQuestion<Outcome extends { readonly type: string }>(
  context: CommandContext,
  actor: Actor,
  audit: AuditDraft,
  carryOut: () => Promise<Outcome>,
  telling: readonly string[] = ['email-taken'],
): Promise<Outcome> {
  const { addressQuestions, policy } = context;
  if (addressQuestions === null || actor.type !== 'user') return carryOut();
  if (policy.decide(actor, 'user:list', PLATFORM).allowed) return carryOut();
  const claim = await addressQuestions.claim(actor.id);
  if (claim.type === 'refused') {
    const error = new TooManyAttemptsError(claim.retryAfterMs, TOO_MANY_QUESTIONS);
    return new Access(context).refuse(actor, audit.action, audit.target, error.code, error, audit.details);
  }
  const outcome = await carryOut();
  if (!telling.includes(outcome.type)) await addressQuestions.giveBack(claim);
  return outcome;
}
