// When does a create share a statement with others, and when does it run alone?
import type { CreateResourceOutcome, ResourceStore } from '@bailiwick/core';
import type { Create } from '../create.js';
import type { Executor } from '../executor.js';
import type { Operations } from '../operations.js';
import { Batcher, GATHER_MS } from './batcher.js';
import { createBatch } from './create-batch.js';

/**
 * The fast path is the batch: one statement and one commit for concurrent creates. The fallback is the
 * create of the plain store, which decides everything. It runs the creates that cannot be part of a batch, those that
 * the batch skipped and, where the database is faster that way, a batch of one.
 */
export function batchedCreate(
  plain: ResourceStore,
  operations: Operations,
  executor: Executor,
): ResourceStore['create'] {
  const fallback = ({ command, audit }: Create) => plain.create(command, audit);
  const batcher = new Batcher<Create, CreateResourceOutcome | null>(createBatch(operations, executor), {
    gatherMs: GATHER_MS,
    runAlone: operations.batchesSingleCreate ? undefined : fallback,
  });
  return async (command, audit) => {
    const create = { command, audit };
    const outcome = operations.isBatchable(create) ? await batcher.add(create) : null;
    return outcome ?? fallback(create);
  };
}
