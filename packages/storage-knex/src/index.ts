export { connect, type ConnectOptions } from './connect.js';
export { knexStorage } from './knex-storage.js';
export { migrate, rollback, type MigrateOptions } from './migrations/migrate.js';
export { SchemaVersionError } from './migrations/schema-version.js';
export type { TablePrefixOptions } from './table-prefix.js';
