/**
 * The values that a trait can still have: all values, or those in every included list, without the excluded ones.
 * Each change returns a function that undoes it; undo in reverse order. A change costs as much as its own list,
 * however many changes came before it.
 */
export class Values {
  #lists = 0;
  /** The number of included lists that contain the value. */
  readonly #listed = new Map<string, number>();
  readonly #excluded = new Map<string, number>();
  /** The number of values that are in every list and not excluded. */
  #left = 0;

  constructor(domain: readonly string[] | null) {
    if (domain !== null) this.include(domain);
  }

  /** Must it be one of some values? */
  get areListed(): boolean {
    return this.#lists > 0;
  }

  get areAny(): boolean {
    return this.#lists === 0 || this.#left > 0;
  }

  /** The one value that is left; `null` if there are others, or none. */
  get only(): string | null {
    if (this.#lists === 0 || this.#left !== 1) return null;
    for (const value of this.#listed.keys()) if (this.has(value)) return value;
    return null;
  }

  has(value: string): boolean {
    return (this.#lists === 0 || this.#listed.get(value) === this.#lists) && !this.#excluded.has(value);
  }

  include(values: readonly string[]): () => void {
    const before = this.#left;
    const lists = this.#lists;
    this.#lists = lists + 1;
    this.#left = 0;
    for (const value of values) {
      if ((this.#listed.get(value) ?? 0) !== lists) continue;
      this.#listed.set(value, lists + 1);
      if (!this.#excluded.has(value)) this.#left += 1;
    }
    return () => {
      for (const value of values) {
        if (this.#listed.get(value) !== lists + 1) continue;
        if (lists === 0) this.#listed.delete(value);
        else this.#listed.set(value, lists);
      }
      this.#lists = lists;
      this.#left = before;
    };
  }

  exclude(values: readonly string[]): () => void {
    const before = this.#left;
    for (const value of values) {
      const times = this.#excluded.get(value) ?? 0;
      if (times === 0 && this.#lists > 0 && this.#listed.get(value) === this.#lists) this.#left -= 1;
      this.#excluded.set(value, times + 1);
    }
    return () => {
      for (const value of values) {
        const times = this.#excluded.get(value) ?? 0;
        if (times <= 1) this.#excluded.delete(value);
        else this.#excluded.set(value, times - 1);
      }
      this.#left = before;
    };
  }
}
