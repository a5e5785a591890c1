/** How one environment variable is written: what would be right, as words, and the value of a text. */
export interface Format<T> {
  /** Completes the sentence "It must be …". */
  readonly expected: string;
  /** `undefined`: the text is not of this format. */
  readonly parse: (text: string) => T | undefined;
}

/** Decimal digits only: `1e3`, `0x10` and `1_000` are more often a slip than meant. */
export function integer(min: number, max: number): Format<number> {
  return {
    expected: `an integer from ${min} to ${max}`,
    parse: (text) => {
      const value = /^\d+$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Format<T> {
  return {
    expected: `one of ${allowed.join(', ')}`,
    parse: (text) => allowed.find((item) => item === text),
  };
}

export const onOrOff: Format<boolean> = {
  expected: 'on or off',
  parse: (text) => ({ on: true, off: false })[text],
};

/** Separated by commas; none at all when it is empty. */
export function listOf(expected: string, accepts: (item: string) => boolean): Format<readonly string[]> {
  return {
    expected: `a list, separated by commas, of ${expected}`,
    parse(value) {
      const items = value === '' ? [] : value.split(',').map((item) => item.trim());
      return items.every(accepts) ? items : undefined;
    },
  };
}

/** Text that `accepts` finds nothing wrong with. */
export function text(expected: string, accepts: (text: string) => boolean): Format<string> {
  return { expected, parse: (value) => (accepts(value) ? value : undefined) };
}
