// How is one batch of creates decided?
import type { CreateResourceOutcome } from '@bailiwick/core';
import { outcomeOf, type Create } from '../create.js';
import type { Executor } from '../executor.js';
import type { Operations } from '../operations.js';
import { isAnswered } from '../translate-error.js';

/** The create met a locked quota on the path to this root. */
interface Busy {
  readonly type: 'busy';
  readonly rootId: string;
}

/** `null`: the batch has not decided the create. */
export type BatchOutcome = CreateResourceOutcome | Busy | null;

/** Returns the outcomes in the order of the creates. With `haveOneRoot`, a locked quota is waited for. */
export function createBatch(
  operations: Operations,
  executor: Executor,
  haveOneRoot = false,
): (creates: readonly Create[]) => Promise<BatchOutcome[]> {
  return async (creates) => {
    // A host can choose the same id for several creates: the batch takes the first of them.
    const byId = new Map(
      creates.toReversed().map((create) => [create.command.resource.id as string, create]),
    );
    const batch = [...byId.values()].toReversed();
    const outcomes = new Map<Create, BatchOutcome>();
    try {
      for (const decision of await operations.createResources(executor, batch, haveOneRoot)) {
        const create = byId.get(decision.id);
        if (create === undefined) continue;
        const rootId = decision.busyRootId ?? null;
        outcomes.set(create, rootId === null ? outcomeOf(create, decision) : { type: 'busy', rootId });
      }
    } catch (error) {
      // If the database is unreachable, or the outcome of the commit is unknown, the whole batch fails.
      if (!isAnswered(error)) throw error;
      // Otherwise the statement was rolled back. Each create then runs alone, so that a bad one fails and a blocked one
      // waits without affecting the others.
    }
    return creates.map((create) => outcomes.get(create) ?? null);
  };
}
