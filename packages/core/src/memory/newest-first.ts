import type { PageQuery } from '../page.js';

/** Returns one page of the matching rows, by id, newest first. */
export function newestFirst<Item extends { readonly id: string }>(
  items: Iterable<Item>,
  { olderThanId, count }: PageQuery,
  matches: (item: Item) => boolean,
): Item[] {
  const page = [...items].filter((item) => (olderThanId === null || item.id < olderThanId) && matches(item));
  return page.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, count);
}
