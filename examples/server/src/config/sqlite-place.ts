import { sqliteFile } from '@bailiwick/storage-knex';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Names that SQLite reads in a way of its own; the rest are paths. */
const NO_PATH = /^(?::memory:|file:)/;

/** Why no SQLite file can be at `url`, or `null`. SQLite itself says no more than that it cannot open it. */
export function missingFolder(url: string): string | null {
  const path = sqlitePath(url);
  if (path === null || existsSync(dirname(path))) return null;
  return `The folder ${dirname(path)} does not exist: make it, or name another file in DATABASE_URL.`;
}

/** Why no database is at `url` yet, or `null`. SQLite itself would make an empty one. */
export function missingFile(url: string): string | null {
  const path = sqlitePath(url);
  if (path === null || existsSync(path)) return null;
  return `There is no file ${path}: check DATABASE_URL, or make the database with "migrate".`;
}

function sqlitePath(url: string): string | null {
  const file = sqliteFile(url);
  return file === null || NO_PATH.test(file) ? null : resolve(file);
}
