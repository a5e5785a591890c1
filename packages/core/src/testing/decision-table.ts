import type { Actor } from '../actor.js';
import type { BuiltInAction, Target } from '../policy/action.js';
import type { Policy } from '../policy/policy.js';

export interface ExpectedDecisions<
  About extends string,
  ActorName extends string,
  TargetName extends string,
> {
  /** The actions of the table; by default every action. */
  readonly actions?: readonly About[];
  readonly actors: Readonly<Record<ActorName, Actor>>;
  readonly targets: Readonly<Record<TargetName, Target>>;
  /** Action → actor → the targets on which the action is allowed; on all others it is refused. */
  readonly allowed: {
    readonly [A in NoInfer<About>]: {
      readonly [N in ActorName]: 'everything' | 'nothing' | readonly NoInfer<TargetName>[];
    };
  };
}

/**
 * Compares every decision of a policy with a table. The table needs a line for every action of the library and every
 * action that a rule names, so that the test does not compile after one is added until somebody decides who may do
 * it. With `actions`, it has a line for each of those.
 *
 * @throws {Error} listing every decision that differs, with the rule or the reason behind it.
 *
 * @example
 * decisionTable(platformPolicy, {
 *   actions: ['resource:read'],
 *   actors: { ann: actor, nobody: anonymous },
 *   targets: { own: belongingTo(actor.id), foreign: belongingTo(ann.id) },
 *   allowed: { 'resource:read': { ann: ['own'], nobody: 'nothing' } },
 * });
 */
export function decisionTable<
  Action extends string,
  ActorName extends string,
  TargetName extends string,
  const About extends Action | BuiltInAction = Action | BuiltInAction,
>(policy: Policy<Action>, expected: ExpectedDecisions<About, ActorName, TargetName>): void {
  const { actors, targets, allowed } = expected;
  const differences: string[] = [];
  for (const action of expected.actions ?? keysOf(allowed)) {
    // TypeScript reports this at compile time; JavaScript learns it here.
    if (!Object.hasOwn(allowed, action)) throw new Error(`The table has no line for ${action}.`);
    for (const actor of keysOf(actors)) {
      const cell = allowed[action][actor];
      for (const target of keysOf(targets)) {
        const wanted = cell === 'everything' || (cell !== 'nothing' && cell.includes(target));
        const decision = policy.decide(actors[actor], action, targets[target]);
        if (decision.allowed === wanted) continue;
        const because = decision.rule === null ? decision.reason : `by "${decision.rule}"`;
        const [is, should] = wanted ? ['refused', 'allowed'] : ['allowed', 'refused'];
        differences.push(`- ${action}: ${actor} on ${target} should be ${should}, and is ${is} (${because})`);
      }
    }
  }
  if (differences.length > 0) {
    throw new Error(`${differences.length} decisions differ from the table:\n${differences.join('\n')}`);
  }
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
