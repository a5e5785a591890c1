import type { AnyBailiwick, Operation, ResponseDescription, Scheme } from '../operation.js';
import { operationsOf } from '../operations/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { API_DESCRIPTION, TAGS } from './api-description.js';
import { EXAMPLES } from './examples.js';
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
  /** Where the API is mounted. */
  readonly prefix?: string;
  /** Is Basic authentication on? */
  readonly basic?: boolean;
  /** Are signed requests accepted? */
  readonly signatures?: boolean;
  /** Operations, by `operationId`, that are not served. */
  readonly without?: readonly string[];
}

/** An OpenAPI document, as far as this library looks into one. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, JsonSchema>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
  readonly [member: string]: unknown;
}

/** The version of what the document describes: that of the package. */
const API_VERSION = '0.1.0';

/**
 * The API as OpenAPI 3.1, from the table that its routes are made of and for this host: its kinds, meters
 * and roles, its least password, the credentials that it takes.
 *
 * @example
 * await writeFile('openapi.json', JSON.stringify(openApiDocument(bailiwick), null, 2));
 */
export function openApiDocument(bailiwick: AnyBailiwick, options: OpenApiOptions = {}): OpenApiDocument {
  const { prefix = '/v1', basic = true, signatures = false, without = [] } = options;
  const operations = operationsOf(bailiwick, without);
  const securitySchemes = securitySchemesOf(basic);
  const schemes = Object.keys(securitySchemes) as Scheme[];
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
    // Any one of them will do.
    security: securityOf(schemes),
    ...(signatures ? { 'x-signatures': SIGNATURES } : {}),
    paths: paths as OpenApiDocument['paths'],
    'x-every-path': { 405: responseReference(ONLY_OF_PATHS) },
    components: {
      securitySchemes,
      schemas,
      headers: headerObjects(prefix),
      responses: problemResponses(operations),
      examples: Object.fromEntries(codes.map((code) => [code, problemExample(code, prefix)])),
    },
  };
}

/**
 * A way to authenticate that is added here holds for every operation that asks for a credential. Bearer comes last:
 * some generated clients apply every scheme in turn, so that the last one stands in `Authorization`.
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
      description: 'The token of a session (RFC 6750), as creating a session answers it.',
    },
  };
}

/**
 * OpenAPI has no security scheme for a signature of the request itself. As an `apiKey` in a header, as near as it
 * comes, generated clients would send their token there.
 */
const SIGNATURES = {
  specification: 'RFC 9421',
  algorithm: 'ed25519',
  headers: ['Signature-Input', 'Signature', 'Content-Digest'],
  description:
    'A signature of this very request with the private half of an access key, in place of an `Authorization` header: `Signature` and `Signature-Input`, and a `Content-Digest` (RFC 9530) where there is a body. Operations that take one have `x-signature: true`.',
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

/** `schemes`: those of the host. An operation that takes them all says nothing of its own. */
function operationObject(operation: Operation, schemes: readonly Scheme[], signatures: boolean): JsonSchema {
  const { operationId, summary, description } = operation;
  const taken = schemes.filter((scheme) => operation.schemes.includes(scheme));
  return {
    operationId,
    tags: [tagOf(operation)],
    summary,
    description,
    ...(taken.length < schemes.length ? { security: securityOf(taken) } : {}),
    ...(signatures && operation.schemes.includes('signature') ? { 'x-signature': true } : {}),
    parameters: parametersOf(operation),
    ...(operation.body === null ? {} : { requestBody: requestBodyOf(operation, operation.body) }),
    responses: responsesOf(operation),
  };
}

/** What a path is about stands first in it. */
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

/** A read with a validator can be answered with a 304, by the router and for every such operation. */
function isRevalidated({ method, responses }: Operation): boolean {
  return method === 'GET' && Object.values(responses).some(({ headers = [] }) => headers.includes('ETag'));
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` of what you have: the answer is a 304 as long as that is what there is.',
  schema: { type: 'string' },
};

function requestBodyOf(operation: Operation, body: NonNullable<Operation['body']>): JsonSchema {
  const { operationId } = operation;
  const schema = { title: `${capitalized(operationId)}Body`, ...bodySchema(body.schema) };
  const example = EXAMPLES.operations[operationId]?.body;
  // A host may have settings that the example's values do not meet.
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

const NOT_MODIFIED = { description: 'What you have is what there is.', headers: headersOf(['ETag']) };

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
