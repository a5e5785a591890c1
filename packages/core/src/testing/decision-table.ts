import type { Actor } from '../actor.js';
import type { BuiltInAction, Target } from '../policy/action.js';
import type { Policy } from '../policy/policy.js';

export interface ExpectedDecisions<
  About extends string,
  ActorName extends string,
  TargetName extends string,
> {
  /** What the table is about; every action that there is when left out. */
  readonly actions?: readonly About[];
  readonly actors: Readonly<Record<ActorName, Actor>>;
  readonly targets: Readonly<Record<TargetName, Target>>;
  /** Action → actor → the targets on which it is allowed; on all others it is refused. */
  readonly allowed: {
    readonly [A in NoInfer<About>]: {
      readonly [N in ActorName]: 'everything' | 'nothing' | readonly NoInfer<TargetName>[];
    };
  };
}

/**
 * Compares every decision of a policy with a table. The table has a line for every action that the
 * library has and that a rule names: when one is added, the test does not compile until somebody has
 * decided who may do it. With `actions` it has a line for each of those.
 *
 * @throws {Error} listing every decision that differs, with the rule or the reason behind it.
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
    // What the compiler says in TypeScript.
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
