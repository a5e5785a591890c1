// In which order do the calls within one transaction run?
import type { Knex } from 'knex';

/** A transaction with its savepoints: they share a connection. */
interface Calls {
  /** The end of the calls so far. */
  last: Promise<unknown>;
  /** The savepoints that are open, the innermost last. */
  readonly open: string[];
  /** How many were opened since the library was first called. */
  opened: number;
}

const callsOf = new WeakMap<Knex.Transaction, Calls>();

/**
 * Calls within one transaction run one after the other, those of its savepoints included. The locks that keep commands
 * apart belong to a transaction: two commands of the same one would both read that there is another administrator.
 *
 * @throws {Error} if a savepoint is open that the call does not know of: its rollback would undo what was answered
 */
export function inTurn<T>(trx: Knex.Transaction, work: () => Promise<T>): Promise<T> {
  const [root, depth] = rootOf(trx);
  const calls = callsOf.get(root) ?? watch(root, depth);
  const turn = calls.last.then(async () => {
    if (calls.open.length > depth)
      throw new Error(
        'A savepoint is open, and its rollback would undo this call: use `within` with the transaction of the savepoint.',
      );
    const { opened } = calls;
    const result = await work();
    if (calls.opened > opened)
      throw new Error(
        'A savepoint was opened during this call, and its rollback would undo a part of it: roll back, and await one call before you begin the next.',
      );
    return result;
  });
  calls.last = turn.catch(() => {});
  return turn;
}

function rootOf(trx: Knex.Transaction): [root: Knex.Transaction, depth: number] {
  const { parentTransaction } = trx;
  if (parentTransaction === undefined) return [trx, 0];
  const [root, depth] = rootOf(parentTransaction);
  return [root, depth + 1];
}

/** Knex makes a savepoint for each transaction within another; a host can also write one by itself. */
function watch(root: Knex.Transaction, depth: number): Calls {
  const calls: Calls = { last: Promise.resolve(), open: Array.from({ length: depth }, () => ''), opened: 0 };
  root.on('query', ({ sql }: { sql: string }) => {
    const [, verb, name = ''] = /^\s*(SAVEPOINT|RELEASE|ROLLBACK TO)(?: SAVEPOINT)? (\w+)/i.exec(sql) ?? [];
    if (verb === undefined) return;
    if (/^savepoint$/i.test(verb)) {
      calls.open.push(name);
      calls.opened += 1;
    } else {
      // The names of those that were open at the first call are not known.
      const place = Math.max(calls.open.lastIndexOf(name), calls.open.lastIndexOf(''));
      if (place !== -1) calls.open.length = place;
    }
  });
  callsOf.set(root, calls);
  return calls;
}
