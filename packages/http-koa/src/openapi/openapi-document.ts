import type { AnyBailiwick, Operation, ResponseDescription, Scheme } from '../operation.js';
import { operationsOf } from '../operations/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { API_DESCRIPTION, TAGS } from './api-description.js';
import { EXAMPLES } from './examples.js';
import { LIST_MEDIA_TYPES } from '../request/list-format.js';
import { COOKIE_NAME } from '../request/session-cookie.js';
import { headerObjects, headersOf } from './headers.js';
import { hoistSchemas } from './hoist-schemas.js';
import {
  codesOf,
  ONLY_OF_PATHS,
  problemExample,
  problemReferences,
  problemResponses,
  problemSchemas,
  responseReference,
} from './problem-responses.js';
import { bodySchema, membersOf } from './request-schema.js';

export interface OpenApiOptions {
  /** The path where the API is mounted; by default `/v1`. */
  readonly prefix?: string;
  /** Is Basic authentication enabled? By default yes. */
  readonly basic?: boolean;
  /** Are signed requests accepted? By default no. */
  readonly signatures?: boolean;
  /** The operations, by `operationId`, that are not served; by default none. */
  readonly without?: readonly string[];
}

/** The parts of an OpenAPI document that this library reads. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, JsonSchema>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
  readonly [member: string]: unknown;
}

/** The version of the described API, which is that of the package. */
const API_VERSION = '0.1.0';

/**
 * Describes the API as OpenAPI 3.1, from the same table as its routes. The document is for this host: its kinds, meters
 * and roles, its minimum password length, and the credentials that it accepts.
 *
 * @example
 * await writeFile('openapi.json', JSON.stringify(openApiDocument(bailiwick), null, 2));
 */
export function openApiDocument(bailiwick: AnyBailiwick, options: OpenApiOptions = {}): OpenApiDocument {
  const { prefix = '/v1', basic = true, signatures = false, without = [] } = options;
  const operations = operationsOf(bailiwick, without);
  const offered = securitySchemesOf(basic);
  const schemes = Object.keys(offered) as Scheme[];
  const codes = codesOf(operations);
  const { paths, schemas } = hoistSchemas(
    pathsOf(operations, schemes, signatures),
    problemSchemas(codes, prefix),
  );
  return {
    openapi: '3.1.1',
    info: {
      title: 'Bailiwick',
      version: API_VERSION,
      description: API_DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: prefix === '' ? '/' : prefix }],
    tags: TAGS.filter(({ name }) => operations.some((operation) => tagOf(operation) === name)),
    // Any one of these schemes is enough.
    security: securityOf(schemes),
    ...(signatures ? { 'x-signatures': SIGNATURES } : {}),
    paths: paths as OpenApiDocument['paths'],
    'x-every-path': { 405: responseReference(ONLY_OF_PATHS) },
    components: {
      securitySchemes: { cookie: COOKIE_SCHEME, ...offered },
      schemas,
      headers: headerObjects(prefix),
      responses: problemResponses(operations),
      examples: Object.fromEntries(codes.map((code) => [code, problemExample(code, prefix)])),
    },
  };
}

/**
 * Lists the ways to authenticate, which apply to every operation that needs a credential. Bearer comes last: some
 * generated clients apply every scheme in turn, so that the last one sets `Authorization`.
 */
function securitySchemesOf(basic: boolean): JsonSchema {
  return {
    ...(basic
      ? {
          basic: {
            type: 'http',
            scheme: 'basic',
            description: 'An email address and a password with every request (RFC 7617), in UTF-8.',
          },
        }
      : {}),
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'The token of a session (RFC 6750), which creating a session returns.',
    },
  };
}

/**
 * It is not among the schemes of the operations, because generated clients apply every one of these to each request, and
 * a token in the cookie and in the header is refused.
 */
const COOKIE_SCHEME = {
  type: 'apiKey',
  in: 'cookie',
  name: COOKIE_NAME,
  description:
    'The cookie of a session that was created with `cookie: true`, for pages of the same origin. It is accepted wherever a bearer token is. Requests that change something must have `Sec-Fetch-Site: same-origin`, which browsers add, or else an `Origin` of this service.',
};

/**
 * OpenAPI has no security scheme for signed requests. The nearest one is an `apiKey` in a header, but then generated
 * clients would send their token there.
 */
const SIGNATURES = {
  specification: 'RFC 9421',
  algorithm: 'ed25519',
  headers: ['Signature-Input', 'Signature', 'Content-Digest'],
  description:
    'A signature of the request with the private key of an access key, instead of an `Authorization` header: `Signature` and `Signature-Input`, and a `Content-Digest` (RFC 9530) if there is a body. Operations that accept it have `x-signature: true`.',
};

function securityOf(schemes: readonly Scheme[]): JsonSchema[] {
  return schemes.map((name) => ({ [name]: [] }));
}

function pathsOf(
  operations: readonly Operation[],
  schemes: readonly Scheme[],
  signatures: boolean,
): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const operation of operations) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(operation, schemes, signatures) };
  }
  return paths;
}

/** Describes an operation. It lists its security only if it does not accept all `schemes` of the host. */
function operationObject(operation: Operation, schemes: readonly Scheme[], signatures: boolean): JsonSchema {
  const { operationId, summary, description } = operation;
  const taken = schemes.filter((scheme) => operation.schemes.includes(scheme));
  return {
    operationId,
    tags: [tagOf(operation)],
    summary,
    description,
    ...(taken.length < schemes.length ? { security: securityOf(taken) } : {}),
    ...(operation.streamed === null ? {} : { 'x-streamed': Object.values(LIST_MEDIA_TYPES) }),
    ...(signatures && operation.schemes.includes('signature') ? { 'x-signature': true } : {}),
    parameters: parametersOf(operation),
    ...(operation.body === null ? {} : { requestBody: requestBodyOf(operation, operation.body) }),
    responses: responsesOf(operation),
  };
}

/** Returns the tag of a path, which is its first segment. */
function tagOf({ path }: Operation): string {
  return path.split('/')[1] ?? '';
}

function parametersOf(operation: Operation): JsonSchema[] {
  const { path, query, headers, operationId } = operation;
  const examples = EXAMPLES.operations[operationId]?.params ?? {};
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: IN_PATH[segmentBefore(name, path)],
    schema: name === 'meter' ? { type: 'string' } : { type: 'string', format: 'uuid' },
    ...(name in examples ? { example: examples[name] } : {}),
  }));
  const sent = [
    ...membersOf(query).map((member) => ({ ...member, in: 'query' })),
    ...membersOf(headers).map((member) => ({ ...member, in: 'header' })),
    ...(isRevalidated(operation) ? [IF_NONE_MATCH] : []),
  ];
  return [...inPath, ...sent];
}

function segmentBefore(name: string, path: string): string {
  const segments = path.split('/');
  return segments[segments.indexOf(`{${name}}`) - 1] ?? '';
}

/** Describes each path parameter, by the segment of the path before it. */
const IN_PATH: Readonly<Record<string, string>> = {
  'access-keys': 'The id of the access key.',
  'default-limits': 'The meter, as the service declares it.',
  groups: 'The id of the group.',
  members: 'The id of the user.',
  quotas: 'The meter, as the service declares it.',
  resources: 'The id of the resource.',
  sessions: 'The id of the session.',
  users: 'The id of the user.',
};

/** The router can answer every read with an `ETag` with a 304. */
function isRevalidated({ method, responses }: Operation): boolean {
  return method === 'GET' && Object.values(responses).some(({ headers = [] }) => headers.includes('ETag'));
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` of the version that you have: the answer is a 304 while it is the current one.',
  schema: { type: 'string' },
};

function requestBodyOf(operation: Operation, body: NonNullable<Operation['body']>): JsonSchema {
  const { operationId } = operation;
  const schema = { title: `${capitalized(operationId)}Body`, ...bodySchema(body.schema) };
  const example = EXAMPLES.operations[operationId]?.body;
  // With the settings of a host, the values of the example may not be valid.
  const fits = example !== undefined && body.schema.isValidSync(example, { strict: true });
  const content = { schema, ...(fits ? { example } : {}) };
  return {
    required: true,
    content: Object.fromEntries(body.mediaTypes.map((mediaType) => [mediaType, content])),
  };
}

function responsesOf(operation: Operation): JsonSchema {
  const { operationId, responses } = operation;
  const examples = EXAMPLES.operations[operationId]?.responses ?? {};
  const answers = Object.entries(responses).map(([status, response]) => [
    status,
    responseObject(response, examples[status]),
  ]);
  return {
    ...Object.fromEntries(answers),
    ...(isRevalidated(operation) ? { 304: NOT_MODIFIED } : {}),
    ...problemReferences(operation),
  };
}

const NOT_MODIFIED = {
  description: 'The version that you have is the current one.',
  headers: headersOf(['ETag']),
};

function responseObject({ description, headers = [], schema }: ResponseDescription, example: unknown) {
  return {
    description,
    ...(headers.length === 0 ? {} : { headers: headersOf(headers) }),
    ...(schema === null
      ? {}
      : { content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } } }),
  };
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
