import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../schema/json-schema.js';

export interface Hoisted {
  readonly paths: unknown;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** The keywords that contain values, in which a member named `title` is no schema title. */
const VALUES = new Set(['example', 'examples', 'const', 'enum', 'default']);

/**
 * Moves every schema with a title to a component of that name, and leaves a reference in its place. That way a user is
 * described once, and generated clients get a type for it.
 *
 * @throws {TypeError} two different schemas with the same title.
 */
export function hoistSchemas(paths: unknown, more: readonly JsonSchema[]): Hoisted {
  const schemas: Record<string, JsonSchema> = {};

  function hoist(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(hoist);
    if (typeof node !== 'object' || node === null) return node;
    const members = Object.entries(node).map(([name, child]) => [
      name,
      VALUES.has(name) ? child : hoist(child),
    ]);
    const hoisted = Object.fromEntries(members) as JsonSchema;
    return typeof hoisted['title'] === 'string' ? define(hoisted['title'], hoisted) : hoisted;
  }

  function define(title: string, { title: _, ...schema }: JsonSchema): JsonSchema {
    if (schemas[title] !== undefined && !isDeepStrictEqual(schemas[title], schema)) {
      throw new TypeError(`Two different schemas have the title ${title}.`);
    }
    schemas[title] = schema;
    return { $ref: `#/components/schemas/${title}` };
  }

  const hoisted = hoist(paths);
  hoist(more);
  return { paths: hoisted, schemas };
}
