import { mixed, ValidationError } from 'yup';
import type { Problem } from '@bailiwick/core';
import type { JsonSchema } from './json-schema.js';

declare module 'yup' {
  interface CustomSchemaMetadata {
    /** How the field appears in the OpenAPI document; its `type` also says how a query parameter is read. */
    jsonSchema?: JsonSchema;
  }
}

/**
 * A required field whose rule is a function of the core: whatever is wrong with it, being missing and
 * being null included, the rule's own sentence says what would be right.
 *
 * It is `mixed`, and makes its errors itself, because yup 1.7.1 takes any object with a member
 * `__isYupRef` for a reference of its own when it words the error of a typed schema, and throws a
 * TypeError: one request could cause a 500. Until yup tells its references by class, keep it so.
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
