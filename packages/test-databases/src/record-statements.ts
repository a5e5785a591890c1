import type { Knex } from 'knex';

export interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/**
 * Records the statements that the Knex sends from now on, in a list that grows until `stop`. Those with which each new
 * connection looks for the schema are not among them: whether a command opens a connection is a matter of speed.
 */
export function recordStatements(knex: Knex): {
  readonly statements: readonly Statement[];
  readonly stop: () => void;
} {
  const statements: Statement[] = [];
  const record = ({ sql, bindings = [] }: Partial<Statement> & { sql: string }) => {
    if (!sql.includes(`current_setting('search_path')`)) statements.push({ sql, bindings });
  };
  knex.on('query', record);
  return { statements, stop: () => void knex.removeListener('query', record) };
}
