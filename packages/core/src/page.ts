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
