import type { Actor } from '../actor.js';
import type { Target } from './action.js';
import { UNKNOWN_TARGET, type Decision, type PublicDecision } from './decision.js';
import { ruleProblem } from './rule-problem.js';
import { checkPolicySize, parseRule } from './parse-rule.js';
import { RuleTable, unknownIs, type Declared } from './rule-table.js';
import type { Rule } from './rule.js';
import { and, not, or, scopeOf, type Scope } from './scope.js';

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

/** What this module made. Neither JSON nor a copy of a policy, changed here and there, is in it. */
const made = new WeakSet<Policy>();

/** Rules that have been found to be right. */
const right = new WeakSet<Rule>();

/** Did {@link definePolicy} make it? Only then do its rules, which are checked and frozen, decide. */
export function isPolicy(value: unknown): value is Policy {
  return typeof value === 'object' && value !== null && made.has(value as Policy);
}

/**
 * The rules are checked, copied and frozen: nothing that is changed afterwards changes a decision.
 *
 * @throws {TypeError} what is not understood in a rule, two different rules with one name, a rule of which a part
 * can never match, a rule about listed actions that compares what is not stored. The message says what to do.
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
  const rules = distinct(parts.flatMap(rulesOf));
  checkPolicySize(rules);
  for (const rule of rules) {
    if (right.has(rule)) continue;
    const problem = ruleProblem(rule);
    if (problem !== null) throw new TypeError(problem);
    right.add(rule);
  }
  return policyOf(rules) as unknown as Policy<A, R, K, T>;
}

/** The same rules where more is known: what the targets of actions are like, and the types of attributes. */
export function withDeclarations(policy: Policy, declared: Declared): Policy {
  return policyOf(policy.rules, declared);
}

function policyOf(rules: readonly Rule[], declared?: Declared): Policy {
  const table = new RuleTable(rules, declared);
  const policy: Policy = Object.freeze({
    rules: Object.freeze(rules),
    decide: (actor: Actor, action: string, target: Target) => table.decide(actor, action, target),
    scope(actor: Actor, action: string): Scope {
      const allows: Scope[] = [];
      const forbids: Scope[] = [];
      for (const { rule, formula } of table.rulesFor(action)) {
        (rule.effect === 'allow' ? allows : forbids).push(scopeOf(formula, actor, unknownIs(rule)));
      }
      return and([or(allows), not(or(forbids))]);
    },
  });
  made.add(policy);
  return policy;
}

function rulesOf(part: unknown): readonly Rule[] {
  if (isPolicy(part)) return part.rules;
  if (typeof part === 'object' && part !== null && 'rules' in part) {
    throw new TypeError(
      'A policy must come from definePolicy, of this copy of the library: one that was put together or changed otherwise would not decide as it says.',
    );
  }
  return [parseRule(part)];
}

/**
 * The public view of a decision: somebody who may not know that the target exists is told what is told of
 * one that does not.
 */
export function publicView(decision: Decision, mayKnow: boolean): PublicDecision {
  return decision.allowed || mayKnow ? decision : UNKNOWN_TARGET;
}

/** The same rule twice is one rule; two rules under one name would make every explanation ambiguous. */
function distinct(rules: readonly Rule[]): readonly Rule[] {
  const byName = new Map<string, Rule>();
  for (const rule of rules) {
    const other = byName.get(rule.name) ?? rule;
    if (other !== rule && JSON.stringify(other) !== JSON.stringify(rule)) {
      throw new TypeError(`Two policy rules are named "${rule.name}": give each rule a name of its own.`);
    }
    byName.set(rule.name, other);
  }
  return [...byName.values()];
}
