import { PAGE_SIZE_MAX } from './limits.js';

/** The start of a page and its maximum number of items, for a store. */
export interface PageQuery {
  /** Only items older than the one with this id; `null` starts with the newest. */
  readonly olderThanId: string | null;
  readonly count: number;
}

/** One page of a list, newest first. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** An opaque text; pass it with the same filter to get the next page. `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The page that a caller asks for. */
export interface PageOptions {
  /** 1 to 100; by default 20. */
  readonly pageSize?: number | undefined;
  /** The `nextCursor` of the page before, with the same filter; left out, the first page. */
  readonly cursor?: string | undefined;
}

/**
 * Yields the items of all pages of a list, one after the other, and loads each page when its first item is needed.
 * Items that are made meanwhile are newer than the start of the list, and not part of it.
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
