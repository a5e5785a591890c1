/** What a statement may be given; a `Date` is written the way the database keeps times. */
export type Binding = string | number | boolean | Date | null;

/** A statement, or a part of one, and what belongs to its placeholders. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly Binding[];
}

/**
 * Builds SQL: an interpolated `Sql` becomes a part of the text, and everything else a binding. The text
 * itself must hold no question mark, not even in a comment: Knex takes each for a placeholder.
 *
 * Statements are written out instead of built with Knex, because a host's Knex may rename identifiers
 * (`wrapIdentifier`) or the columns of results (`postProcessResponse`). Written SQL goes past the first;
 * columns that are read under names like `"ownerId"` are left alone by the second.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly (Binding | Sql)[]): Sql {
  let [text = ''] = strings;
  const bindings: Binding[] = [];
  for (const [index, value] of values.entries()) {
    if (isSql(value)) {
      text += value.text;
      bindings.push(...value.bindings);
    } else {
      text += '?';
      bindings.push(value);
    }
    text += strings[index + 1] ?? '';
  }
  return { text, bindings };
}

export function join(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map(({ text }) => text).join(separator),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

function isSql(value: Binding | Sql): value is Sql {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
