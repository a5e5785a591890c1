// `@bailiwick/core/policy` exports rules, conditions and policies.
export {
  BUILT_IN_ACTIONS,
  PLATFORM,
  belongingTo,
  type Attributes,
  type AttributeValue,
  type BuiltInAction,
  type Target,
} from './action.js';
export {
  actorCredential,
  actorId,
  actorStatus,
  actorType,
  all,
  always,
  any,
  atLeast,
  confirmed,
  equals,
  kind,
  not,
  ofActor,
  ofTarget,
  member,
  owner,
  ownerId,
  role,
  targetId,
  type Condition,
  type Operand,
} from './condition.js';
export type { Allowed, Decision, MemberRoles, PublicDecision, RefusalReason, Refused } from './decision.js';
export { renderDecisionTable, type TableAxes } from './decision-table.js';
export {
  accessKeyRules,
  confirmationRules,
  fixedRules,
  ownAccountRules,
  platformPolicy,
} from './platform-policy.js';
export { definePolicy, publicView, type Policy } from './policy.js';
export { allow, forbid, type RuleOptions } from './allow-forbid.js';
export type { Rule } from './rule.js';
export { includes, type Scope } from './scope.js';
export { withAttributes } from '../actor.js';
