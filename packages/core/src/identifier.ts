import type { Problem } from './commands/problems.js';
import { IDENTIFIER_LENGTH_MAX } from './limits.js';

const IDENTIFIER = /^[a-z][a-zA-Z0-9_-]*$/;

/**
 * Validates the name of a kind, a meter or a role, which must be safe in a URL, a key and a log line.
 *
 * @example
 * console.log(identifierProblem('storageGiB')); // null
 */
export function identifierProblem(value: unknown): Problem {
  if (typeof value !== 'string') return 'must be a string.';
  // Names become members of objects that clients send, so they must differ from the members that every object has.
  if (value in Object.prototype) return 'must not be the name of a property that every object has.';
  if (value.length <= IDENTIFIER_LENGTH_MAX && IDENTIFIER.test(value)) return null;
  return `must start with a lower-case letter and hold at most ${IDENTIFIER_LENGTH_MAX} letters, digits, "_" or "-".`;
}
