import type { Actor } from '../actors/actor.js';
import type { Target } from './action.js';
import { compile, scopeOf, type Predicate } from './condition.js';
import type { Decision } from './decision.js';
import type { Rule } from './rule.js';
import { and, not, or, type Scope } from './scope.js';

/**
 * A set of rules that decides. What no rule allows is refused; one `forbid` beats every `allow`; the
 * order of the rules does not matter, and neither do repeats. `decide` and `scope` come from the same
 * rules: a target is within `scope(actor, action)` exactly when `decide` allows the action on it.
 */
export interface Policy<
  Action extends string = string,
  Role extends string = string,
  Kind extends string = string,
> {
  readonly rules: readonly Rule<Action, Role, Kind>[];
  decide(actor: Actor, action: string, target: Target): Decision;
  scope(actor: Actor, action: string): Scope;
}

interface CompiledRule {
  readonly applies: Predicate;
  readonly decision: Decision;
  readonly rule: Rule;
}

interface CompiledRules {
  readonly forbids: readonly CompiledRule[];
  readonly allows: readonly CompiledRule[];
}

const NO_RULE_ALLOWS: Decision = { allowed: false, reason: 'no-rule-allows', rule: null };

/** Rules and whole policies, combined: the one that results has the rules of all of them. */
type PolicyPart<A extends string, R extends string, K extends string> = Rule<A, R, K> | Policy<A, R, K>;

/**
 * @throws {TypeError} two different rules with one name.
 *
 * @example
 * const policy = definePolicy(
 *   platformPolicy,
 *   allow('support reads', { role: 'support', actions: ['resource:read'] }),
 * );
 */
export function definePolicy<A extends string, R extends string, K extends string>(
  ...parts: readonly PolicyPart<A, R, K>[]
): Policy<A, R, K> {
  const rules = distinct(parts.flatMap((part) => ('rules' in part ? part.rules : [part])));
  const compiled = rules.map(compileRule);
  // One entry for each action that some rule names, and one for all the others.
  const byAction = new Map<string, CompiledRules>();
  for (const action of new Set(rules.flatMap((rule) => (rule.actions === 'any' ? [] : rule.actions)))) {
    byAction.set(action, select(compiled, action));
  }
  const forOthers = select(compiled, null);

  return {
    rules,
    decide(actor, action, target) {
      const { forbids, allows } = byAction.get(action) ?? forOthers;
      for (const rule of forbids) if (rule.applies(actor, target)) return rule.decision;
      for (const rule of allows) if (rule.applies(actor, target)) return rule.decision;
      return NO_RULE_ALLOWS;
    },
    scope(actor, action) {
      const { forbids, allows } = byAction.get(action) ?? forOthers;
      const scopes = (of: readonly CompiledRule[]): Scope =>
        or(of.map((part) => scopeOf(part.rule.when, actor)));
      return and([scopes(allows), not(scopes(forbids))]);
    },
  };
}

function compileRule(rule: Rule): CompiledRule {
  const decision: Decision =
    rule.effect === 'allow'
      ? { allowed: true, reason: 'allowed-by-rule', rule: rule.name }
      : { allowed: false, reason: 'forbidden-by-rule', rule: rule.name };
  return { applies: compile(rule.when), decision: Object.freeze(decision), rule };
}

function select(compiled: readonly CompiledRule[], action: string | null): CompiledRules {
  const named = compiled.filter(
    ({ rule }) => rule.actions === 'any' || (action !== null && rule.actions.includes(action)),
  );
  return {
    forbids: named.filter(({ rule }) => rule.effect === 'forbid'),
    allows: named.filter(({ rule }) => rule.effect === 'allow'),
  };
}

/** The same rule twice is one rule; two rules under one name would make every explanation ambiguous. */
function distinct<A extends string, R extends string, K extends string>(
  rules: readonly Rule<A, R, K>[],
): readonly Rule<A, R, K>[] {
  const byName = new Map<string, Rule<A, R, K>>();
  for (const rule of rules) {
    const other = byName.get(rule.name);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(rule)) {
      throw new TypeError(`Two policy rules are named "${rule.name}": give each rule a name of its own.`);
    }
    byName.set(rule.name, rule);
  }
  return [...byName.values()];
}
