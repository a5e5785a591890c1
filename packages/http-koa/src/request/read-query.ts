import { Schema, type AnyObjectSchema } from 'yup';
import type { Violation } from '@bailiwick/core';
import { NAMES_TOLD_MAX } from '../schema/closed-object.js';

export interface Query {
  readonly value: Readonly<Record<string, unknown>>;
  readonly violations: readonly Violation[];
}

const NOTHING: Query = { value: {}, violations: [] };

/**
 * Reads the query string as an object with the types of the schema. Text that does not have the type of its field stays
 * text, so that the rule of the field can say what would be right.
 */
export function readQuery(text: string, schema: AnyObjectSchema): Query {
  if (text === '') return NOTHING;
  // One pass, because searching all names for each one takes a second for the longest URL.
  const first = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (first.has(name)) repeated.add(name);
    else first.set(name, value);
  }
  const told = [...repeated].slice(0, NAMES_TOLD_MAX);
  return {
    value: Object.fromEntries([...first].map(([name, value]) => [name, read(value, typeOf(schema, name))])),
    violations: told.map((name) => ({ pointer: `?${name}`, detail: 'must be given once.' })),
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
