import type { Actor } from '../actor.js';
import type { Target } from './action.js';
import type { Policy } from './policy.js';

/** The actors, actions and targets of a table, under the names that a reader sees. */
export interface TableAxes {
  readonly actions: readonly string[];
  readonly actors: Readonly<Record<string, Actor>>;
  readonly targets: Readonly<Record<string, Target>>;
}

/**
 * Renders every decision of a policy over the given actions, actors and targets as Markdown: a line for each action
 * and target, a column for each actor, and in each cell `allow` or the reason for the refusal.
 *
 * @example
 * const actions = ['resource:read'];
 * console.log(renderDecisionTable(policy, { actions, actors: { ann: actor }, targets: { own: belongingTo(ann.id) } }));
 */
export function renderDecisionTable(policy: Policy, { actions, actors, targets }: TableAxes): string {
  const columns = Object.entries(actors);
  const head = ['action', 'target', ...columns.map(([name]) => name)];
  const rows = actions.flatMap((action) =>
    Object.entries(targets).map(([name, target]) => {
      const decisions = columns.map(([, actor]) => policy.decide(actor, action, target));
      return [action, name, ...decisions.map((decision) => (decision.allowed ? 'allow' : decision.reason))];
    }),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const rule = line(head.map(() => '---'));
  return line(head.map(asText)) + rule + rows.map((cells) => line(cells.map(asText))).join('');
}

/** Escapes a name for Markdown: a name that ends a cell or a line would move or hide decisions. */
function asText(name: string): string {
  return name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD').replaceAll(/[\\`*_[\]<>&|~]/g, '\\$&');
}
