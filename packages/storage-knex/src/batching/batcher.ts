// How do concurrent requests share a statement?

/** The most items of a batch, so that no statement grows without bound. */
const SIZE_MAX = 100;

/** How long items gather while a batch is running. A commit takes less, unless the disk is slow. */
export const GATHER_MS = 20;

export interface BatcherOptions<Item, Result> {
  /** How long items gather while the batch before them is running; 0 when left out. */
  readonly gatherMs?: number;
  /** Runs a batch of one. Other items do not gather behind it. When left out, a batch of one is run like any other. */
  readonly runAlone?: ((item: Item) => Promise<Result>) | undefined;
}

/**
 * Runs the items of one turn of the event loop as one batch. Under load, requests arrive faster than a statement
 * returns. A batcher is no cache: it sends the statement after all its callers have asked, so that each of them sees
 * what was committed before.
 */
export class Batcher<Item, Result> {
  readonly #runBatch: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #gatherMs: number;
  readonly #runAlone: ((item: Item) => Promise<Result>) | undefined;
  #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | null = null;

  /** `runBatch` returns the results in the order of the items. When it fails, all callers of the batch get the error. */
  constructor(
    runBatch: (items: readonly Item[]) => Promise<readonly Result[]>,
    { gatherMs = 0, runAlone }: BatcherOptions<Item, Result> = {},
  ) {
    this.#runBatch = runBatch;
    this.#gatherMs = gatherMs;
    this.#runAlone = runAlone;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    // By then, everything that has arrived on sockets was handled.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (this.#gatherMs > 0 && this.#running !== null) await within(this.#gatherMs, this.#running);
    const running = this.#run(this.#waiting.splice(0, SIZE_MAX));
    this.#running = running;
    if (this.#waiting.length > 0) void this.#flush();
    await running;
    if (this.#running === running) this.#running = null;
  }

  async #run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const [first] = batch;
    if (this.#runAlone !== undefined && first !== undefined && batch.length === 1) {
      first.resolve(this.#runAlone(first.item));
      return;
    }
    try {
      const results = await this.#runBatch(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** A batcher for each key that has items at the moment. */
export class BatchersByKey<Item, Result> {
  readonly #make: () => Batcher<Item, Result>;
  readonly #inUse = new Map<string, { readonly batcher: Batcher<Item, Result>; items: number }>();

  constructor(make: () => Batcher<Item, Result>) {
    this.#make = make;
  }

  async add(key: string, item: Item): Promise<Result> {
    const used = this.#inUse.get(key) ?? { batcher: this.#make(), items: 0 };
    this.#inUse.set(key, used);
    used.items += 1;
    try {
      return await used.batcher.add(item);
    } finally {
      used.items -= 1;
      if (used.items === 0) this.#inUse.delete(key);
    }
  }
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result | Promise<Result>) => void;
  readonly reject: (error: unknown) => void;
}

/** Waits for `work`, which does not fail, but no longer than `ms`. */
function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
