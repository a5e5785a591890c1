// How do PostgreSQL's functions find their tables, whatever the search path is?
import type { Database } from '../database.js';
import { Sql, sql } from '../sql.js';

/**
 * Adds the name of the schema, the first one of the search path, to every name of the library in the body of a function.
 * The function itself is created there in any case.
 *
 * A search path with the schema in it would not be safe: PostgreSQL chooses among the functions and operators of all
 * schemas in the path, and the one that fits its arguments best wins, wherever it is.
 */
export async function namesOfSchema(db: Database): Promise<(definition: Sql) => Sql> {
  const [row] = await db.rows<{ schema: string }>(sql`SELECT quote_ident(current_schema()) AS schema`);
  const schema = asWritten(row?.schema ?? '');
  return ({ text }) => {
    const [head = '', body = '', ...rest] = text.split('$function$');
    const qualified = body.replaceAll(/\bbailiwick_/g, () => `${schema}.bailiwick_`);
    return new Sql([head, qualified, ...rest].join('$function$'));
  };
}

/** Escapes the name for a statement of this package, where a question mark is a placeholder and `bailiwick_` the prefix of a table. */
function asWritten(quoted: string): string {
  if (!/\?|bailiwick_/.test(quoted)) return quoted;
  const inside = quoted.replaceAll(/^"|"$/g, '').replaceAll('\\', String.raw`\\`);
  return `U&"${inside.replaceAll('?', String.raw`\003F`).replaceAll('bailiwick_', String.raw`bailiwick\005F`)}"`;
}
