// What does the library need to know of SQLite?
import type { DatabaseKind } from '../database-kind.js';
import { connectSqlite, sqliteFile } from './connect.js';
import { DatabaseFile } from './database-file.js';
import { sqliteDialect } from './dialect.js';
import { sqliteOperations } from './operations.js';

export const sqlite: DatabaseKind = {
  drivers: ['sqlite3', 'better-sqlite3'],
  acceptsUrl: (url) => sqliteFile(url) !== null,
  connect: connectSqlite,
  operations: sqliteOperations,
  dialect: (names) => ({ ...sqliteDialect, names, driverOptions: () => ({}) }),
  watch: (knex) => new DatabaseFile(knex),
};
