import type { Actor } from '../actor.js';
import { isListed, type Target } from '../policy/action.js';
import { definePolicy, type Policy } from '../policy/policy.js';
import { includes } from '../policy/scope.js';

/** The world in which a policy is checked: small, but with every case that its rules distinguish. */
export interface PolicyWorld {
  readonly actions: readonly string[];
  readonly actors: readonly Actor[];
  readonly targets: readonly Target[];
}

/**
 * Checks the properties of every policy on a host's own: an action that no rule allows is refused; a `forbid` never
 * allows more; order and repetition do not matter; `list` returns exactly the targets that `decide` allows.
 *
 * @throws {Error} naming the property and the first case that violates it.
 *
 * @example
 * checkPolicy(policy, { actions: ['resource:read'], actors: [actor], targets: [belongingTo(ann.id)] });
 */
export function checkPolicy(policy: Policy, world: PolicyWorld): void {
  const { rules } = policy;
  const forbids = rules.filter(({ effect }) => effect === 'forbid');
  const denyAll = definePolicy(...forbids);
  const reversed = definePolicy(...rules.toReversed(), ...rules);
  const lessForbidding = forbids.map((left) => definePolicy(...rules.filter((rule) => rule !== left)));

  for (const action of world.actions) {
    for (const actor of world.actors) {
      const scope = isListed(action) ? policy.scope(actor, action) : null;
      for (const target of world.targets) {
        const { allowed } = policy.decide(actor, action, target);
        const decides = (other: Policy) => other.decide(actor, action, target).allowed;
        const holds = (property: string, held: boolean) => {
          if (held) return;
          const where = JSON.stringify({ action, actor, target });
          throw new Error(`The policy breaks "${property}": ${where}`);
        };
        holds('what no rule allows is refused', !decides(denyAll));
        holds('order and repeats do not matter', decides(reversed) === allowed);
        holds('a forbid never allows more', !allowed || lessForbidding.every(decides));
        if (scope !== null) holds('a list is what may be read', includes(scope, target) === allowed);
      }
    }
  }
}
