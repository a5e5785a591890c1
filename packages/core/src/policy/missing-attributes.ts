import type { Actor } from '../actor.js';
import type { Target } from './action.js';
import type { Comparison } from './condition.js';
import { constant, formulaOf, literalAnswer, simplify } from './formula.js';
import { unknownIs } from './rule-table.js';
import type { Rule } from './rule.js';

/** The sides whose attributes are unknown: only the host knows these, and it has not given them. */
export interface Unknown {
  readonly actor: boolean;
  readonly target: boolean;
}

/**
 * Returns the name of a rule on whose comparison of unknown attributes the decision depends; `null` if it is the same
 * whatever they are.
 */
export function undecidedRule(
  rules: readonly Rule[],
  asked: { readonly actor: Actor; readonly action: string; readonly target: Target },
  unknown: Unknown,
): string | null {
  const isUnknown = ({ left, right }: Comparison) =>
    [left, right].some((side) => side.of !== 'value' && unknown[side.of]);
  const applies = (rule: Rule, ifUnknown: boolean) =>
    simplify(formulaOf(rule.when), (literal) =>
      literal.atom.type === 'compare' && isUnknown(literal.atom)
        ? constant(ifUnknown)
        : constant(literalAnswer(literal, asked.actor, asked.target, unknownIs(rule))),
    ).type === 'always';
  const about = rules.filter(({ actions }) => actions === 'any' || actions.includes(asked.action));
  const possible = about.filter((rule) => applies(rule, true));
  const certain = new Set(possible.filter((rule) => applies(rule, false)));
  const allows = possible.filter(({ effect }) => effect === 'allow');
  const forbids = possible.filter(({ effect }) => effect === 'forbid');
  if (allows.length === 0 || forbids.some((rule) => certain.has(rule))) return null;
  const open = allows.some((rule) => certain.has(rule)) ? forbids : [...forbids, ...allows];
  return open.find((rule) => !certain.has(rule))?.name ?? null;
}
