import { Schema, type AnyObjectSchema } from 'yup';
import type { Violation } from '@bailiwick/core';

export interface Query {
  readonly value: Readonly<Record<string, unknown>>;
  readonly violations: readonly Violation[];
}

/**
 * The query string as an object of the schema's types. Text that is not of its member's type stays text,
 * for the member's own rule to say what would be right.
 */
export function readQuery(text: string, schema: AnyObjectSchema): Query {
  const parameters = new URLSearchParams(text);
  const names = [...new Set(parameters.keys())];
  return {
    value: Object.fromEntries(
      names.map((name) => [name, read(parameters.get(name) ?? '', typeOf(schema, name))]),
    ),
    violations: names
      .filter((name) => parameters.getAll(name).length > 1)
      .map((name) => ({ pointer: `?${name}`, detail: 'must be given once.' })),
  };
}

function typeOf({ fields }: AnyObjectSchema, name: string): unknown {
  const field: unknown = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field instanceof Schema ? field.meta()?.jsonSchema?.['type'] : undefined;
}

function read(text: string, type: unknown): unknown {
  if (type === 'integer' && /^(?:0|-?[1-9][0-9]*)$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
