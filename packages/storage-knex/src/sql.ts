// How is SQL written, so that no value becomes a part of its text?
import { isDate } from 'node:util/types';

/** A value for a placeholder; each database stores a `Date` in a form of its own. */
export type Binding = string | number | boolean | Date | null;

/**
 * A statement, or a part of one, with the values of its placeholders. An object that only looks like it, as a client's
 * JSON can, is refused.
 */
export class Sql {
  readonly #text: string;
  readonly bindings: readonly Binding[];

  /** @throws {TypeError} for a value that no column holds, which a cast can smuggle past the compiler. */
  constructor(text: string, bindings: readonly Binding[] = []) {
    this.#text = text;
    this.bindings = bindings.map(checked);
  }

  get text(): string {
    return this.#text;
  }

  static isSql(value: unknown): value is Sql {
    return typeof value === 'object' && value !== null && #text in value;
  }
}

/**
 * Builds SQL: an interpolated `Sql` becomes a part of the text, and every other value a binding. The text itself must
 * hold no question mark, not even in a comment: Knex takes each for a placeholder.
 *
 * The statements are written out and not built with Knex, because a host's Knex may rename identifiers
 * (`wrapIdentifier`) or the columns of results (`postProcessResponse`). The first does not apply to written SQL, and the
 * second leaves columns with names like `"ownerId"` alone.
 *
 * @throws {TypeError} for a value that no column holds
 */
export function sql(strings: TemplateStringsArray, ...values: readonly (Binding | Sql)[]): Sql {
  let [text = ''] = strings;
  const bindings: Binding[] = [];
  for (const [index, value] of values.entries()) {
    if (Sql.isSql(value)) {
      text += value.text;
      bindings.push(...value.bindings);
    } else {
      text += '?';
      bindings.push(value);
    }
    text += strings[index + 1] ?? '';
  }
  return new Sql(text, bindings);
}

export function join(parts: readonly Sql[], separator: string): Sql {
  return new Sql(
    parts.map(({ text }) => text).join(separator),
    parts.flatMap(({ bindings }) => bindings),
  );
}

/** @throws {TypeError} */
export function requireSql(statement: Sql): Sql {
  if (Sql.isSql(statement)) return statement;
  throw new TypeError('Only SQL that this package has written can be sent to the database.');
}

/** The error does not show the value, which may be a secret. */
function checked(value: Binding): Binding {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new TypeError('No column holds a number that is not finite.');
    default:
      if (value === null || (isDate(value) && !Number.isNaN(value.getTime()))) return value;
      throw new TypeError(
        `A statement takes text, numbers, booleans, valid dates and null, and not ${typeof value}s of any other sort.`,
      );
  }
}
