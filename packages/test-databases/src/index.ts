export {
  createDatabase,
  DIALECTS,
  type DatabaseOptions,
  type DialectName,
  type TestDatabase,
} from './create-database.js';
export { TcpProxy } from './tcp-proxy.js';
