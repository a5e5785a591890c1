import type { Storage, Stores } from '../storage.js';

/** One interleaving of concurrent use cases, determined by its seed. */
export interface Schedule {
  readonly seed: number;
  /** Wraps the storage: while {@link race} runs, each operation waits for its turn. */
  storage<Transaction>(storage: Storage<Transaction>): Storage<Transaction>;
  /** Runs the tasks at once and schedules their turns; resolves with the results when all are done. */
  race<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]>;
}

export interface Exploration {
  /** The number of schedules to try, from seed 0 on. */
  readonly seeds: number;
  /** Sets up, races and checks; rejects if something is wrong. It must make everything anew. */
  readonly run: (schedule: Schedule) => Promise<void>;
  /** Replays one seed, taken from the message of a failure. */
  readonly replay?: number;
}

/**
 * Finds races: repeats `run` under many interleavings of storage operations. It finds a race that needs an unlucky
 * moment within a few hundred seeds, and its seed reproduces it.
 *
 * Use it with memory storage: real input and output take turns of their own.
 *
 * @throws {Error} naming the seed, with what went wrong as its cause.
 *
 * @example
 * await exploreInterleavings({ seeds: 100, run: async (schedule) => void schedule });
 */
export async function exploreInterleavings({ seeds, run, replay }: Exploration): Promise<void> {
  const [first, last] = replay === undefined ? [0, seeds - 1] : [replay, replay];
  for (let seed = first; seed <= last; seed += 1) {
    try {
      await run(makeSchedule(seed));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Interleaving with seed ${seed}: ${message}`, { cause });
    }
  }
}

/** After this many rounds in which no task asks for a turn or ends, none ever will. */
const IDLE_ROUNDS_MAX = 1000;

function makeSchedule(seed: number): Schedule {
  const random = seededRandom(seed);
  const waiting: (() => void)[] = [];
  let racing = false;

  const turn = (): Promise<void> =>
    racing ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();

  async function race<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
    racing = true;
    let settled = 0;
    const results = tasks.map((task) =>
      task().finally(() => {
        settled += 1;
      }),
    );
    // A failed task is reported at the end; until then it must not count as an unhandled rejection.
    for (const result of results) result.catch(() => {});
    for (let idle = 0; settled < tasks.length;) {
      await everythingElse();
      const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
      next?.();
      idle = next === undefined ? idle + 1 : 0;
      if (idle > IDLE_ROUNDS_MAX) throw new Error('The tasks wait for each other for ever.');
    }
    racing = false;
    return Promise.all(results);
  }

  return { seed, race, storage: (storage) => inTurns(storage, turn) };
}

/** Resolves when no promise can make progress by itself any more. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function inTurns<Transaction>(
  storage: Storage<Transaction>,
  turn: () => Promise<void>,
): Storage<Transaction> {
  const wrap = (stores: Stores): Stores => ({
    users: methodsInTurns(stores.users, turn),
    groups: methodsInTurns(stores.groups, turn),
    members: methodsInTurns(stores.members, turn),
    resources: methodsInTurns(stores.resources, turn),
    quotas: methodsInTurns(stores.quotas, turn),
    sessions: methodsInTurns(stores.sessions, turn),
    accessKeys: methodsInTurns(stores.accessKeys, turn),
    auditEvents: methodsInTurns(stores.auditEvents, turn),
    secretKey: () => stores.secretKey(),
  });
  return {
    ...wrap(storage),
    transaction: (work) => turn().then(() => storage.transaction((stores) => work(wrap(stores)))),
    within: (transaction) => wrap(storage.within(transaction)),
    ping: () => storage.ping(),
  };
}

function methodsInTurns<Store extends object>(store: Store, turn: () => Promise<void>): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await turn();
        return Reflect.apply(method, target, args) as unknown;
      };
    },
  });
}

/** Mulberry32: one 32-bit state, good enough to shuffle, and the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
