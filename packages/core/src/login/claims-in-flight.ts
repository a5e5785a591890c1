interface InFlight {
  count: number;
  readonly waiting: (() => void)[];
}

/** The claims of this process whose attempts are not over yet, by key, and who waits for one of them. */
export class ClaimsInFlight {
  readonly #byKey = new Map<string, InFlight>();

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  begin(key: string): void {
    const inFlight = this.#byKey.get(key);
    if (inFlight === undefined) this.#byKey.set(key, { count: 1, waiting: [] });
    else inFlight.count += 1;
  }

  /** Lets the one who has waited longest try; after the last one, everybody. */
  end(key: string): void {
    const inFlight = this.#byKey.get(key);
    if (inFlight === undefined) return;
    inFlight.count -= 1;
    if (inFlight.count > 0) return inFlight.waiting.shift()?.();
    this.#byKey.delete(key);
    for (const wake of inFlight.waiting) wake();
  }

  /** How many wait for a claim on `key` to end. */
  waiting(key: string): number {
    return this.#byKey.get(key)?.waiting.length ?? 0;
  }

  /** Resolves when it is this caller's turn after a claim on `key` has ended; at once when there is none. */
  async nextEnd(key: string): Promise<void> {
    const inFlight = this.#byKey.get(key);
    if (inFlight !== undefined) await new Promise<void>((resolve) => inFlight.waiting.push(resolve));
  }
}
