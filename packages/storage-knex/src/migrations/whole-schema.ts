// Is everything that the migrations made still there?
import type { Database } from '../database.js';
import { sql } from '../sql.js';
import { MIGRATIONS } from './index.js';
import { SchemaVersionError } from '../schema-version-error.js';

/** The most names in a message: if a schema is gone, all of it is. */
const NAMED_MAX = 5;

/**
 * Compares the catalog with what the migrations made, and looks for the rows that they added. A failed restore or an
 * operator can leave half of a schema although every migration is recorded as done. A thing that the role may not use
 * counts as missing.
 *
 * @throws {SchemaVersionError} that names what is missing
 */
export async function requireWholeSchema(db: Database): Promise<void> {
  const { dialect } = db;
  refuseMissing(await db.rows(dialect.missingOf(sql`${JSON.stringify(dialect.parts())}`)));
  for (const { missingRows } of MIGRATIONS) {
    if (missingRows !== undefined) refuseMissing(await db.rows(missingRows[dialect.name]));
  }
}

function refuseMissing(missing: readonly { readonly name: string }[]): void {
  if (missing.length === 0) return;
  const names = missing.slice(0, NAMED_MAX).map(({ name }) => name);
  const others = missing.length > NAMED_MAX ? ` and ${missing.length - NAMED_MAX} more` : '';
  throw new SchemaVersionError(
    'not-whole',
    `The schema is not whole: ${names.join(', ')}${others} cannot be found or used by this role. Restore it from a backup, or grant what is lacking: docs/database-rights.md lists the rights.`,
  );
}
