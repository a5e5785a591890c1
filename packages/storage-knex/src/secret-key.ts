// How is the secret key of the library read?
import type { Database } from './database.js';
import { sql } from './sql.js';

/** Reads the key once. The first migration made it, and it never changes. */
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
  if (row === undefined) throw new Error('The secret key is missing from the table of secrets.');
  return Buffer.from(row.value, 'base64url');
}
