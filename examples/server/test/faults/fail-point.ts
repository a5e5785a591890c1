// Ends a server at a chosen statement; it is loaded before the program of the server (`node --import`). From SIGUSR2
// on, it counts the statements to the database, beginning with the next change, and ends the process at the one that
// FAIL_POINT names, like a SIGKILL at a moment that cannot be hit from outside. "5:before" is just before the fifth is
// sent, and "5:after" just after its result has arrived and before any code has seen it.
import { createRequire } from 'node:module';

type Method = (this: unknown, statement: unknown, ...rest: unknown[]) => unknown;

const require = createRequire(import.meta.url);
const [position = '1', side = 'before'] = (process.env['FAIL_POINT'] ?? '').split(':');

/** Matches the beginning of a change: a transaction, or on PostgreSQL the statement that creates a resource. */
const BEGINNING = /^\s*BEGIN|bailiwick_create_resource/i;

/** The number of statements until the end; NaN before the signal. */
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
      // Replaces the callback, which is the last argument of Knex.
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
