import type { Actor } from '@bailiwick/core';
import type { Condition, Operand, Rule, Target } from '@bailiwick/core/policy';

/** The policy once more, as plainly as it can be written: what the fast one must agree with. */
export function naivelyAllows(rules: readonly Rule[], actor: Actor, action: string, target: Target): boolean {
  const about = rules.filter((rule) => rule.actions === 'any' || rule.actions.includes(action));
  const applies = (rule: Rule) => {
    if (needsMissing(rule.when, actor, target)) return rule.effect === 'forbid';
    return holds(rule.when, actor, target);
  };
  const forbidden = about.some((rule) => rule.effect === 'forbid' && applies(rule));
  return !forbidden && about.some((rule) => rule.effect === 'allow' && applies(rule));
}

function holds(condition: Condition, actor: Actor, target: Target): boolean {
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
    case 'owner':
      return user !== null && user.id === target.ownerId;
    case 'target-owner':
      return target.ownerId !== null && condition.ids.includes(target.ownerId);
    case 'target-kind':
      return target.kind !== null && condition.kinds.includes(target.kind);
    case 'target-id':
      return typeof target.id === 'string' && condition.ids.includes(target.id);
    case 'compare': {
      const left = read(condition.left, actor, target);
      const right = read(condition.right, actor, target);
      return condition.operator === 'equals' ? left === right : Number(left) >= Number(right);
    }
    case 'all':
      return condition.conditions.every((part) => holds(part, actor, target));
    case 'any':
      return condition.conditions.some((part) => holds(part, actor, target));
    case 'not':
      return !holds(condition.condition, actor, target);
  }
}

function needsMissing(condition: Condition, actor: Actor, target: Target): boolean {
  switch (condition.type) {
    case 'compare':
      return [condition.left, condition.right].some((side) => {
        const value = read(side, actor, target);
        return condition.operator === 'equals' ? value === undefined : typeof value !== 'number';
      });
    case 'all':
    case 'any':
      return condition.conditions.some((part) => needsMissing(part, actor, target));
    case 'not':
      return needsMissing(condition.condition, actor, target);
    default:
      return false;
  }
}

function read(side: Operand, actor: Actor, target: Target): unknown {
  if (side.of === 'value') return side.value;
  const attributes =
    side.of === 'target' ? target.attributes : actor.type === 'anonymous' ? {} : actor.attributes;
  return attributes?.[side.attribute];
}
