// How does SQLite read several first pages in one statement?
import type { Resource } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import { readFirstPageRow, type FirstPage } from '../first-page.js';
import { OWNERS_BEING_DELETED } from '../resource-row.js';
import { sql } from '../sql.js';
import { readJson, type StoredJson } from '../stored-values.js';

/**
 * Selects a row for each page, as JSON. The drivers make an object of every row, and a value of every column, one by
 * one, which takes longer than finding them.
 */
export async function firstPages(executor: Executor, pages: readonly FirstPage[]): Promise<Resource[][]> {
  const owners = JSON.stringify(pages.map(({ ownerId }) => ownerId));
  const countMax = Math.max(...pages.map(({ count }) => count));
  const rows = await executor.rows<{ readonly position: number; readonly page: StoredJson }>(sql`
    SELECT p.key AS position, (
      SELECT json_group_array(json_array(id, kind, name, created_at, nullif(updated_at, created_at)))
      FROM (
        SELECT * FROM bailiwick_resources WHERE owner_id = p.value ORDER BY owner_id, id DESC LIMIT ${countMax}
      ) r
    ) AS page
    FROM json_each(${owners}) p
    WHERE p.value NOT IN (${OWNERS_BEING_DELETED})`);
  const found = pages.map((): Resource[] => []);
  for (const { position, page } of rows) {
    const { ownerId = '', count = 0 } = pages[position] ?? {};
    found[position] = readJson<[string, string, string, number, number | null][]>(page)
      .map(([id, kind, name, createdAt, updatedAt]) =>
        readFirstPageRow({ id, kind, name, createdAt, updatedAt }, ownerId),
      )
      // SQLite keeps this order, but does not document it.
      .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      .slice(0, count);
  }
  return found;
}
