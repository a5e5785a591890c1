// When does a create share a statement with others, and when does it run alone?
import type { ResourceStore } from '@bailiwick/core';
import type { Create } from '../create.js';
import type { Executor } from '../executor.js';
import type { Operations } from '../operations.js';
import { Batcher, BatchersByKey, GATHER_MS } from './batcher.js';
import { createBatch, type BatchOutcome } from './create-batch.js';

/**
 * The fast path is the batch: one statement and one commit for concurrent creates. A create that meets a locked quota
 * joins a batch of its root, which waits. The fallback is the create of the plain store, which decides everything. It
 * runs the creates that cannot be part of a batch, those that the batch skipped and, where the database is faster that
 * way, a batch of one.
 */
export function batchedCreate(
  plain: ResourceStore,
  operations: Operations,
  executor: Executor,
): ResourceStore['create'] {
  const fallback = ({ command, audit }: Create) => plain.create(command, audit);
  const options = {
    gatherMs: GATHER_MS,
    runAlone: operations.batchesSingleCreate ? undefined : fallback,
  };
  const ofAll = new BatchersByKey<Create, BatchOutcome>(
    () => new Batcher(createBatch(operations, executor), options),
  );
  const ofOneRoot = new BatchersByKey<Create, BatchOutcome>(
    () => new Batcher(createBatch(operations, executor, true), options),
  );
  return async (command, audit) => {
    const create = { command, audit };
    if (!operations.isBatchable(create)) return fallback(create);
    let outcome = await ofAll.add(operations.batchOf(create), create);
    if (outcome?.type === 'busy') outcome = await ofOneRoot.add(outcome.rootId, create);
    return outcome === null || outcome.type === 'busy' ? fallback(create) : outcome;
  };
}
