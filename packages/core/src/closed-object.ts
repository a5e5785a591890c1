/**
 * Checks the objects that a host writes in code: rules, options, kinds. Accepted objects are copied, so that they
 * cannot change afterwards, and they hold only members that the library knows: an unknown member is probably misspelt,
 * and ignoring it could allow what it was meant to forbid.
 */

/** Names the checked value in a message; it is called only when there is a message. */
export type What = () => string;

/**
 * Returns the members of a plain object, each read once, in the order of `known`; `undefined` for those that the object
 * does not have.
 *
 * @throws {TypeError} if there is an unknown member; the message names it and the nearest known one
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
    throw new TypeError(
      `${what()} has a hidden member: every member must be enumerable and named by a string.`,
    );
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

/** Returns the members of an object whose names the host chooses, each read once. @throws {TypeError} */
export function entriesOf(value: unknown, what: What): readonly (readonly [string, unknown])[] {
  const object = plainObject(value, what);
  for (const name in object) {
    if (!Object.hasOwn(object, name)) throw new TypeError(`${what()} inherits the member ${quoted(name)}.`);
  }
  const entries = Object.entries(object);
  if (Reflect.ownKeys(object).length !== entries.length) {
    throw new TypeError(
      `${what()} has a hidden member: every member must be enumerable and named by a string.`,
    );
  }
  return entries;
}

function plainObject(value: unknown, what: What): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${what()} must be an object, not ${kindOf(value)}.`);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // The last comparison recognises the `Object.prototype` of another realm.
  if (prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new TypeError(`${what()} must be a plain object, without a class or a prototype.`);
}

/** Returns the items of an array, each read once. @throws {TypeError} */
export function closedArray(value: unknown, what: What, countMax: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what()} must be an array, not ${kindOf(value)}.`);
  if (value.length > countMax) throw new TypeError(`${what()} must have at most ${countMax} items.`);
  const items = Array.from(value as readonly unknown[]);
  // A hole counts as an item that is undefined; any other member than the items is a mistake.
  if (Reflect.ownKeys(value).length !== items.length + 1) {
    throw new TypeError(`${what()} must be an array with nothing but its items.`);
  }
  return items;
}

/** Returns the sentence after "there is no such name": a suggestion and the known names. */
export function knownInstead(name: unknown, known: readonly string[]): string {
  const nearest = typeof name === 'string' ? nearestName(name, known) : null;
  const hint = nearest === null ? '' : `did you mean "${nearest}"? `;
  return `${hint}There are: ${known.join(', ')}.`;
}

/** Quotes a name from outside the library, shortened for a message. */
export function quoted(name: string): string {
  const shown = name.length > NAME_SHOWN_LENGTH_MAX ? `${name.slice(0, NAME_SHOWN_LENGTH_MAX)}…` : name;
  return JSON.stringify(shown);
}

const NAME_SHOWN_LENGTH_MAX = 64;

/** Quotes a value from outside the library, which may be of any type. */
export function quotedValue(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : kindOf(value);
}

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  const type = typeof value;
  return type === 'object' || type === 'undefined' ? `an ${type}` : `a ${type}`;
}

/** Returns the known name with the smallest edit distance, or `null` if there are none. */
function nearestName(name: string, known: readonly string[]): string | null {
  const short = name.slice(0, NAME_SHOWN_LENGTH_MAX).toLowerCase();
  let nearest: string | null = null;
  let fewest = Infinity;
  for (const candidate of known) {
    const whole = candidate.toLowerCase();
    // The beginning of a name counts as close to the whole name.
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

/** Computes the Levenshtein distance. */
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
