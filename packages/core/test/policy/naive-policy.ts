import type { Actor } from '@bailiwick/core';
import type { Condition, Operand, Rule, Target } from '@bailiwick/core/policy';

/** A second implementation of the policy, as plain as possible, which the fast one must agree with. */
export function naivelyAllows(rules: readonly Rule[], actor: Actor, action: string, target: Target): boolean {
  const about = rules.filter((rule) => rule.actions === 'any' || rule.actions.includes(action));
  const truths = (effect: Rule['effect']) =>
    about.filter((rule) => rule.effect === effect).map((rule) => truth(rule.when, actor, target));
  return truths('allow').includes(true) && truths('forbid').every((is) => is === false);
}

/** True, false, or unknown (`null`). */
export function truth(condition: Condition, actor: Actor, target: Target): boolean | null {
  const user = actor.type === 'user' ? actor : null;
  switch (condition.type) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'actor-type':
      return actor.type === condition.actorType;
    case 'actor-role':
      return user !== null && condition.roles.includes(user.role);
    case 'actor-status':
      return user !== null && user.status === condition.status;
    case 'actor-id':
      return user !== null && condition.ids.includes(user.id);
    case 'actor-credential':
      return user !== null && user.credential.type === condition.credential;
    case 'actor-confirmation':
      return user !== null && user.confirmed === (condition.confirmation === 'given');
    case 'owner':
      return user !== null && user.id === target.ownerId;
    case 'member':
      return (
        user !== null &&
        target.ownerId !== null &&
        user.id !== target.ownerId &&
        condition.roles.some((role) => target.memberRoles?.includes(role))
      );
    case 'target-owner':
      return target.ownerId !== null && condition.ids.includes(target.ownerId);
    case 'target-kind':
      return target.kind !== null && condition.kinds.includes(target.kind);
    case 'target-id':
      return typeof target.id === 'string' && condition.ids.includes(target.id);
    case 'compare': {
      const left = read(condition.left, actor, target);
      const right = read(condition.right, actor, target);
      if (condition.operator === 'at-least') {
        return typeof left === 'number' && typeof right === 'number' && isFinite(left) && isFinite(right)
          ? left >= right
          : null;
      }
      const isPlain = typeof left === 'string' || typeof left === 'boolean' || Number.isFinite(left);
      return isPlain && typeof left === typeof right && !Number.isNaN(right) ? left === right : null;
    }
    case 'all': {
      const truths = new Set(condition.conditions.map((part) => truth(part, actor, target)));
      if (truths.has(false)) return false;
      return truths.has(null) ? null : true;
    }
    case 'any': {
      const truths = new Set(condition.conditions.map((part) => truth(part, actor, target)));
      if (truths.has(true)) return true;
      return truths.has(null) ? null : false;
    }
    case 'not': {
      const of = truth(condition.condition, actor, target);
      return of === null ? null : !of;
    }
  }
}

function read(side: Operand, actor: Actor, target: Target): unknown {
  if (side.of === 'value') return side.value;
  const attributes =
    side.of === 'target' ? target.attributes : actor.type === 'anonymous' ? {} : actor.attributes;
  return attributes?.[side.attribute];
}
