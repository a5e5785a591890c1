import type { Resource } from '@bailiwick/core';
import type { Executor } from './executor.js';
import { readResource } from './resource-row.js';
import { sql } from './sql.js';
import { readJson, type StoredJson, type StoredTime } from './stored-values.js';

/** What somebody owns, newest first: the list that is asked for most. */
export interface FirstPage {
  readonly ownerId: string;
  readonly count: number;
}

/** What is known is not sent: the owner, and that most resources have never changed. */
interface Member {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly createdAt: StoredTime;
  /** `null`: never. */
  readonly updatedAt: StoredTime | null;
}

/** PostgreSQL: a row for each resource, of the page at `place` among those that are asked for. */
export async function firstPagesByRow(
  executor: Executor,
  pages: readonly FirstPage[],
): Promise<Resource[][]> {
  const asked = JSON.stringify(pages.map((page, place) => ({ place, ...page })));
  const rows = await executor.rows<Member & { readonly place: number }>(sql`
    SELECT p.place, r.id, r.kind, r.name, r.created_at AS "createdAt",
           nullif(r.updated_at, r.created_at) AS "updatedAt"
    FROM json_to_recordset(${asked}) AS p (place integer, "ownerId" uuid, count integer)
    CROSS JOIN LATERAL (
      SELECT * FROM bailiwick_resources
      WHERE ${executor.dialect.isExactly(sql`owner_id`, sql`p."ownerId"`, sql`uuid`)}
      ORDER BY owner_id, id DESC LIMIT p.count
    ) r
    WHERE p."ownerId" NOT IN (SELECT id FROM bailiwick_users WHERE status = 'deleting')
    ORDER BY p.place, r.id DESC`);
  const found = pages.map((): Resource[] => []);
  for (const row of rows) found[row.place]?.push(read(row, pages[row.place]?.ownerId ?? ''));
  return found;
}

/**
 * SQLite: a row for each page, as JSON. Its drivers make an object of every row, and a value of every column, one by
 * one, which takes longer than finding them.
 */
export async function firstPagesAsJson(
  executor: Executor,
  pages: readonly FirstPage[],
): Promise<Resource[][]> {
  const owners = JSON.stringify(pages.map(({ ownerId }) => ownerId));
  const countMax = Math.max(...pages.map(({ count }) => count));
  const rows = await executor.rows<{ readonly place: number; readonly page: StoredJson }>(sql`
    SELECT p.key AS place, (
      SELECT json_group_array(json_array(id, kind, name, created_at, nullif(updated_at, created_at)))
      FROM (
        SELECT * FROM bailiwick_resources WHERE owner_id = p.value ORDER BY owner_id, id DESC LIMIT ${countMax}
      ) r
    ) AS page
    FROM json_each(${owners}) p
    WHERE p.value NOT IN (SELECT id FROM bailiwick_users WHERE status = 'deleting')`);
  const found = pages.map((): Resource[] => []);
  for (const { place, page } of rows) {
    const { ownerId = '', count = 0 } = pages[place] ?? {};
    found[place] = readJson<[string, string, string, number, number | null][]>(page)
      .map(([id, kind, name, createdAt, updatedAt]) =>
        read({ id, kind, name, createdAt, updatedAt }, ownerId),
      )
      // They come in this order, and no document promises it.
      .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      .slice(0, count);
  }
  return found;
}

/** Member by member: spreading them takes longer than all else here. */
function read({ id, kind, name, createdAt, updatedAt }: Member, ownerId: string): Resource {
  return readResource({ id, ownerId, kind, name, createdAt, updatedAt: updatedAt ?? createdAt });
}
