// Is the schema where the tables are, or will be, the first one of PostgreSQL's search path?
import type { Queryable } from '../queryable.js';
import { SchemaVersionError } from '../schema-version-error.js';
import { sql } from '../sql.js';

/**
 * The tables are in the first schema of the search path. PostgreSQL skips a schema that does not exist, or that the
 * role must not use, and would take the next one, which may be another tenant's. Only "$user" may be missing, as it is
 * in PostgreSQL's own default path.
 *
 * Names, addresses and passwords are Unicode, which a database of another encoding cannot hold.
 *
 * @throws {SchemaVersionError}
 */
export async function requireSchemaLocation(db: Queryable): Promise<void> {
  const [row] = await db.rows<{ path: string; user: string; schema: string | null; encoding: string }>(sql`
    SELECT current_setting('search_path') AS path, current_user AS user, current_schema() AS schema,
           current_setting('server_encoding') AS encoding`);
  const { path = '', user = '', schema = null, encoding = '' } = row ?? {};
  const [first = '', ...others] = namesIn(path);
  const wanted = first === '$user' && schema !== user ? others[0] : first.replace('$user', () => user);
  if (schema === null || schema !== wanted) {
    throw new SchemaVersionError(
      'misplaced',
      `The search path (${path}) begins with a schema that does not exist or that this role may not use: ${wanted}. Create it and grant USAGE on it, or name another one.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new SchemaVersionError(
      'misplaced',
      `The encoding of the database must be UTF8, and is ${encoding}: make another one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/"((?:[^"]|"")*)"|([^",\s]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.toLowerCase() ?? '',
  );
}
