/** A schema of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Makes the schema of an object that has all of these members, except for the optional ones, and no others. */
export function objectSchema(
  title: string,
  properties: Readonly<Record<string, JsonSchema>>,
  { optional = [] }: { readonly optional?: readonly string[] } = {},
): JsonSchema {
  return {
    title,
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

export const ID_SCHEMA: JsonSchema = { type: 'string', format: 'uuid' };
export const TIME_SCHEMA: JsonSchema = { type: 'string', format: 'date-time', description: 'RFC 3339, UTC.' };
