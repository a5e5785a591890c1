import { limits } from '@bailiwick/core';
import { objectSchema, type JsonSchema } from '../schema/json-schema.js';
import { problemCodesOf, type Operation } from '../operation.js';
import { PROBLEMS, typeOf, type ProblemCode, type ProblemDetails } from '../problem.js';
import { QUOTA_REFUSALS_SCHEMA } from '../present/quota.js';
import { EXAMPLES } from './examples.js';
import type { HeaderName } from './header-name.js';
import { headersOf } from './headers.js';

const CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

/** The headers of problems by status. */
const HEADERS: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate', 'Set-Cookie'],
  403: ['WWW-Authenticate'],
  405: ['Allow'],
  415: ['Accept', 'Accept-Patch', 'Accept-Encoding'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** The limit of counting, which also stands for larger numbers. */
const OWNED_COUNT_MAX = limits.DELETE_AT_ONCE_ROWS_MAX + 1;

/** The members that only the problems of a code have. */
const EXTENSIONS: { readonly [Code in ProblemCode]?: Readonly<Record<string, JsonSchema>> } = {
  forbidden: {
    action: { type: 'string', description: 'The refused action.' },
    reason: { type: 'string', description: 'The missing condition, or the rule that forbids the action.' },
  },
  'confirmation-required': {
    action: { type: 'string', description: 'The action that needs the password.' },
  },
  'quota-exceeded': { quotas: QUOTA_REFUSALS_SCHEMA },
  'last-owner': {
    groups: {
      type: 'array',
      description: 'Those groups that you may see.',
      maxItems: limits.LAST_OWNER_GROUPS_MAX,
      items: objectSchema('NamedGroup', { id: { type: 'string', format: 'uuid' }, name: { type: 'string' } }),
    },
  },
  'owns-resources': {
    count: {
      type: 'integer',
      minimum: 1,
      maximum: OWNED_COUNT_MAX,
      description: `How many; ${OWNED_COUNT_MAX} stands for more than ${limits.DELETE_AT_ONCE_ROWS_MAX}.`,
    },
  },
  'invalid-request': {
    errors: {
      type: 'array',
      items: objectSchema('Violation', {
        pointer: {
          type: 'string',
          description: 'A JSON pointer into the body, `?name` of a query parameter, or the name of a header.',
        },
        detail: { type: 'string', description: 'The rule that the value must meet.' },
      }),
    },
  },
  internal: { requestId: { type: 'string', description: 'Quote it when you report the error.' } },
};

/** Returns `QuotaExceededProblem` for `quota-exceeded`. */
function schemaName(code: ProblemCode): string {
  return `${pascalCase(code)}Problem`;
}

/** Returns the codes that an operation or a path can answer with. Some codes are only for routes of hosts. */
export function codesOf(operations: readonly Operation[]): readonly ProblemCode[] {
  const possible = new Set([...ONLY_OF_PATHS, ...operations.flatMap((one) => [...problemCodesOf(one)])]);
  return CODES.filter((code) => possible.has(code));
}

/** Makes a schema for each code (RFC 9457), with constants for the members that never vary. */
export function problemSchemas(codes: readonly ProblemCode[], prefix: string): JsonSchema[] {
  return codes.map((code) =>
    objectSchema(schemaName(code), {
      type: { type: 'string', const: typeOf(code, prefix) },
      title: { type: 'string', const: PROBLEMS[code].title },
      status: { type: 'integer', const: PROBLEMS[code].status },
      code: { type: 'string', const: code },
      detail: { type: 'string' },
      ...EXTENSIONS[code],
    }),
  );
}

export function problemExample(code: ProblemCode, prefix: string): JsonSchema {
  return { summary: PROBLEMS[code].title, value: problemDocument(code, prefix) };
}

/** Returns a captured problem, with the path where the API is mounted. */
export function problemDocument(code: ProblemCode, prefix: string): Partial<ProblemDetails> {
  return { type: typeOf(code, prefix), ...EXAMPLES.problems[code] };
}

/** Returns references to the problem responses of an operation, by status. */
export function problemReferences(operation: Operation): JsonSchema {
  return Object.fromEntries(
    codesByStatus(operation).map(([status, codes]) => [status, responseReference(codes)]),
  );
}

export function responseReference(codes: readonly ProblemCode[]): JsonSchema {
  return { $ref: `#/components/responses/${responseName(codes)}` };
}

/** Returns the components for these references. Operations with the same problems share one. */
export function problemResponses(operations: readonly Operation[]): JsonSchema {
  const groups = operations.flatMap((operation) => codesByStatus(operation).map(([, codes]) => codes));
  const named = new Map<string, readonly ProblemCode[]>();
  for (const codes of [...groups, ONLY_OF_PATHS]) {
    const name = responseName(codes);
    const other = named.get(name) ?? codes;
    if (other.join() !== codes.join()) throw new TypeError(`Two groups of problems have the name ${name}.`);
    named.set(name, codes);
  }
  return Object.fromEntries([...named].map(([name, codes]) => [name, responseObject(codes)]));
}

/** The problems that the router itself answers for a path, when no operation has the method. */
export const ONLY_OF_PATHS: readonly ProblemCode[] = ['method-not-allowed'];

function codesByStatus(operation: Operation): [status: number, codes: readonly ProblemCode[]][] {
  const possible = problemCodesOf(operation);
  const codes = CODES.filter((code) => possible.has(code));
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status));
  return [...statuses].map((status) => [status, codes.filter((code) => PROBLEMS[code].status === status)]);
}

/**
 * Returns a name like `NotFound` or `InvalidTokenOrForbidden`; for more codes, it has the first and the number of the
 * others. Generated clients get types with these names, and a name with four codes would be unreadable.
 */
function responseName(codes: readonly ProblemCode[]): string {
  if (codes.length <= 3) return codes.map(pascalCase).join('Or');
  const [first] = codes;
  return `${first === undefined ? '' : pascalCase(first)}Or${codes.length - 1}More`;
}

function responseObject(codes: readonly ProblemCode[]): JsonSchema {
  const references = codes.map((code) => ({ $ref: `#/components/schemas/${schemaName(code)}` }));
  const [first] = codes;
  const headers = first === undefined ? undefined : HEADERS[PROBLEMS[first].status];
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    content: {
      'application/problem+json': {
        schema: references.length === 1 ? references[0] : { oneOf: references },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

function pascalCase(code: ProblemCode): string {
  return code.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
