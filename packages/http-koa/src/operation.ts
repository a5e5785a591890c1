import type { AnyObjectSchema, InferType } from 'yup';
import type { AnonymousActor, Bailiwick, ClientContext, LogIn, UserActor } from '@bailiwick/core';
import type { JsonSchema } from './schema/json-schema.js';
import type { ProblemCode } from './problem.js';
import { closedObject } from './schema/closed-object.js';

/** The Bailiwick of any host: over HTTP, kinds, meters and roles are strings, which the schemas check. */
export type AnyBailiwick = Bailiwick;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The need for a credential: `none` needs no credential, and ignores any. */
export type Auth = 'required' | 'none';

/** The ways to authenticate, with their names in the OpenAPI document; there, `signature` is an extension. */
export type Scheme = 'bearer' | 'basic' | 'signature';

interface ActorOf {
  required: UserActor;
  none: AnonymousActor;
}

/** The names of the path parameters: `id` and `meter` of `/users/{id}/quotas/{meter}`. */
type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** A request that has been authenticated and validated. */
export interface OperationRequest<
  Path extends string = string,
  Authentication extends Auth = Auth,
  Query = unknown,
  Headers = unknown,
  Body = unknown,
> {
  readonly actor: ActorOf[Authentication];
  /** The decoded path parameters. The core answers an invalid id like one that does not exist. */
  readonly params: Readonly<Record<ParameterOf<Path>, string>>;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** The origin of the request, for commands that check a password or record a login. */
  readonly client: ClientContext;
  /** Refuses a login that opens a cookie, unless a page of this origin asks for it. @throws `cross-site-request` */
  readonly requireSameOrigin: () => void;
  /** Finds the user behind the session cookie, for an operation that needs no credential. */
  readonly findByCookie: () => Promise<FoundByCookie>;
  /** Performs an item of a batch for the same caller. */
  readonly performItem: (item: BatchItem) => Promise<ItemAnswer>;
}

export interface FoundByCookie {
  /** `null` if there is no cookie, or no session of it any more. */
  readonly actor: UserActor | null;
  readonly hasEnded: boolean;
}

/** A request within a batch. */
export interface BatchItem {
  readonly method: Method;
  /** The path below the prefix, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

/** The answer to an item of a batch. */
export interface ItemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Has it ended the session of the request? */
  readonly endsSession: boolean;
}

/** The answer of an operation; the router turns some of it into headers. */
export interface Answer {
  /** The status, one of the operation's `responses`. */
  readonly status: number;
  readonly body?: unknown;
  /** The path of the new entity, below the prefix. */
  readonly location?: string;
  /** The cursor of the next page, for the `Link` header. */
  readonly nextCursor?: string | null;
  /** The session that the browser keeps in a cookie; `ended` if that of the request has ended. */
  readonly session?: Pick<LogIn, 'token' | 'session'> | 'ended';
}

/** The headers that can come from an {@link Answer}. */
export type ResponseHeader = 'Location' | 'ETag' | 'Link' | 'Set-Cookie';

export interface ResponseDescription {
  readonly description: string;
  /** The headers of the response. */
  readonly headers?: readonly ResponseHeader[];
  /** The schema of the body; `null` if there is no body. */
  readonly schema: JsonSchema | null;
}

/** The whole of a list as a file. */
export interface StreamedList {
  /** The name of the file, without its extension. */
  readonly filename: string;
  /** The columns in CSV, as paths into an item, given the values of the query parameter `include`. */
  readonly columns: (included: ReadonlySet<string>) => readonly string[];
}

/** A schema, or `undefined` if nothing is read. */
type SomeSchema = AnyObjectSchema | undefined;

/**
 * Replaces the type of yup, because a schema without members does not satisfy its constraint in declarations that
 * TypeScript 7 reads without `skipLibCheck` (yup 1.7.1).
 */
type Read<Schema extends SomeSchema> = Schema extends AnyObjectSchema
  ? InferType<Schema>
  : Record<string, never>;

interface OperationSpec<
  Path extends string,
  Authentication extends Auth,
  Query extends SomeSchema,
  Headers extends SomeSchema,
  Body extends SomeSchema,
> {
  readonly operationId: string;
  readonly method: Method;
  /** A template below the prefix, e.g. `/resources/{id}`. */
  readonly path: Path;
  readonly summary: string;
  /** Facts that a caller cannot know from the summary and the schemas. */
  readonly description: string;
  readonly auth: Authentication;
  /** The schemes with which it can succeed, if not all: access keys may not change credentials, for example. */
  readonly schemes?: readonly Scheme[];
  /** For a long list: the file that clients get who ask for CSV or NDJSON. By default there is none. */
  readonly streamed?: StreamedList;
  /**
   * It cannot be part of a batch, because it compares a password, opens a session, reads the cookie of its own request, or
   * is a batch. By default it can.
   */
  readonly alone?: boolean;
  /** The query parameters; by default none. */
  readonly query?: Query;
  /** The request headers that the operation reads; by default none. */
  readonly headers?: Headers;
  /** The body. By default there is none, and bytes that are sent are read only to check a signature. */
  readonly body?: Body;
  /** The media types of the body; by default `application/json`. */
  readonly mediaTypes?: readonly string[];
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  /** Codes of refusals that do not follow from the rest of the entry; see {@link problemCodesOf}. */
  readonly refusals: readonly ProblemCode[];
  readonly handle: (
    request: OperationRequest<Path, Authentication, Read<Query>, Read<Headers>, Read<Body>>,
  ) => Promise<Answer>;
}

/** An entry of the table from which the routes and the documentation are made. */
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly auth: Auth;
  readonly schemes: readonly Scheme[];
  /** Cannot be part of a batch. */
  readonly alone: boolean;
  readonly streamed: StreamedList | null;
  readonly query: AnyObjectSchema;
  readonly headers: AnyObjectSchema;
  readonly body: { readonly schema: AnyObjectSchema; readonly mediaTypes: readonly string[] } | null;
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  readonly refusals: readonly ProblemCode[];
  readonly handle: (request: OperationRequest) => Promise<Answer>;
}

const NOTHING = closedObject({}) as AnyObjectSchema;
const ALL_SCHEMES: readonly Scheme[] = ['bearer', 'basic', 'signature'];
const JSON_MEDIA_TYPES = ['application/json'];

/** Makes an entry of the table, and infers the types of its handler from its path and its schemas. */
export function defineOperation<
  const Path extends string,
  Authentication extends Auth,
  Query extends SomeSchema = undefined,
  Headers extends SomeSchema = undefined,
  Body extends SomeSchema = undefined,
>(spec: OperationSpec<Path, Authentication, Query, Headers, Body>): Operation {
  const { query = NOTHING, headers = NOTHING, body, mediaTypes = JSON_MEDIA_TYPES, ...rest } = spec;
  return {
    ...rest,
    schemes: spec.auth === 'none' ? [] : (spec.schemes ?? ALL_SCHEMES),
    alone: spec.alone ?? false,
    streamed: spec.streamed ?? null,
    query,
    headers,
    body: body === undefined ? null : { schema: body, mediaTypes },
    // The router has validated the values with these same schemas.
    handle: spec.handle as Operation['handle'],
  };
}

/**
 * Returns every code that an operation can answer with.
 *
 * @example
 * for (const operation of operationsOf(bailiwick)) console.log(operation.operationId, problemCodesOf(operation));
 */
export function problemCodesOf({ auth, method, body, refusals }: Operation): ReadonlySet<ProblemCode> {
  return new Set<ProblemCode>([
    ...refusals,
    ...(auth === 'required' ? CODES_WITH_AUTHENTICATION : []),
    ...(body === null ? [] : CODES_WITH_BODY),
    ...(method === 'GET' ? [] : (['refused-by-host'] as const)),
    ...(auth === 'required' && method !== 'GET' ? (['cross-site-request'] as const) : []),
    ...CODES_OF_EVERY_OPERATION,
  ]);
}

const CODES_WITH_AUTHENTICATION = [
  'authentication-required',
  'invalid-credentials',
  'invalid-token',
  'invalid-signature',
  'too-many-attempts',
  'overloaded',
  // Every operation reads the body of a signed request.
  'payload-too-large',
  'request-timeout',
] as const;
const CODES_WITH_BODY = ['payload-too-large', 'request-timeout', 'unsupported-media-type'] as const;
/** `invalid-request` is among them, because of unknown query parameters. */
const CODES_OF_EVERY_OPERATION = [
  'malformed-request',
  'invalid-request',
  'not-acceptable',
  'storage-unavailable',
  'internal',
] as const;
