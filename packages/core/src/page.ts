import { PAGE_SIZE_MAX } from './limits.js';

/** Where a store starts a list, and how many items it returns at most. */
export interface PageQuery {
  /** Only items older than the one with this id; `null` starts with the newest. */
  readonly olderThanId: string | null;
  readonly count: number;
}

/** One page of a list, newest first. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; hand it back with the same filter to get the next page. `null` on the last one. */
  readonly nextCursor: string | null;
}

/** What a caller says about the page it wants. */
export interface PageOptions {
  /** 1 to 100; 20 when left out. */
  readonly pageSize?: number | undefined;
  readonly cursor?: string | undefined;
}

/**
 * The items of all pages of a list, one after the other; the next page is asked for when its first item is. What is made
 * meanwhile is newer than where the list began, and not in it.
 *
 * @example
 * for await (const { name } of allItems((page) => bailiwick.resources.list(actor, { kind: 'database', ...page })))
 *   console.log(name);
 */
export async function* allItems<Item>(
  list: (page: Pick<PageOptions, 'cursor' | 'pageSize'>) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  for (;;) {
    const { items, nextCursor } = await list({ pageSize: PAGE_SIZE_MAX, cursor });
    yield* items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
