import type { Executor } from './executor.js';

/** What travels together at most, so that no statement grows without bound. */
const COUNT_MAX = 100;

/** How long to gather while something is under way: a commit takes less, unless the disk is slow. */
export const PATIENCE_MS = 20;

/**
 * What is asked for in one turn of the event loop travels together: under load, requests arrive faster than a statement
 * returns. It is no cache: the one statement is sent after everybody has asked, so that each sees what was committed
 * before.
 */
export class Together<Asked, Answer> {
  readonly #answerAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>;
  readonly #patienceMs: number;
  #waiting: Waiting<Asked, Answer>[] = [];
  #underWay: Promise<void> | null = null;

  /**
   * `answerAll` answers in the order in which it was asked; its failure is everybody's. While it is under way,
   * what else is asked for gathers, for `patienceMs` at most.
   */
  constructor(
    answerAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
    { patienceMs = 0 }: { patienceMs?: number } = {},
  ) {
    this.#answerAll = answerAll;
    this.#patienceMs = patienceMs;
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject });
      if (this.#waiting.length === 1) void this.#depart();
    });
  }

  async #depart(): Promise<void> {
    // After everything that has arrived on sockets was handled, and before waiting for more.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (this.#patienceMs > 0 && this.#underWay !== null) await within(this.#patienceMs, this.#underWay);
    const together = this.#waiting.splice(0, COUNT_MAX);
    const underWay = this.#answer(together);
    this.#underWay = underWay;
    if (this.#waiting.length > 0) void this.#depart();
    await underWay;
    if (this.#underWay === underWay) this.#underWay = null;
  }

  async #answer(together: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await this.#answerAll(together.map(({ asked }) => asked));
      together.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}

/** What only reads gathers where it would have to wait for the one connection in any case. */
export function readsTogether({ dialect }: Executor): { patienceMs: number } {
  return { patienceMs: dialect.hasOneConnection ? PATIENCE_MS : 0 };
}

/**
 * A look-up by a key that finds one thing at most; `findMany` hands out what there is. On the pool look-ups travel
 * together; a host's transaction has its statements to itself.
 */
export function lookUp<Found extends object>(
  executor: Executor,
  findMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | null> {
  if (executor.isWithin) return async (key) => (await findMany([key])).get(key) ?? null;
  const together = new Together<string, Found | null>(async (keys) => {
    const found = await findMany([...new Set(keys)]);
    return keys.map((key) => found.get(key) ?? null);
  }, readsTogether(executor));
  return (key) => together.ask(key);
}

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
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
