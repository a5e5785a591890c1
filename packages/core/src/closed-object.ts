/**
 * The door for what a host writes in code: rules, options, kinds. What is accepted is copied, so that nobody
 * can change it afterwards, and it holds only members that the library knows: an unknown member is a misspelt
 * one, and ignoring it can open what it was meant to close.
 */

/** How a message calls what it is about; asked for only when there is something to say. */
export type What = () => string;

/**
 * The members of a plain object, read once, in the order in which they are asked for; `undefined` for those that it
 * has not.
 *
 * @throws {TypeError} naming what is not known, and the nearest that is
 */
export function closedObject(value: unknown, what: What, known: readonly string[]): readonly unknown[] {
  const object = plainObject(value, what);
  let count = 0;
  for (const name in object) {
    if (!known.includes(name)) {
      throw new TypeError(`${what()} has no member ${quoted(name)}; ${knownInstead(name, known)}`);
    }
    if (!Object.hasOwn(object, name)) throw new TypeError(`${what()} inherits the member ${quoted(name)}.`);
    count += 1;
  }
  if (Reflect.ownKeys(object).length !== count) {
    throw new TypeError(`${what()} has a member that is hidden: only what can be listed counts.`);
  }
  return known.map((name) => {
    if (!Object.hasOwn(object, name)) return undefined;
    const member = object[name];
    if (member === undefined) {
      throw new TypeError(
        `${what()} has the member "${name}", and it is undefined: give it a value, or leave it out.`,
      );
    }
    return member;
  });
}

/** The members of an object whose names are the host's own, read once. @throws {TypeError} */
export function entriesOf(value: unknown, what: What): readonly (readonly [string, unknown])[] {
  const object = plainObject(value, what);
  for (const name in object) {
    if (!Object.hasOwn(object, name)) throw new TypeError(`${what()} inherits the member ${quoted(name)}.`);
  }
  const entries = Object.entries(object);
  if (Reflect.ownKeys(object).length !== entries.length) {
    throw new TypeError(`${what()} has a member that is hidden: only what can be listed counts.`);
  }
  return entries;
}

function plainObject(value: unknown, what: What): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${what()} must be an object, and is ${kindOf(value)}.`);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // The second is the same object as the first, of another realm.
  if (prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new TypeError(`${what()} must be a plain object, without a class or a prototype.`);
}

/** The items of an array, read once. @throws {TypeError} */
export function closedArray(value: unknown, what: What, countMax: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what()} must be an array, and is ${kindOf(value)}.`);
  if (value.length > countMax) throw new TypeError(`${what()} must have at most ${countMax} items.`);
  const items = Array.from(value as readonly unknown[]);
  // A hole counts as an item that is undefined; a member beside the items is a mistake.
  if (Reflect.ownKeys(value).length !== items.length + 1) {
    throw new TypeError(`${what()} must be an array with nothing but its items.`);
  }
  return items;
}

/** What to say after "there is no such name". */
export function knownInstead(name: unknown, known: readonly string[]): string {
  const nearest = typeof name === 'string' ? nearestName(name, known) : null;
  const hint = nearest === null ? '' : `did you mean "${nearest}"? `;
  return `${hint}There are: ${known.join(', ')}.`;
}

/** A name out of somebody else's hands, short enough for a message. */
export function quoted(name: string): string {
  const shown = name.length > NAME_SHOWN_LENGTH_MAX ? `${name.slice(0, NAME_SHOWN_LENGTH_MAX)}…` : name;
  return JSON.stringify(shown);
}

const NAME_SHOWN_LENGTH_MAX = 64;

/** A value out of somebody else's hands, which may be anything. */
export function quotedValue(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : kindOf(value);
}

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  const type = typeof value;
  return type === 'object' || type === 'undefined' ? `an ${type}` : `a ${type}`;
}

/** The known name with the fewest letters to change; `null` if there is none. */
function nearestName(name: string, known: readonly string[]): string | null {
  const short = name.slice(0, NAME_SHOWN_LENGTH_MAX).toLowerCase();
  let nearest: string | null = null;
  let fewest = Infinity;
  for (const candidate of known) {
    const whole = candidate.toLowerCase();
    // Who writes the beginning of a name means the name, more or less.
    const changes = Math.min(
      lettersToChange(short, whole),
      lettersToChange(short, whole.slice(0, short.length)) + 0.5,
    );
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = candidate;
  }
  return nearest;
}

/** The edit distance of Levenshtein. */
function lettersToChange(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const substitute = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(substitute, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
