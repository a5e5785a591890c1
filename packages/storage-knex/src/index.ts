export { connect, sqliteFile, type ConnectOptions } from './connect.js';
export { knexStorage, type KnexStorageOptions } from './knex-storage.js';
export { migrate, rollback, type MigrateOptions } from './migrations/migrate.js';
export type { PreparedStatementsOptions } from './prepared-statements.js';
export { SchemaVersionError } from './schema-version-error.js';
export type { TablePrefixOptions } from './table-prefix.js';
export { withTransaction } from './with-transaction.js';
