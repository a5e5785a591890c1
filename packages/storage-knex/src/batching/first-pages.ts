// Which lists share a statement?
import type { Resource, ResourceQuery, ResourceStore } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import type { FirstPage } from '../first-page.js';
import type { Operations } from '../operations.js';
import { isUuid, onlyOwnerOf } from '../scope.js';
import { Batcher } from './batcher.js';

/** Batches the first pages of single owners; every other list is the plain store's. */
export function batchedList(
  plain: ResourceStore,
  operations: Operations,
  executor: Executor,
  gatherMs: number,
): ResourceStore['list'] {
  const batcher = new Batcher<FirstPage, Resource[]>((pages) => operations.firstPages(executor, pages), {
    gatherMs,
  });
  return (query) => {
    const page = firstPageOf(query);
    return page === null ? plain.list(query) : batcher.add(page);
  };
}

function firstPageOf({ scope, ownerId, kind, olderThanId, count }: ResourceQuery): FirstPage | null {
  const owner = onlyOwnerOf(scope);
  const isOfOwner = owner !== null && (ownerId === null || ownerId === owner) && isUuid(owner);
  return isOfOwner && kind === null && olderThanId === null ? { ownerId: owner, count } : null;
}
