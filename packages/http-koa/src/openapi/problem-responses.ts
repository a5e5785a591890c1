import { objectSchema, type JsonSchema } from '../schema/json-schema.js';
import { problemCodesOf, type Operation } from '../operation.js';
import { PROBLEMS, typeOf, type ProblemCode, type ProblemDetails } from '../problem.js';
import { EXAMPLES } from './examples.js';
import type { HeaderName } from './header-name.js';
import { headersOf } from './headers.js';

const CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

/** What the problems with a status come with. */
const HEADERS: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  405: ['Allow'],
  415: ['Accept', 'Accept-Patch', 'Accept-Encoding'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** The members that only some problems have. */
const EXTENSIONS: { readonly [Code in ProblemCode]?: Readonly<Record<string, JsonSchema>> } = {
  forbidden: {
    action: { type: 'string', description: 'What was refused.' },
    reason: { type: 'string', description: 'What was lacking, or the rule that forbids it.' },
  },
  'confirmation-required': {
    action: { type: 'string', description: 'What needs the password.' },
  },
  'quota-exceeded': {
    quotas: {
      type: 'array',
      description: 'One entry for each meter that was asked of.',
      items: objectSchema('QuotaShortfall', {
        meter: { type: 'string' },
        limit: { type: ['integer', 'null'] },
        used: { type: 'integer' },
        requested: { type: 'integer' },
      }),
    },
  },
  'owns-resources': { count: { type: 'integer', minimum: 1 } },
  'invalid-request': {
    errors: {
      type: 'array',
      items: objectSchema('Violation', {
        pointer: {
          type: 'string',
          description: 'A JSON pointer into the body, `?name` of a query parameter, or the name of a header.',
        },
        detail: { type: 'string', description: 'What would be right.' },
      }),
    },
  },
  internal: { requestId: { type: 'string', description: 'Quote it when you report the error.' } },
};

/** `QuotaExceededProblem` of `quota-exceeded`. */
function schemaName(code: ProblemCode): string {
  return `${pascalCase(code)}Problem`;
}

/** The codes that an operation or a path of this API answers with: not all of them, since hosts have routes of their own. */
export function codesOf(operations: readonly Operation[]): readonly ProblemCode[] {
  const possible = new Set([...ONLY_OF_PATHS, ...operations.flatMap((one) => [...problemCodesOf(one)])]);
  return CODES.filter((code) => possible.has(code));
}

/** A schema for each code (RFC 9457): what is the same in every problem of a code, it says. */
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

/** A problem as the server has answered it, for where the API is mounted. */
export function problemDocument(code: ProblemCode, prefix: string): Partial<ProblemDetails> {
  return { type: typeOf(code, prefix), ...EXAMPLES.problems[code] };
}

/** The problems of an operation by status. */
export function problemReferences(operation: Operation): JsonSchema {
  return Object.fromEntries(
    codesByStatus(operation).map(([status, codes]) => [status, responseReference(codes)]),
  );
}

export function responseReference(codes: readonly ProblemCode[]): JsonSchema {
  return { $ref: `#/components/responses/${responseName(codes)}` };
}

/** The components that the references refer to: operations that refuse for the same reasons share one. */
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

/** The router's answer for a path to the methods that no operation of it has. */
export const ONLY_OF_PATHS: readonly ProblemCode[] = ['method-not-allowed'];

function codesByStatus(operation: Operation): [status: number, codes: readonly ProblemCode[]][] {
  const possible = problemCodesOf(operation);
  const codes = CODES.filter((code) => possible.has(code));
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status));
  return [...statuses].map((status) => [status, codes.filter((code) => PROBLEMS[code].status === status)]);
}

/**
 * `NotFound`, `InvalidTokenOrForbidden`; of more codes the first, and how many there are: clients get types of these
 * names, and nobody reads four of them in one.
 */
function responseName(codes: readonly ProblemCode[]): string {
  if (codes.length <= 2) return codes.map(pascalCase).join('Or');
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
