import { connect, migrate } from '@bailiwick/storage-knex';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PATIENCE } from './patience.js';
import { createPostgresDatabase } from './postgres.js';

const PAGE = new URL('../../../docs/database-rights.md', import.meta.url);

export interface DatabaseWithRoles {
  /** The URL for a superuser. */
  readonly url: string;
  /** The URL for the role that owns the tables and migrates them. */
  readonly ownerUrl: string;
  /** The URL for the role that serves. */
  readonly serverUrl: string;
  readonly remove: () => Promise<void>;
}

/** Creates a database with the SQL in `docs/database-rights.md`, and migrates it as that page says. */
export async function createDatabaseWithRoles(): Promise<DatabaseWithRoles> {
  const { url, remove } = await createPostgresDatabase({
    migrated: false,
    defaultIsolation: 'read committed',
    tablePrefix: 'bailiwick_',
  });
  // Roles belong to the whole server, which all tests share.
  const suffix = randomUUID().replaceAll('-', '');
  const owner = `bailiwick_owner_${suffix}`;
  const server = `bailiwick_server_${suffix}`;
  const [roles, grants] = (await sqlOfPage()).map((sql) =>
    sql
      .replaceAll(/\bbailiwick_owner\b/g, owner)
      .replaceAll('bailiwick_server', server)
      .replaceAll('DATABASE bailiwick', `DATABASE ${new URL(url).pathname.slice(1)}`),
  );
  const password = randomUUID();
  await run(
    url,
    `${roles}; ALTER ROLE ${owner} PASSWORD '${password}'; ALTER ROLE ${server} PASSWORD '${password}'`,
  );
  const as = (role: string) => Object.assign(new URL(url), { username: role, password }).href;
  await withKnex(as(owner), (knex) => migrate(knex));
  await run(as(owner), grants ?? '');
  return {
    url,
    ownerUrl: as(owner),
    serverUrl: as(server),
    async remove() {
      await run(url, `DROP OWNED BY ${owner}, ${server}; DROP ROLE ${owner}, ${server}`);
      await remove();
    },
  };
}

async function sqlOfPage(): Promise<string[]> {
  const blocks = [...(await readFile(PAGE, 'utf8')).matchAll(/```sql\n([\s\S]*?)```/g)];
  if (blocks.length !== 2)
    throw new Error('docs/database-rights.md must have the SQL for the roles, and for the grants.');
  return blocks.map(([, sql = '']) => sql);
}

function run(url: string, sql: string): Promise<unknown> {
  return withKnex(url, (knex) => knex.raw(sql.replaceAll('?', String.raw`\?`)));
}

async function withKnex<T>(url: string, work: (knex: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const knex = connect(url, PATIENCE);
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}
