import assert from 'node:assert/strict';
import type { Exchange } from './exchange.js';
import { schemasOf, type Document } from './schemas-of.js';
import { isPreflight, isUnrouted } from './unrouted.js';

interface Response {
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Header {
  readonly required: boolean;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, Reference>>;
  readonly 'x-streamed'?: readonly string[];
}

type Reference = { readonly $ref?: string };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * Returns a function that compares exchanges with an OpenAPI document: status, headers, media type and body, and the
 * body of each accepted request. Anything that the document does not mention is as wrong as a broken promise.
 *
 * @throws {AssertionError} if an exchange differs from the document.
 */
export function documented(document: Document): (exchange: Exchange) => void {
  const schemas = schemasOf(document);
  const prefix = document.servers[0]?.url.replace(/\/$/, '') ?? '';
  const known = Object.entries(document.components['headers'] ?? {}) as [name: string, header: Header][];

  return (exchange) => {
    const path = exchange.path.split('?')[0] ?? '';
    // A host's own routes are not in the document.
    if (!path.startsWith(`${prefix}/`) || isAboutTheApi(path.slice(prefix.length))) return;
    const template = templateOf(path.slice(prefix.length));
    const at = `${exchange.method} ${template ?? path} ${exchange.status}`;
    if (isPreflight(exchange) || isUnrouted(exchange, at)) return;
    if (template === null) return requireProblem('NotFoundProblem', exchange, at);
    if (exchange.method === 'OPTIONS') return requireMethods(template, exchange, 204, at);
    const operation = operationOf(template, exchange.method);
    if (operation === undefined) {
      requireMethods(template, exchange, 405, at);
      return requireResponse(document['x-every-path']?.['405'], `/x-every-path/405`, exchange, at);
    }
    const pointer = `/paths/${escaped(template)}/${verbOf(exchange.method)}`;
    if (exchange.status < 400) requireAdmitted(operation, pointer, exchange, at);
    const { status } = exchange;
    if (status === 200 && isStreamed(operation, exchange)) return;
    requireResponse(operation.responses[status], `${pointer}/responses/${status}`, exchange, at);
  };

  /** Prefers a fixed path to a template that matches it, as OpenAPI demands. */
  function templateOf(path: string): string | null {
    const matching = Object.keys(document.paths).filter((template) => matches(template, path));
    return matching.find((template) => !template.includes('{')) ?? matching[0] ?? null;
  }

  function operationOf(template: string, method: string): DocumentedOperation | undefined {
    return document.paths[template]?.[verbOf(method)] as DocumentedOperation | undefined;
  }

  /** Fails if the server accepted a request that the document forbids. */
  function requireAdmitted(
    { requestBody }: DocumentedOperation,
    pointer: string,
    { sent }: Exchange,
    at: string,
  ) {
    const [mediaType] = Object.keys(requestBody?.content ?? {});
    if (mediaType === undefined || sent === undefined) return;
    schemas.requireMatch(
      `#${pointer}/requestBody/content/${escaped(mediaType)}/schema`,
      sent,
      `${at}: accepted`,
    );
  }

  function requireMethods(template: string, { status, headers }: Exchange, expected: number, at: string) {
    const methods = METHODS.filter((method) => document.paths[template]?.[method] !== undefined);
    const allowed = [...methods, ...(methods.includes('get') ? ['head'] : []), 'options'];
    const told = (headers.get('allow') ?? '').toLowerCase().split(', ');
    assert.equal(status, expected, at);
    assert.deepEqual(told.toSorted(), allowed.toSorted(), `${at}: Allow`);
  }

  function requireResponse(
    reference: Reference | undefined,
    pointer: string,
    exchange: Exchange,
    at: string,
  ) {
    assert(reference !== undefined, `${at}: this status is not documented`);
    const path = reference.$ref ?? `#${pointer}`;
    const response = schemas.resolve(path) as Response;
    requireHeaders(response, exchange, at);
    const [mediaType] = Object.keys(response.content ?? {});
    if (mediaType === undefined) return assert.equal(exchange.text, '', `${at}: a body`);
    assert.equal(exchange.headers.get('content-type'), mediaType, at);
    if (exchange.method === 'HEAD') return assert.equal(exchange.text, '', `${at}: a body`);
    schemas.requireMatch(`${path}/content/${escaped(mediaType)}/schema`, exchange.text, at);
  }

  function requireHeaders({ headers: promised = {} }: Response, { headers }: Exchange, at: string): void {
    assert.equal(headers.get('cache-control'), 'no-store', at);
    for (const [name, { required }] of known) {
      const value = headers.get(name);
      if (name in promised) assert(value !== null || !required, `${at}: ${name} is missing`);
      else assert.equal(value, null, `${at}: ${name} is not documented`);
      if (value === null) continue;
      schemas.requireMatch(`#/components/headers/${name}/schema`, JSON.stringify(value), `${at}: ${name}`);
    }
  }

  function requireProblem(schema: string, { method, headers, text, status }: Exchange, at: string): void {
    assert.equal(status, 404, at);
    assert.equal(headers.get('content-type'), 'application/problem+json', at);
    if (method !== 'HEAD') schemas.requireMatch(`#/components/schemas/${schema}`, text, at);
  }
}

/** Is it a list as a file? The document has no schema for these, since clients would get it as one of two types. */
function isStreamed(operation: DocumentedOperation, { headers }: Exchange): boolean {
  const mediaType = headers.get('content-type')?.split(';')[0] ?? '';
  return operation['x-streamed']?.includes(mediaType) === true;
}

/** Treats HEAD like GET, as the server does. */
function verbOf(method: string): string {
  return method === 'HEAD' ? 'get' : method.toLowerCase();
}

/** Is this the path of the document itself, or of a page about a problem? */
function isAboutTheApi(path: string): boolean {
  return path === '/openapi.json' || path === '/problems' || path.startsWith('/problems/');
}

function matches(template: string, path: string): boolean {
  const [expected, actual] = [template.split('/'), path.split('/')];
  return (
    expected.length === actual.length &&
    expected.every((part, index) => (part.startsWith('{') ? actual[index] !== '' : part === actual[index]))
  );
}

/** Escapes a name for a JSON Pointer (RFC 6901) within a URI fragment. */
function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}
