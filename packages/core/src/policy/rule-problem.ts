import { ANYTHING, isBuiltIn, isListed, targetShape, type TargetShape } from './action.js';
import { atomsOf } from './condition.js';
import { describe, formulaOf } from './formula.js';
import type { Rule } from './rule.js';
import { Budget, canBeTrue, deadWay, TooIntricateError } from './search.js';

/** Says why a rule cannot be defined and what to do instead; `null` if it can. */
export function ruleProblem(rule: Rule): string | null {
  const what = `The policy rule "${rule.name}"`;
  return attributeProblem(rule, what) ?? matchProblem(rule, what, targetShape);
}

/** Only targets that a host describes have attributes, and storages cannot list by them. */
function attributeProblem({ actions, when }: Rule, what: string): string | null {
  const without = actions === 'any' ? 'any' : actions.find((action) => isListed(action) || isBuiltIn(action));
  if (without === undefined) return null;
  for (const atom of atomsOf(when)) {
    if (atom.type !== 'compare') continue;
    for (const side of [atom.left, atom.right]) {
      if (side.of !== 'target') continue;
      const about = without === 'any' ? 'any action' : without;
      const why = isListed(without)
        ? 'which is listed (…:read): only owner, kind and id are stored'
        : 'whose targets carry no attributes';
      const reason = without === 'any' ? 'and some of those are listed, by what is stored' : why;
      return (
        `${what} compares the target's attribute "${side.attribute}" and is about ${about}, ${reason}. ` +
        'Name actions of your own that are not listed, or compare owner, kind or id.'
      );
    }
  }
  return null;
}

/** Is there a part of the rule that no target of these shapes can fulfil? */
export function matchProblem(
  rule: Rule,
  what: string,
  shapeOf: (action: string) => TargetShape,
): string | null {
  const formula = formulaOf(rule.when);
  const budget = new Budget();
  const remedy = 'Remove it or loosen it.';
  try {
    const shapes = shapesOf(rule, shapeOf);
    const possible = shapes.filter(({ shape }) => canBeTrue(formula, shape, budget));
    if (possible.length === 0) {
      return (
        `${what} can never match: its conditions exclude each other, or no target of ${listed(rule)} ` +
        `fulfils them. ${remedy}`
      );
    }
    const dead = shapes.find((one) => !possible.includes(one));
    if (dead !== undefined) {
      return `${what} can never match for the action ${dead.action}: no target of that action fulfils the condition. Leave the action out.`;
    }
    const way = deadWay(
      formula,
      possible.map(({ shape }) => shape),
      budget,
    );
    return way === null
      ? null
      : `${what} has a part that can never match where it stands: ${describe(way)}. ${remedy}`;
  } catch (error) {
    if (!(error instanceof TooIntricateError)) throw error;
    return `${what} is too intricate to find out whether it can match: split it into several rules.`;
  }
}

/** Each shape once, with the first of the actions that have it. */
function shapesOf(
  { actions }: Rule,
  shapeOf: (action: string) => TargetShape,
): readonly { readonly action: string; readonly shape: TargetShape }[] {
  if (actions === 'any') return [{ action: 'any', shape: ANYTHING }];
  const byShape = new Map<TargetShape, string>();
  for (const action of actions) {
    const shape = shapeOf(action);
    if (!byShape.has(shape)) byShape.set(shape, action);
  }
  return [...byShape].map(([shape, action]) => ({ action, shape }));
}

function listed({ actions }: Rule): string {
  if (actions === 'any') return 'any action';
  const [only] = actions;
  return actions.length === 1 && only !== undefined ? only : 'its actions';
}
