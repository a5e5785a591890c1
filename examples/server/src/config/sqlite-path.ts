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

/**
 * Says that the file at `url` is gone although SQLite's log of it is there, or `null`. SQLite would make a new database,
 * and empty the log, which may hold the last of what was stored.
 */
export function lostFile(url: string): string | null {
  const path = sqlitePath(url);
  if (path === null) return null;
  const log = `${path}-wal`;
  // The log comes first: another process that makes the database now makes the file before its log.
  if (!existsSync(log) || existsSync(path)) return null;
  return `The file ${path} is gone, and only ${log} is left of it: restore a backup, or delete ${log} to begin with an empty database.`;
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
