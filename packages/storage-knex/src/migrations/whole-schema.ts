// Is everything that the migrations made still there?
import type { Database } from '../database.js';
import { sql } from '../sql.js';
import { MIGRATIONS } from './index.js';
import { SchemaVersionError } from '../schema-version-error.js';

/** A thing that a migration has made; `name` is that of the table for a column. */
interface Made {
  readonly kind: string;
  readonly name: string;
  readonly column?: string;
}

/** The most names in a message: if a schema is gone, all of it is. */
const NAMED_MAX = 5;

/**
 * Compares the catalog with what the migrations made. A failed restore or an operator can leave half of a schema although
 * every migration is recorded as done. A thing that the role may not use counts as missing.
 *
 * @throws {SchemaVersionError} that names what is missing
 */
export async function requireWholeSchema(db: Database): Promise<void> {
  const made = MIGRATIONS.flatMap(({ makes }) => makes[db.dialect.name]).flatMap(({ text }) => madeBy(text));
  const inDatabase = made.map(({ name, ...rest }) => ({ ...rest, name: db.dialect.names.inDatabase(name) }));
  const missing = await db.rows<{ name: string }>(db.dialect.missingOf(sql`${JSON.stringify(inDatabase)}`));
  if (missing.length === 0) return;
  const names = missing.slice(0, NAMED_MAX).map(({ name }) => name);
  const others = missing.length > NAMED_MAX ? ` and ${missing.length - NAMED_MAX} more` : '';
  throw new SchemaVersionError(
    'not-whole',
    `The schema is not whole: ${names.join(', ')}${others} cannot be found or used by this role. Restore it from a backup, or grant what is lacking.`,
  );
}

/** Keywords are written in capitals, and names are not. */
function madeBy(text: string): Made[] {
  const [, kind = '', name = ''] =
    /^\s*CREATE (?:UNIQUE )?(TABLE|INDEX|FUNCTION|DOMAIN|VIEW|TRIGGER) (\w+)/m.exec(text) ?? [];
  if (kind === '') return [];
  if (kind !== 'TABLE') return [{ kind, name }];
  const columns = [...text.matchAll(/^\s+([a-z_]+) [a-zA-Z]/gm)].map(([, column = '']) => column);
  return [{ kind, name }, ...columns.map((column) => ({ kind: 'COLUMN', name, column }))];
}
