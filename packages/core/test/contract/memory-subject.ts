import { StorageUnavailableError, type Storage } from '@bailiwick/core';
import { memoryLoginThrottle } from '@bailiwick/core/memory';
import type { ContractSubject, Outage } from '@bailiwick/core/contract';
import { memoryStorageOf, memoryStores, type MemoryTransaction } from '../../dist/memory/memory-storage.js';
import type { MemoryState } from '../../dist/memory/memory-state.js';

type Subject = ContractSubject<MemoryTransaction>;

/** Makes a contract subject on memory storage; `makeStores` can replace the library's stores. */
export function memorySubject(makeStores: typeof memoryStores = memoryStores): Subject {
  const counter = { rows: 0 };
  const storage = memoryStorageOf((run, secretKey) =>
    makeStores((operation) => run((state) => operation(counting(state, counter))), secretKey),
  );
  return {
    storage: { ...storage, loginThrottle: memoryLoginThrottle() },
    hostTransaction: (work) => storage.hostTransaction(work),
    // A second caller waits for its turn from the beginning.
    untilBlocked: async () => {},
    unreachable: { notApplicable: 'It is the memory of the process that asks: it is always there.' },
    silenced: { notApplicable: 'An answer is the return of a function call: it cannot get lost.' },
    async rowsRead(work) {
      counter.rows = 0;
      await work(storage);
      return counter.rows;
    },
    close: async () => {},
  };
}

/**
 * Makes a subject with handles that can fail, to test adapters that fail in a wrong way. `unreachable` answers instead
 * of the command, and `silenced` after the command was carried out.
 */
export function failingSubject(
  unreachable: (storage: Storage, method: string) => Promise<unknown> = refuseToAnswer,
  silenced: (storage: Storage, method: string) => Promise<unknown> = refuseToAnswer,
): Subject {
  const subject = memorySubject();
  const begin = (fail: typeof unreachable, arrives: boolean) => async (): Promise<Outage> => {
    const outage = { isOver: false };
    return {
      storage: failing(subject.storage, arrives, (method) =>
        outage.isOver ? null : fail(subject.storage, method),
      ),
      // Nothing here takes time, except on a busy machine.
      patienceMs: 10_000,
      async end() {
        outage.isOver = true;
      },
      close: async () => {},
    };
  };
  return { ...subject, unreachable: begin(unreachable, false), silenced: begin(silenced, true) };
}

export async function refuseToAnswer(): Promise<never> {
  throw new StorageUnavailableError();
}

/** Counts the rows that are read one by one, and all rows of a table that is walked through. */
function counting(state: MemoryState, counter: { rows: number }): MemoryState {
  const tables = Object.entries(state).map(([name, rows]) => [name, countingTable(rows, counter)]);
  return Object.fromEntries(tables) as MemoryState;
}

function countingTable(table: Map<string, unknown>, counter: { rows: number }): Map<string, unknown> {
  return new Proxy(table, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (name === 'get' || name === 'has') counter.rows += 1;
        else if (name !== 'set' && name !== 'delete') counter.rows += target.size;
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}

/** Replaces the result of each method by that of `answer`, unless it is `null`. */
function failing(
  storage: Storage,
  arrives: boolean,
  answer: (method: string) => Promise<unknown> | null,
): Storage {
  const fail = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(_target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member === 'object' && member !== null) return fail(member);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const instead = answer(String(name));
          if (instead === null) return Reflect.apply(member, target, args) as unknown;
          instead.catch(() => {});
          if (arrives) await Reflect.apply(member, target, args);
          return instead;
        };
      },
    });
  return fail(storage);
}
