import { createRequire } from 'node:module';

/** Counts the statements that the drivers of `module` run. */
export function countStatements(module) {
  const require = createRequire(module);
  const statements = { count: 0 };
  const count = (prototype, names) => {
    for (const name of names) {
      const own = prototype[name];
      prototype[name] = function counted(...args) {
        statements.count += 1;
        return own.apply(this, args);
      };
    }
  };
  count(require('pg').Client.prototype, ['query']);
  // The peers have no driver for SQLite.
  if (module.includes('/peers/')) return statements;
  count(require('sqlite3').Statement.prototype, ['run', 'get', 'all']);
  const betterSqlite = new (require('better-sqlite3'))(':memory:');
  count(Object.getPrototypeOf(betterSqlite.prepare('SELECT 1')), ['run', 'get', 'all']);
  betterSqlite.close();
  return statements;
}
