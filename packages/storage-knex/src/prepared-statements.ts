import { createHash } from 'node:crypto';

export interface PreparedStatementsOptions {
  /**
   * PostgreSQL: whether a connection keeps what it has prepared, so that a statement is parsed and planned once
   * and not at every call. Not when left out: it is state of a session, which PgBouncer keeps in transaction mode
   * from version 1.21 on only. SQLite's drivers decide for themselves.
   */
  readonly preparedStatements?: boolean;
}

/**
 * So many statements get names at most. There are as many texts as there are shapes of commands, filters and
 * scopes, some dozens; what a policy adds beyond this is planned at every call.
 */
const NAMES_MAX = 500;

/** Names statements by what they say, so that all processes of all releases agree. */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size === NAMES_MAX) return known;
    const name = `bailiwick_${createHash('sha256').update(text).digest('base64url')}`;
    names.set(text, name);
    return name;
  };
}
