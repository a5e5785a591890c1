/** The format of an environment variable: a description for messages, and a parser. */
export interface Format<T> {
  /** Completes the sentence "It must be …". */
  readonly expected: string;
  /** Parses the text; `undefined` if it does not have this format. */
  readonly parse: (text: string) => T | undefined;
}

/** An integer in decimal digits only, because `1e3`, `0x10` and `1_000` are more likely to be mistakes. */
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

/** Adds the text `auto`, which is `null`: the server chooses the value. */
export function autoOr<T>({ expected, parse }: Format<T>): Format<T | null> {
  return {
    expected: `auto, or ${expected}`,
    parse: (text) => (text === 'auto' ? null : parse(text)),
  };
}

/** The directives of RFC 6797 section 6.1 and `preload`, in the form of the preload list; `null` if off. */
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

/** A list, separated by commas; an empty text is an empty list. */
export function listOf(expected: string, accepts: (item: string) => boolean): Format<readonly string[]> {
  return {
    expected: `a list, separated by commas, of ${expected}`,
    parse(value) {
      const items = value === '' ? [] : value.split(',').map((item) => item.trim());
      return items.every(accepts) ? items : undefined;
    },
  };
}

/** Origins exactly as browsers send them. A longer URL is refused, because cutting it off would lose its meaning. */
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

/** A text that `accepts` considers valid. */
export function text(expected: string, accepts: (text: string) => boolean): Format<string> {
  return { expected, parse: (value) => (accepts(value) ? value : undefined) };
}
