import type { Database } from '../executor.js';
import { Sql, sql } from '../sql.js';

/**
 * PostgreSQL: puts the name of the schema, which is the one where the search path begins, in front of every name of the
 * library's within the body of a function. The function itself is created there in any case.
 *
 * A path that held the schema would not do: PostgreSQL chooses among the functions and operators of all schemas in the
 * path, and the one that fits its arguments best wins, wherever it is.
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

/** In a statement of this package: there, a question mark is a placeholder, and `bailiwick_` the prefix of a table. */
function asWritten(quoted: string): string {
  if (!/\?|bailiwick_/.test(quoted)) return quoted;
  const inside = quoted.replaceAll(/^"|"$/g, '').replaceAll('\\', String.raw`\\`);
  return `U&"${inside.replaceAll('?', String.raw`\003F`).replaceAll('bailiwick_', String.raw`bailiwick\005F`)}"`;
}
