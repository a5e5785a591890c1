import { ValidationError, type AnyObjectSchema } from 'yup';
import { InvalidRequestError, type Violation } from '@bailiwick/core';
import { UNKNOWN_MEMBER } from './closed-object.js';

/** A part of a request, its schema, and a function that names a position in it for the answer. */
export interface RequestPart {
  readonly value: unknown;
  readonly schema: AnyObjectSchema;
  readonly pointer: (path: readonly string[]) => string;
}

/** Makes a JSON Pointer (RFC 6901). The empty pointer is the whole body. */
export function jsonPointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Requires all parts to be valid. @throws `invalid-request` with all violations of the request */
export function requireValidParts(parts: readonly RequestPart[], found: readonly Violation[]): void {
  const violations = [...found, ...parts.flatMap(violationsOf)];
  if (violations.length > 0) throw new InvalidRequestError(violations);
}

export function violationsOf({ value, schema, pointer }: RequestPart): Violation[] {
  if (isEmpty(value) && isOptional(schema)) return [];
  try {
    // Without `strict`, yup casts values. It also modifies the options, so they are made anew each time.
    schema.validateSync(value, { strict: true, abortEarly: false, disableStackTrace: true });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.inner.map((inner) => ({ pointer: pointer(pathOf(inner)), detail: inner.message }));
  }
}

/** Caches whether a schema accepts an empty part, because most requests have no query and none of the headers. */
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

/** The names of known members have no dots. That of an unknown member can be any text, so it is passed separately. */
function pathOf({ path, type, params }: ValidationError): string[] {
  const known = path ? path.split('.') : [];
  return type === UNKNOWN_MEMBER ? [...known, String(params?.['name'])] : known;
}
