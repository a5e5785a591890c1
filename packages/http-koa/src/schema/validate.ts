import { ValidationError, type AnyObjectSchema } from 'yup';
import { InvalidRequestError, type Violation } from '@bailiwick/core';
import { UNKNOWN_MEMBER } from './closed-object.js';

/** A part of a request, its schema, and how a place in it is named in an answer. */
export interface RequestPart {
  readonly value: unknown;
  readonly schema: AnyObjectSchema;
  readonly pointer: (path: readonly string[]) => string;
}

/** RFC 6901. The body as a whole is the empty pointer. */
export function jsonPointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Everything that is wrong with a request, in one answer. @throws `invalid-request` */
export function requireValidParts(parts: readonly RequestPart[], found: readonly Violation[]): void {
  const violations = [...found, ...parts.flatMap(violationsOf)];
  if (violations.length > 0) throw new InvalidRequestError(violations);
}

function violationsOf({ value, schema, pointer }: RequestPart): Violation[] {
  if (isEmpty(value) && isOptional(schema)) return [];
  try {
    // yup casts unless `strict`, and writes into the options: they are made anew each time.
    schema.validateSync(value, { strict: true, abortEarly: false, disableStackTrace: true });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.inner.map((inner) => ({ pointer: pointer(pathOf(inner)), detail: inner.message }));
  }
}

/** Most requests have no query, and none of the headers that an operation reads: that is judged once for a schema. */
const optional = new WeakMap<AnyObjectSchema, boolean>();

function isOptional(schema: AnyObjectSchema): boolean {
  const known = optional.get(schema) ?? schema.isValidSync({}, { strict: true });
  optional.set(schema, known);
  return known;
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}

/** Names of known members have no dots; that of an unknown one can be anything, and comes by itself. */
function pathOf({ path, type, params }: ValidationError): string[] {
  const known = path ? path.split('.') : [];
  return type === UNKNOWN_MEMBER ? [...known, String(params?.['name'])] : known;
}
