// How is the secret key of the library read?
import { StorageUnavailableError } from '@bailiwick/core';
import type { Database } from './database.js';
import { SchemaVersionError } from './schema-version-error.js';
import { sql } from './sql.js';

/**
 * Reads the key once. The first migration made it, and it never changes.
 *
 * @throws `storage-unavailable` when it is gone
 */
export function secretKeyReader(): (db: Database) => Promise<Uint8Array> {
  let key: Uint8Array | null = null;
  return async (db) => {
    key ??= await read(db);
    return key;
  };
}

async function read(db: Database): Promise<Uint8Array> {
  const [row] = await db.rows<{ value: string }>(
    sql`SELECT value FROM bailiwick_secrets WHERE name = 'secret-key'`,
  );
  if (row === undefined) {
    const words = 'The secret key is missing from bailiwick_secrets: restore the row from a backup.';
    throw new StorageUnavailableError({ cause: new SchemaVersionError('not-whole', words) });
  }
  return Buffer.from(row.value, 'base64url');
}
