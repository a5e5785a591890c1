import assert from 'node:assert/strict';
import { problemCodesOf, type JsonSchema, type Operation, type ProblemCode } from '@bailiwick/http-koa';
import type { Json, Reply } from './client.js';

/** Every reply in these tests is held against the table that the documentation is made from. */
export function assertDocumented(
  operations: readonly Operation[],
  method: string,
  path: string,
  reply: Reply,
): void {
  if (method === 'HEAD') return assert.equal(reply.text, '');
  if (reply.status >= 400) assertProblem(reply);
  const operation = operations.find((entry) => entry.method === method && matches(entry.path, path));
  if (operation === undefined) return;
  if (reply.status >= 400) {
    const code = reply.body.code as ProblemCode;
    assert(problemCodesOf(operation).has(code), `${operation.operationId} does not document ${code}`);
    return;
  }
  if (reply.status === 304) return;
  const response = operation.responses[reply.status];
  assert(response !== undefined, `${operation.operationId} does not document ${reply.status}`);
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  if (response.schema === null) return assert.equal(reply.text, '');
  assert.equal(reply.headers.get('content-type'), 'application/json');
  assertMatches(response.schema, reply.body, operation.operationId);
}

function assertProblem({ status, headers, body }: Reply): void {
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(body.status, status);
  assert.equal(typeof body.title, 'string');
  assert.equal(typeof body.detail, 'string');
  assert.match(body.type, new RegExp(`/problems/${body.code}$`));
  if (status === 401) assert.match(headers.get('www-authenticate') ?? '', /^Bearer realm="bailiwick"/);
}

function matches(template: string, path: string): boolean {
  const expected = template.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((part, i) => part.startsWith('{') || part === actual[i])
  );
}

/** As much of JSON Schema as the documented responses use. */
function assertMatches(schema: JsonSchema, value: Json, at: string): void {
  const types = [schema['type']].flat();
  assert(
    types.includes(typeOf(value)),
    `${at}: ${JSON.stringify(value)} is not of type ${types.join(' or ')}`,
  );
  const {
    enum: allowed,
    items,
    properties,
  } = schema as { enum?: unknown[]; items?: JsonSchema; properties?: object };
  if (allowed !== undefined)
    assert(allowed.includes(value), `${at}: ${value} is none of ${allowed.join(', ')}`);
  if (schema['format'] === 'date-time' && value !== null) assert.equal(new Date(value).toISOString(), value);
  if (Array.isArray(value)) value.forEach((item, i) => assertMatches(items ?? {}, item, `${at}[${i}]`));
  if (schema['additionalProperties'] !== false) return;
  assert.deepEqual(Object.keys(value).toSorted(), Object.keys(properties ?? {}).toSorted(), at);
  for (const [name, member] of Object.entries(properties ?? {}))
    assertMatches(member, value[name], `${at}.${name}`);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
