// This package creates databases for the tests, each for one test, records their statements, and has a proxy that
// interrupts connections.
export {
  createDatabase,
  DIALECTS,
  type DatabaseOptions,
  type DialectName,
  type TestDatabase,
} from './create-database.js';
export { createDatabaseWithRoles, type DatabaseWithRoles } from './database-with-roles.js';
export { PATIENCE } from './patience.js';
export { recordStatements } from './record-statements.js';
export { TcpProxy } from './tcp-proxy.js';
