import { mixed, ValidationError, type Schema } from 'yup';
import type { Problem } from '@bailiwick/core';
import type { JsonSchema } from './json-schema.js';

declare module 'yup' {
  interface CustomSchemaMetadata {
    /** How the field appears in the OpenAPI document; its `type` also says how a query parameter is read. */
    jsonSchema?: JsonSchema;
  }
}

/**
 * Makes a required field whose rule is a function of the core. The sentence of the rule is the error in every case,
 * also for a missing value or null.
 *
 * The schema is `mixed` and makes its errors itself, because of yup 1.7.1: when it formats the error of a typed schema,
 * it mistakes any object with a member `__isYupRef` for a reference of its own and throws a TypeError, so that a
 * request could cause a 500. Remove this once yup recognises its references by class.
 */
export function checkedBy<T extends {}>(rule: (value: unknown) => Problem, jsonSchema: JsonSchema) {
  const expected = (value: unknown) => rule(value) ?? 'must be given.';
  return mixed<T>()
    .meta({ jsonSchema })
    .defined(() => `is missing: it ${expected(undefined)}`)
    .nonNullable(() => expected(null))
    .test('rule', (value, { path }) => {
      const detail = value === undefined ? null : rule(value);
      return detail === null || new ValidationError(detail, undefined, path, 'rule', true);
    });
}

/** Returns the field with the description that it has in one request, or anywhere. */
export function described<Field extends Schema>(field: Field, description: string): Field {
  return field.meta({ jsonSchema: { ...field.meta()?.jsonSchema, description } });
}
