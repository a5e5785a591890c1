import type { Actor } from '../actor.js';
import { belongingTo } from '../policy/action.js';
import type { Policy } from '../policy/policy.js';
import { fits, type QuotaRefusal, type QuotaShortfall } from './quota.js';

/** Names a level that the actor may not see "above", and only if it lacked room. */
export function visibleTo(
  actor: Actor,
  policy: Policy,
  quotas: readonly QuotaShortfall[],
): readonly QuotaRefusal[] {
  return quotas.flatMap((quota): QuotaRefusal[] => {
    const { owner, meter, requested } = quota;
    const isVisible =
      owner === undefined || policy.decide(actor, 'quota:read', belongingTo(owner.id)).allowed;
    if (isVisible) return [quota];
    return fits(quota) ? [] : [{ meter, owner: 'above', requested }];
  });
}
