import type { Actor } from '../actor.js';
import type { Target } from './action.js';
import { UNKNOWN_TARGET, type Decision, type PublicDecision } from './decision.js';
import { ruleProblem } from './rule-problem.js';
import { checkPolicySize, parseRule } from './parse-rule.js';
import { RuleTable, unknownIs, type Declared } from './rule-table.js';
import type { Rule } from './rule.js';
import { and, not, or, scopeOf, type Scope } from './scope.js';

/**
 * A set of rules that decides. An action that no rule allows is refused; one `forbid` beats every `allow`; order and
 * repetition of the rules do not matter. `decide` and `scope` come from the same rules: a target is within
 * `scope(actor, action)` exactly when `decide` allows the action on it.
 */
export interface Policy<
  Action extends string = string,
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> {
  readonly rules: readonly Rule<Action, Role, Kind, Attribute>[];

  /** Decides, and says why and by which rule: the full view. */
  decide(actor: Actor, action: string, target: Target): Decision;

  /**
   * Which decisions about the action can depend on the roles of the actor in groups? `refusals`: roles can only turn a
   * refusal without a rule into a permission; `all`: a rule forbids by them, or allows by their absence.
   */
  dependsOnMembers(action: string): 'none' | 'refusals' | 'all';

  /** The targets that the actor may list. @throws {TypeError} if a rule about the action compares attributes. */
  scope(actor: Actor, action: string): Scope;
}

/** A rule, or a policy that contributes all of its rules. */
type PolicyPart<A extends string, R extends string, K extends string, T extends string> =
  | Rule<A, R, K, T>
  | Policy<A, R, K, T>;

/** The policies that this module made. Neither parsed JSON nor a modified copy of a policy is among them. */
const made = new WeakSet<Policy>();

/** Rules that have passed their checks. */
const right = new WeakSet<Rule>();

/** Did {@link definePolicy} make it? Only then do its rules, which are checked and frozen, decide. */
export function isPolicy(value: unknown): value is Policy {
  return typeof value === 'object' && value !== null && made.has(value as Policy);
}

/**
 * Makes a policy of rules and other policies. The rules are checked, copied and frozen, so later changes to the
 * arguments change no decision.
 *
 * @throws {TypeError} if a rule is malformed, if two different rules have one name, if a part of a rule can never
 * match, or if a rule about listed actions compares attributes. The message says what to do.
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

/** The same rules, given the shapes of targets and the types of attributes that the host declared. */
export function withDeclarations(policy: Policy, declared: Declared): Policy {
  return policyOf(policy.rules, declared);
}

function policyOf(rules: readonly Rule[], declared?: Declared): Policy {
  const table = new RuleTable(rules, declared);
  const policy: Policy = Object.freeze({
    rules: Object.freeze(rules),
    decide: (actor: Actor, action: string, target: Target) => table.decide(actor, action, target),
    dependsOnMembers: (action: string) => table.dependsOnMembers(action),
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
      'A policy must come from definePolicy of this copy of the library: one that was made or changed in another way might not decide as its rules say.',
    );
  }
  return [parseRule(part)];
}

/**
 * The public view of a decision: callers that may not know whether the target exists get the same answer as if it
 * did not.
 *
 * @example
 * const decision = bailiwick.decide(actor, 'resource:read', belongingTo(ann.id));
 * console.log(publicView(decision, false));
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
