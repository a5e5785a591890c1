// How does PostgreSQL read several first pages in one statement?
import type { Resource } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import { readFirstPageRow, type FirstPage, type FirstPageRow } from '../first-page.js';
import { OWNERS_BEING_DELETED } from '../resource-row.js';
import { sql } from '../sql.js';

/** Selects a row for each resource; `position` is the index of its page in `pages`. */
export async function firstPages(executor: Executor, pages: readonly FirstPage[]): Promise<Resource[][]> {
  const asked = JSON.stringify(pages.map((page, position) => ({ position, ...page })));
  const rows = await executor.rows<FirstPageRow & { readonly position: number }>(sql`
    SELECT p.position, r.id, r.kind, r.name, r.created_at AS "createdAt",
           nullif(r.updated_at, r.created_at) AS "updatedAt"
    FROM json_to_recordset(${asked}) AS p (position integer, "ownerId" uuid, count integer)
    CROSS JOIN LATERAL (
      SELECT * FROM bailiwick_resources
      WHERE ${executor.dialect.isExactly(sql`owner_id`, sql`p."ownerId"`, sql`uuid`)}
      ORDER BY owner_id, id DESC LIMIT p.count
    ) r
    WHERE p."ownerId" NOT IN (${OWNERS_BEING_DELETED})
    ORDER BY p.position, r.id DESC`);
  const found = pages.map((): Resource[] => []);
  for (const row of rows)
    found[row.position]?.push(readFirstPageRow(row, pages[row.position]?.ownerId ?? ''));
  return found;
}
