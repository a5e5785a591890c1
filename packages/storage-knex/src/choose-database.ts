// Which database is it? Only this file asks; a migration has a part for each database.
import type { Knex } from 'knex';
import type { DatabaseKind, PreparedStatementsOptions } from './database-kind.js';
import type { Dialect } from './dialect.js';
import { MIGRATIONS } from './migrations/index.js';
import { schemaParts, type SchemaPart } from './migrations/schema-parts.js';
import { postgres } from './postgres/database.js';
import { sqlite } from './sqlite/database.js';
import { tableNames, type TablePrefixOptions } from './table-prefix.js';

const KINDS = [postgres, sqlite];

/** @throws {TypeError} for a Knex client that is not supported. */
export function databaseOf(knex: Knex): DatabaseKind {
  const driver = driverOf(knex);
  const kind = KINDS.find(({ drivers }) => drivers.some((name) => name === driver));
  if (kind !== undefined) return kind;
  throw new TypeError(
    `Knex must use the client "pg", "sqlite3" or "better-sqlite3", not "${String(driver)}".`,
  );
}

/** @throws {TypeError} for a Knex client that is not supported, or a table prefix that cannot be one. */
export function dialectOf(knex: Knex, options: TablePrefixOptions & PreparedStatementsOptions): Dialect {
  const dialect = databaseOf(knex).dialect(tableNames(options), options);
  let parts: readonly SchemaPart[] | null = null;
  return { ...dialect, parts: () => (parts ??= partsIn(dialect)) };
}

function partsIn({ name, names }: Pick<Dialect, 'name' | 'names'>): SchemaPart[] {
  const statements = MIGRATIONS.flatMap(({ makes }) => makes[name]);
  return statements.flatMap(({ text }) => schemaParts(names.inDatabase(text)));
}

/** @throws {TypeError} for a URL of another database, or a value that is no URL. */
export function databaseAt(url: unknown): DatabaseKind {
  const kind = typeof url === 'string' ? KINDS.find(({ acceptsUrl }) => acceptsUrl(url)) : undefined;
  if (kind !== undefined) return kind;
  throw new TypeError(
    'The database URL must look like "postgres://user:password@host:5432/database" or "sqlite:./file.sqlite".',
  );
}

/** `client.driverName` is not documented (the peer range of Knex is `^3.3.0`); `host-knex.test.ts` fails if it changes. */
function driverOf(knex: Knex): unknown {
  try {
    return knex.client.driverName;
  } catch {
    return undefined;
  }
}
