import * as fc from 'fast-check';
import type { JsonSchema } from '@bailiwick/http-koa';

/** Names that have broken other programs. */
const EVIL_NAMES = [
  '__isYupRef',
  '__proto__',
  'constructor',
  'toString',
  'then',
  'valueOf',
  'length',
  'toJSON',
  '',
];

const EVIL_VALUES = ['\0', '\ud800', '', ' ', Number.MAX_VALUE, -0, 2 ** 53, null, [], {}];

/** Texts of a format, including those with a meaning in the world of the tests. */
const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: fc.oneof(
    fc.constantFrom('ann@example.com', 'ANN@example.com', 'new@example.com'),
    fc.emailAddress(),
  ),
  password: fc.oneof(
    fc.constantFrom('correct horse battery staple', 'a wrong password'),
    fc.string({ minLength: 15, maxLength: 40 }),
  ),
  uuid: fc.oneof(
    fc.constantFrom('$ann', '$bob', '$admin', '$resource', '$group', '$session', '$key'),
    fc.uuid({ version: 7 }),
  ),
};

/** Makes a value that a schema of a request allows, as far as JSON Schema can express it. */
export function inSchema(schema: JsonSchema, document: JsonSchema): fc.Arbitrary<unknown> {
  const { $ref, enum: values, type, format, properties = {}, required = [] } = schema as Keywords;
  if ($ref !== undefined) return inSchema(at($ref, document), document);
  if (values !== undefined) return fc.constantFrom(...values);
  if (Array.isArray(type))
    return fc.oneof(...type.map((one) => inSchema({ ...schema, type: one }, document)));
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integer(schema);
    case 'string':
      return FORMATS[format ?? ''] ?? text(schema);
    case 'object': {
      const members = Object.entries(properties).map(
        ([name, member]) => [name, inSchema(member, document)] as const,
      );
      return recordOf(Object.fromEntries(members), required);
    }
    default:
      return fc.jsonValue();
  }
}

/** Makes members by name, and sometimes leaves out optional ones. */
export function recordOf<T>(
  members: Readonly<Record<string, fc.Arbitrary<T>>>,
  required: readonly string[],
): fc.Arbitrary<Record<string, T>> {
  return fc.record<Record<string, T>, string>(members, {
    requiredKeys: [...required],
    noNullPrototype: true,
  });
}

/** Adds, replaces or removes a part of the value, or makes any other value. */
export function nearSchema(schema: JsonSchema, document: JsonSchema): fc.Arbitrary<unknown> {
  const names = Object.keys((schema as Keywords).properties ?? {});
  const member = fc.tuple(
    fc.constantFrom(...names, ...EVIL_NAMES),
    fc.oneof(
      fc.constantFrom(...EVIL_VALUES),
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...EVIL_NAMES), fc.jsonValue()),
    ),
  );
  const changed = fc
    .tuple(inSchema(schema, document), fc.array(member, { minLength: 1, maxLength: 3 }))
    .map(([value, members]) => ({ ...(value as object), ...Object.fromEntries(members) }));
  return fc.oneof({ weight: 3, arbitrary: changed }, { weight: 1, arbitrary: fc.jsonValue() });
}

interface Keywords {
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Mostly small numbers, because a limit of billions would never be reached. */
function integer({ minimum = 0, maximum = 100 }: Keywords): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, minimum + 3) }) },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
  );
}

/**
 * Any code point, halves of surrogate pairs among them. Not fast-check's own units, for which it looks through all of
 * Unicode.
 */
export const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

function text({ minLength = 0, maxLength = 60 }: Keywords): fc.Arbitrary<string> {
  const bounds = { minLength, maxLength: Math.min(maxLength, minLength + 20) };
  return fc.oneof(fc.string(bounds), fc.string({ ...bounds, unit: codePoint }));
}

export function at(reference: string, document: JsonSchema): JsonSchema {
  const names = reference.slice('#/'.length).split('/');
  return names.reduce((node, name) => node[name] as JsonSchema, document);
}
