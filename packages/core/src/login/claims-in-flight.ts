interface InFlight {
  count: number;
  readonly waiting: (() => void)[];
}

/** The claims of this process whose attempts are still running, by key, and the callers that wait for one of them. */
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

  /** Wakes the caller that has waited longest; after the last claim of the key, it wakes all of them. */
  end(key: string): void {
    const inFlight = this.#byKey.get(key);
    if (inFlight === undefined) return;
    inFlight.count -= 1;
    if (inFlight.count > 0) return inFlight.waiting.shift()?.();
    this.#byKey.delete(key);
    for (const wake of inFlight.waiting) wake();
  }

  /** Returns the number of callers that wait for a claim on `key` to end. */
  waiting(key: string): number {
    return this.#byKey.get(key)?.waiting.length ?? 0;
  }

  /** Resolves when a claim on `key` has ended and it is this caller's turn; at once if there is no claim. */
  async nextEnd(key: string): Promise<void> {
    const inFlight = this.#byKey.get(key);
    if (inFlight !== undefined) await new Promise<void>((resolve) => inFlight.waiting.push(resolve));
  }
}
