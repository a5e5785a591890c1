import { ObjectSchema, Schema, type AnyObjectSchema } from 'yup';
import type { JsonSchema } from '../schema/json-schema.js';

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** Returns the fields of a part of a request: its query, its headers, or its body. */
export function membersOf({ fields }: AnyObjectSchema): Member[] {
  return Object.entries(fields).map(([name, field]) => {
    if (!(field instanceof Schema)) throw new TypeError(`The member ${name} is no schema.`);
    const { description, ...schema } = schemaOf(name, field);
    return {
      name,
      required: !field.spec.optional,
      ...(typeof description === 'string' ? { description } : {}),
      schema,
    };
  });
}

/** Each field has its own JSON schema; an object has its fields and no others, and perhaps a description. */
function schemaOf(name: string, field: Schema): JsonSchema {
  const schema = field.meta()?.jsonSchema;
  if (field instanceof ObjectSchema) return { ...bodySchema(field), ...schema };
  if (schema === undefined) throw new TypeError(`The member ${name} does not say how it is documented.`);
  return schema;
}

export function bodySchema(body: AnyObjectSchema): JsonSchema {
  const members = membersOf(body);
  const properties = members.map(({ name, description, schema }) => [
    name,
    { ...schema, ...(description === undefined ? {} : { description }) },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: members.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}
