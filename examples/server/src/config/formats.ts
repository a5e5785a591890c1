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

/** `null`: the server finds out by itself. */
export function autoOr<T>({ expected, parse }: Format<T>): Format<T | null> {
  return {
    expected: `auto, or ${expected}`,
    parse: (text) => (text === 'auto' ? null : parse(text)),
  };
}

/** The directives of RFC 6797 section 6.1 and `preload`, in the form that browsers and the list ask for; `null`: off. */
export const hstsOrOff: Format<string | null> = {
  expected: 'off, or directives like "max-age=31536000; includeSubDomains"',
  parse: (text) => {
    if (text === 'off') return null;
    return /^max-age=\d{1,10}(; includeSubDomains(; preload)?)?$/.test(text) ? text : undefined;
  },
};

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

/** Exactly as browsers send it: a longer URL is refused and not cut, since it was meant to say more. */
export const originList: Format<readonly string[]> = {
  expected: 'origins like "https://app.example", with commas between them',
  parse: (text) => {
    const origins = text.split(',').filter((origin) => origin !== '');
    return origins.every(isOrigin) ? origins : undefined;
  },
};

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Text that `accepts` finds nothing wrong with. */
export function text(expected: string, accepts: (text: string) => boolean): Format<string> {
  return { expected, parse: (value) => (accepts(value) ? value : undefined) };
}
