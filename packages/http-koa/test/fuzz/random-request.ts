import * as fc from 'fast-check';
import type { JsonSchema, OpenApiDocument } from '@bailiwick/http-koa';
import { at, codePoint, inSchema, nearSchema, recordOf } from './random-json.js';

/** Names such as `$ann` are placeholders for values that only the world of the run knows. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, BodyDescription>> };
}

interface BodyDescription {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** Most parts are valid, because a request with many errors is refused because of the first one. */
function mostly<T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

/**
 * All characters that a header may contain (RFC 9110 section 5.5), without those that would end or frame the message.
 */
const headerText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({
    unit: fc.integer({ min: 0xa1, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 20,
  }),
  fc.constantFrom('*', '"', 'W/"x"', '""', ',', 'null', '"safe-to-repeat"', 'x'.repeat(300)),
);

const pathText = fc.oneof(
  fc.constantFrom('%00', '%', '%E0%A4%A', '..', '.', '*', '{id}', ':id', '%2F', 'a;b', '-', 'x'.repeat(600)),
  fc
    .string({ unit: codePoint, minLength: 1, maxLength: 20 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
);

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

/** Values for the `Authorization` header. */
export const SIGNED_BY_ANN = 'signed by ann';

const CREDENTIALS = ['$as-admin', '$as-admin-by-password', '$as-ann', '$as-bob', SIGNED_BY_ANN];

const credential = mostly<string | null>(
  fc.constantFrom(...CREDENTIALS),
  fc.oneof(
    fc.constant(null),
    fc
      .tuple(fc.constantFrom('Bearer ', 'Basic ', 'bearer', 'Digest ', ''), headerText)
      .map(([scheme, rest]) => scheme + rest),
    headerText.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  ),
);

/** Makes a request for any operation of the document. */
export function randomRequest(document: OpenApiDocument): fc.Arbitrary<RandomRequest> {
  const [prefix = ''] = document.servers.map(({ url }) => url);
  const requests = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      requestFor(prefix + path, method.toUpperCase(), operation as Operation, document),
    ),
  );
  return fc.oneof(...requests);
}

function requestFor(
  template: string,
  method: string,
  { parameters, requestBody }: Operation,
  document: JsonSchema,
): fc.Arbitrary<RandomRequest> {
  const values = (place: Parameter['in'], wrong: fc.Arbitrary<string>) => {
    const there = parameters.filter((parameter) => parameter.in === place);
    const members = there.map(
      ({ name, schema }) => [name, mostly(inParameter(name, schema, document), wrong)] as const,
    );
    const required = there.filter((parameter) => parameter.required).map(({ name }) => name);
    return recordOf(Object.fromEntries(members), required);
  };

  return fc
    .record({
      method: mostly(
        fc.constantFrom(method, method, method, method === 'GET' ? 'HEAD' : method),
        fc.constantFrom(...METHODS),
      ),
      params: values('path', pathText),
      query: mostly(values('query', headerText), fc.dictionary(headerText, headerText, { maxKeys: 3 })),
      sent: values('header', headerText),
      odd: mostly(fc.constant({}), oddHeaders),
      authorization: credential,
      content: requestBody === undefined ? anyContent : mostly(contentFor(requestBody, document), anyContent),
    })
    .map(({ method, params, query, sent, odd, authorization, content }) => ({
      method,
      path: pathOf(template, params, query),
      headers: {
        ...content.headers,
        ...sent,
        ...odd,
        ...(authorization === null ? {} : { authorization: authorization.trim() }),
      },
      body: content.body,
    }));
}

function inParameter(name: string, schema: JsonSchema, document: JsonSchema): fc.Arbitrary<string> {
  if (name === 'meter') return fc.constantFrom('resources', 'resources', 'castles');
  return inSchema(schema, document).map((value) => String(value).replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '?'));
}

function pathOf(template: string, params: Record<string, string>, query: Record<string, string>): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    // A name of this world, or a value that is already escaped.
    return /^[$%]/.test(value) ? value : value.replaceAll(/[^\w.*{}:;%~-]/g, encodeURIComponent) || '-';
  });
  const search = new URLSearchParams(query).toString().replaceAll('%24', '$');
  return search === '' ? path : `${path}?${search}`;
}

const oddHeaders = fc.dictionary(
  fc.constantFrom(
    'accept',
    'accept-encoding',
    'accept-language',
    'content-type',
    'content-encoding',
    'if-match',
    'if-none-match',
    'idempotency-key',
    'signature',
    'signature-input',
    'content-digest',
    'x-forwarded-host',
    'x-http-method-override',
    'origin',
    'cookie',
    'range',
    'sec-fetch-mode',
  ),
  fc
    .oneof(
      headerText,
      fc.constantFrom('gzip', 'text/html', 'application/json;q=0', 'bytes=0-1', 'cors', 'DELETE'),
    )
    .map((text) => text.trim()),
  { maxKeys: 3 },
);

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

const NONE: Content = { headers: {}, body: null };

function contentFor(
  { content }: NonNullable<Operation['requestBody']>,
  document: JsonSchema,
): fc.Arbitrary<Content> {
  const [{ schema, example } = { schema: {} }] = Object.values(content);
  const resolved = schema as { $ref: string };
  return fc
    .tuple(
      fc.constantFrom(...Object.keys(content)),
      fc.oneof(
        { weight: 4, arbitrary: inSchema(resolved, document) },
        // No schema can express which texts are public keys.
        { weight: example === undefined ? 0 : 1, arbitrary: fc.constant(example) },
        { weight: 1, arbitrary: nearSchema(at(resolved.$ref, document), document) },
      ),
    )
    .map(([mediaType, value]) => ({
      headers: { 'content-type': mediaType },
      body: Buffer.from(JSON.stringify(value)),
    }));
}

/** Makes bodies with other media types and encodings, or cut off, or meaningless ones. */
const anyContent: fc.Arbitrary<Content> = fc.oneof(
  fc.constant(NONE),
  fc.constant({ headers: { 'content-type': 'application/json' }, body: Buffer.alloc(70_000, ' ') }),
  fc
    .tuple(
      fc.constantFrom(
        'application/json',
        'application/json; charset=utf-8',
        'application/json; charset=utf-16',
        'text/plain',
        'application/xml',
        ';',
        '',
      ),
      fc.constantFrom<BufferEncoding>('utf8', 'utf16le', 'latin1'),
      fc.oneof(
        fc.jsonValue().map((value) => JSON.stringify(value)),
        fc.string({ unit: codePoint }),
        fc.constantFrom(
          '',
          '{',
          '[1,',
          '{"name":"a","name":"b"}',
          `${'['.repeat(40)}${']'.repeat(40)}`,
          '\ufeff{}',
          'NaN',
        ),
      ),
    )
    .map(([mediaType, encoding, text]) => ({
      headers: mediaType === '' ? {} : { 'content-type': mediaType },
      body: Buffer.from(text, encoding),
    })),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(bytes),
  })),
);
