/** A random source with a seed (mulberry32): the same seed gives the same choices. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns an integer from 0 to `count` − 1. */
  below(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  }

  /** Returns one of the items, with a probability according to its weight. */
  weighed<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    return this.pick(items.flatMap(([weight, item]) => Array.from({ length: weight }, () => item)));
  }

  /** Makes another source, whose choices do not depend on the calls to this one. */
  fork(): SeededRandom {
    return new SeededRandom(this.below(2 ** 32));
  }
}
