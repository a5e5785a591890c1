import { isDate } from 'node:util/types';

/** What a statement may be given; a `Date` is written the way the database keeps times. */
export type Binding = string | number | boolean | Date | null;

/**
 * A statement, or a part of one, and what belongs to its placeholders. An object that only looks like one, as a client's
 * JSON can, is none.
 */
export class Sql {
  readonly #text: string;
  readonly bindings: readonly Binding[];

  /** @throws {TypeError} for a value that no column holds, whatever the compiler was told. */
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
 * Builds SQL: an interpolated `Sql` becomes a part of the text, and everything else a binding. The text
 * itself must hold no question mark, not even in a comment: Knex takes each for a placeholder.
 *
 * Statements are written out instead of built with Knex, because a host's Knex may rename identifiers
 * (`wrapIdentifier`) or the columns of results (`postProcessResponse`). Written SQL goes past the first;
 * columns that are read under names like `"ownerId"` are left alone by the second.
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

/** The value is not said, since it may be a secret. */
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
