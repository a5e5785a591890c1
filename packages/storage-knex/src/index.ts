// What may a host use?
export type { ConnectOptions } from './connect-options.js';
export { connect } from './connect.js';
export type { PreparedStatementsOptions } from './database-kind.js';
export { knexStorage, type KnexStorageOptions } from './knex-storage.js';
export { migrate, rollback, type MigrateOptions } from './migrations/migrate.js';
export { SchemaVersionError } from './schema-version-error.js';
export { sqliteFile } from './sqlite/connect.js';
export type { TablePrefixOptions } from './table-prefix.js';
export { withTransaction } from './with-transaction.js';
