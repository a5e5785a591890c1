import { sqliteFile } from '@bailiwick/storage-knex';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Names with a special meaning for SQLite; all others are paths. */
const NO_PATH = /^(?::memory:|file:)/;

/** Says why there can be no SQLite file at `url`, or `null`. SQLite itself would only say that it cannot open it. */
export function missingFolder(url: string): string | null {
  const path = sqlitePath(url);
  if (path === null || existsSync(dirname(path))) return null;
  return `The folder ${dirname(path)} does not exist: make it, or name another file in DATABASE_URL.`;
}

/** Says that there is no database at `url` yet, or `null`. SQLite itself would create an empty one. */
export function missingFile(url: string): string | null {
  const path = sqlitePath(url);
  if (path === null || existsSync(path)) return null;
  return `There is no file ${path}: check DATABASE_URL, or make the database with "migrate".`;
}

function sqlitePath(url: string): string | null {
  const file = sqliteFile(url);
  return file === null || NO_PATH.test(file) ? null : resolve(file);
}
