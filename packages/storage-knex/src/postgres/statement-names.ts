// What are prepared statements called on PostgreSQL?
import { createHash } from 'node:crypto';

/**
 * The most statements that get a name. There are as many texts as there are shapes of commands, filters and scopes, some
 * dozens; further ones, which a policy adds, are planned at every call.
 */
const NAMES_MAX = 500;

/** Derives the name of a statement from its text, so that all processes of all releases agree. */
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
