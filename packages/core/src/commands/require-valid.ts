import { InvalidRequestError } from '../errors.js';
import type { Problem } from './problems.js';

/** Throws one {@link InvalidRequestError} with every problem, keyed by JSON pointer. */
export function requireValid(problems: Readonly<Record<string, Problem>>): void {
  const errors = Object.entries(problems).flatMap(([pointer, detail]) =>
    detail === null ? [] : [{ pointer, detail }],
  );
  if (errors.length > 0) throw new InvalidRequestError(errors);
}
