/** A schema of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Makes the schema of an object that has all of these members and no others. */
export function objectSchema(title: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    title,
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

export const ID_SCHEMA: JsonSchema = { type: 'string', format: 'uuid' };
export const TIME_SCHEMA: JsonSchema = { type: 'string', format: 'date-time', description: 'RFC 3339, UTC.' };
