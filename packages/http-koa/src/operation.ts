import type { AnyObjectSchema, InferType } from 'yup';
import type { AnonymousActor, Bailiwick, ClientContext, UserActor } from '@bailiwick/core';
import type { JsonSchema } from './schema/json-schema.js';
import type { ProblemCode } from './problem.js';
import { closedObject } from './schema/closed-object.js';

/** Any host's Bailiwick: over HTTP, kinds, meters and roles are strings that the schemas check. */
export type AnyBailiwick = Bailiwick;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call: `none` needs no credential, and looks at none. */
export type Auth = 'required' | 'none';

/** The ways to authenticate, by their names in the OpenAPI document; `signature` is an extension there. */
export type Scheme = 'bearer' | 'basic' | 'signature';

interface ActorOf {
  required: UserActor;
  none: AnonymousActor;
}

/** `id` and `meter` of `/users/{id}/quotas/{meter}`. */
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
  /** As they are in the path, decoded. The core answers what cannot be an id like what does not exist. */
  readonly params: Readonly<Record<ParameterOf<Path>, string>>;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** For the commands that check a password, and those that keep where a login came from. */
  readonly client: ClientContext;
}

/** What an operation answers; the router makes headers of it. */
export interface Answer {
  /** One of the operation's `responses`. */
  readonly status: number;
  readonly body?: unknown;
  /** The path of what was made, below the prefix. */
  readonly location?: string;
  /** Makes a `Link` to the next page. */
  readonly nextCursor?: string | null;
}

/** The headers that an {@link Answer} can make. */
export type ResponseHeader = 'Location' | 'ETag' | 'Link';

export interface ResponseDescription {
  readonly description: string;
  /** What it comes with, beside its body. */
  readonly headers?: readonly ResponseHeader[];
  /** `null`: no body. */
  readonly schema: JsonSchema | null;
}

/** A schema, or none where nothing is read. */
type SomeSchema = AnyObjectSchema | undefined;

/**
 * By hand, since the type of a schema without members does not satisfy the constraint in declarations that
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
  /** What a caller cannot know from the summary and the schemas. */
  readonly description: string;
  readonly auth: Authentication;
  /** With which it can succeed, where that is not all: access keys touch no credential, a password is no session. */
  readonly schemes?: readonly Scheme[];
  /** Query parameters; none when left out. */
  readonly query?: Query;
  /** Request headers that the operation reads; none when left out. */
  readonly headers?: Headers;
  /** When left out there is none, and what is sent is not read, unless to compare it with a signature. */
  readonly body?: Body;
  /** Of the body; `application/json` when left out. */
  readonly mediaTypes?: readonly string[];
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  /** What it can refuse beside what follows from the entry itself; see {@link problemCodesOf}. */
  readonly refusals: readonly ProblemCode[];
  readonly handle: (
    request: OperationRequest<Path, Authentication, Read<Query>, Read<Headers>, Read<Body>>,
  ) => Promise<Answer>;
}

/** An entry of the table that routes and documentation are made from. */
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly auth: Auth;
  readonly schemes: readonly Scheme[];
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

/** An entry of the table, with the types of its handler inferred from its path and its schemas. */
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
    query,
    headers,
    body: body === undefined ? null : { schema: body, mediaTypes },
    // The router hands over what these very schemas have let through.
    handle: spec.handle as Operation['handle'],
  };
}

/** Every code that an operation can answer with. */
export function problemCodesOf({ auth, method, body, refusals }: Operation): ReadonlySet<ProblemCode> {
  return new Set<ProblemCode>([
    ...refusals,
    ...(auth === 'required' ? CODES_WITH_AUTHENTICATION : []),
    ...(body === null ? [] : CODES_WITH_BODY),
    ...(method === 'GET' ? [] : (['refused-by-host'] as const)),
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
  // The body of a signed request is read by every operation.
  'payload-too-large',
  'request-timeout',
] as const;
const CODES_WITH_BODY = ['payload-too-large', 'request-timeout', 'unsupported-media-type'] as const;
/** `invalid-request` too: an unknown query parameter is one. */
const CODES_OF_EVERY_OPERATION = [
  'malformed-request',
  'invalid-request',
  'not-acceptable',
  'storage-unavailable',
  'internal',
] as const;
