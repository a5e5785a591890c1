// Loaded into a server before its own program (`node --import`). From SIGUSR2 on it counts the statements that
// go to the database, beginning with the next change, and ends the process at the one that FAIL_POINT names:
// as SIGKILL from outside would, but at an instant that nobody outside can hit. "5:before" is when the fifth
// would be sent, "5:after" when its result has come and nobody has seen it.
import { createRequire } from 'node:module';

type Method = (this: unknown, statement: unknown, ...rest: unknown[]) => unknown;

const require = createRequire(import.meta.url);
const [position = '1', side = 'before'] = (process.env['FAIL_POINT'] ?? '').split(':');

/** What a change begins with: a transaction, or on PostgreSQL the one statement that creates a resource. */
const BEGINNING = /^\s*BEGIN|bailiwick_create_resource/i;

/** Statements until the end; NaN before the signal. */
let left = Number.NaN;

process.on('SIGUSR2', () => (left = Number(position)));

if (process.env['DATABASE_URL']?.startsWith('sqlite:') === true) {
  wrap(require('sqlite3').Database.prototype, ['all', 'run']);
} else {
  wrap(require('pg').Client.prototype, ['query']);
}

function wrap(prototype: Record<string, Method>, names: readonly string[]): void {
  for (const name of names) {
    const original = prototype[name];
    if (original === undefined) throw new Error(`The driver has no method "${name}".`);
    prototype[name] = function (statement, ...rest) {
      if (!isChosen(statement)) return original.call(this, statement, ...rest);
      if (side === 'before') die();
      // In place of the callback, which Knex hands over last.
      return original.call(this, statement, ...rest.slice(0, -1), die);
    };
  }
}

function isChosen(statement: unknown): boolean {
  if (Number.isNaN(left)) return false;
  if (left === Number(position) && !BEGINNING.test(textOf(statement))) return false;
  left -= 1;
  return left === 0;
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : (statement as { text: string }).text;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}
