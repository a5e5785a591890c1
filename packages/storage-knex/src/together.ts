/**
 * Look-ups that are asked for in one turn of the event loop travel together: under load, requests arrive
 * faster than a statement returns. It is no cache: the one statement is sent after everybody has asked, so
 * that each sees what was committed before.
 */
export class Together<Found> {
  readonly #findMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>;
  #turn: { readonly keys: Set<string>; readonly found: Promise<ReadonlyMap<string, Found>> } | null = null;

  /** `findMany` hands out what there is; keys that are not in it were not found. */
  constructor(findMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>) {
    this.#findMany = findMany;
  }

  async find(key: string): Promise<Found | null> {
    const turn = (this.#turn ??= this.#begin());
    turn.keys.add(key);
    return (await turn.found).get(key) ?? null;
  }

  #begin() {
    const keys = new Set<string>();
    // After everything that has arrived on sockets was handled, and before waiting for more.
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#turn = null;
      return this.#findMany([...keys]);
    });
    return { keys, found };
  }
}
