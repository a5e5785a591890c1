import type { Actor } from '../actors/actor.js';
import type { Target } from './action.js';
import { atomsOf } from './condition.js';
import { UNKNOWN_TARGET, type Decision, type PublicDecision } from './decision.js';
import { ruleProblem } from './rule-problem.js';
import { RuleTable } from './rule-table.js';
import type { Rule } from './rule.js';
import { and, not, or, scopeOfRule, type Scope } from './scope.js';

/**
 * A set of rules that decides. What no rule allows is refused; one `forbid` beats every `allow`; the
 * order of the rules does not matter, and neither do repeats. `decide` and `scope` come from the same
 * rules: a target is within `scope(actor, action)` exactly when `decide` allows the action on it.
 */
export interface Policy<
  Action extends string = string,
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> {
  readonly rules: readonly Rule<Action, Role, Kind, Attribute>[];

  /** The full view: why it is allowed or refused, and by which rule. */
  decide(actor: Actor, action: string, target: Target): Decision;

  /** What the actor may list, for storage. @throws {TypeError} a rule about the action compares what is not stored. */
  scope(actor: Actor, action: string): Scope;
}

/** Rules and whole policies, combined: the one that results has the rules of all of them. */
type PolicyPart<A extends string, R extends string, K extends string, T extends string> =
  | Rule<A, R, K, T>
  | Policy<A, R, K, T>;

/**
 * @throws {TypeError} two different rules with one name, a rule that can never match, a rule about listed
 * actions that compares what is not stored. The message says what to do.
 *
 * @example
 * const policy = definePolicy(
 *   platformPolicy,
 *   allow('support reads', { role: 'support', actions: ['resource:read'] }),
 * );
 */
export function definePolicy<A extends string, R extends string, K extends string, T extends string>(
  ...parts: readonly PolicyPart<A, R, K, T>[]
): Policy<A, R, K, T> {
  const rules = distinct(parts.flatMap((part) => ('rules' in part ? part.rules : [part])));
  for (const rule of rules) {
    const problem = ruleProblem(rule);
    if (problem !== null) throw new TypeError(problem);
  }
  const table = new RuleTable(
    rules,
    rules.flatMap(({ when }) => atomsOf(when)),
  );
  return {
    rules,
    decide: (actor, action, target) => table.decide(actor, action, target),
    scope(actor, action) {
      const about = table.rulesFor(action);
      const scopes = (effect: Rule['effect']): Scope =>
        or(about.flatMap((rule) => (rule.effect === effect ? [scopeOfRule(rule, actor)] : [])));
      return and([scopes('allow'), not(scopes('forbid'))]);
    },
  };
}

/**
 * The public view of a decision: somebody who may not know that the target exists is told what is told of
 * one that does not.
 */
export function publicView(decision: Decision, mayKnow: boolean): PublicDecision {
  return decision.allowed || mayKnow ? decision : UNKNOWN_TARGET;
}

/** The same rule twice is one rule; two rules under one name would make every explanation ambiguous. */
function distinct<A extends string, R extends string, K extends string, T extends string>(
  rules: readonly Rule<A, R, K, T>[],
): readonly Rule<A, R, K, T>[] {
  const byName = new Map<string, Rule<A, R, K, T>>();
  for (const rule of rules) {
    const other = byName.get(rule.name);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(rule)) {
      throw new TypeError(`Two policy rules are named "${rule.name}": give each rule a name of its own.`);
    }
    byName.set(rule.name, rule);
  }
  return [...byName.values()];
}
