export { BUILT_IN_ACTIONS, PLATFORM, belongingTo, type BuiltInAction, type Target } from './action.js';
export {
  actorStatus,
  actorType,
  all,
  always,
  any,
  kind,
  not,
  owner,
  role,
  type Condition,
} from './condition.js';
export type { Decision } from './decision.js';
export { platformPolicy } from './platform-policy.js';
export { definePolicy, type Policy } from './policy.js';
export { allow, forbid, type Rule, type RuleOptions } from './rule.js';
export { includes, type Scope } from './scope.js';
