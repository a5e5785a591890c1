import type { components, paths } from './openapi-types.js';

type Schemas = components['schemas'];
export type User = Schemas['User'];
/** The document names the roles of a host that declares none of its own. */
export type Role = NonNullable<Schemas['CreateUserBody']['role']>;
export type Quota = Schemas['Quota'];
export type Session = Schemas['Session'];
export type AccessKey = Schemas['AccessKey'];
export type DefaultLimit = Schemas['DefaultLimit'];
export type Shortfall = Schemas['QuotaShortfall'];
export type Explanation = Schemas['Explanation'];
export type DecisionQuestion = Schemas['CreateDecisionBody'];
export type QuotaDifference = Schemas['QuotaDifference'];
export type OverviewRefusals = Schemas['OverviewRefusals'];
export type PolicyOverview = Schemas['Policy'];
export type PolicyCell = Schemas['PolicyCell'];
export type PolicyRule = Schemas['PolicyRule'];
export type ListedQuota = Schemas['ListedQuota'];
export type Group = Schemas['Group'];
export type ListedGroup = Schemas['ListedGroup'];
export type Member = Schemas['Member'];
export type Membership = Schemas['Membership'];
export type QuotaLevel = Schemas['QuotaLevel'];
export type NamedOwner = Schemas['NamedOwner'];
export type Resource = Schemas['Resource'];
export type ListedResource = Schemas['ListedResource'];
export type AuditEvent = Schemas['AuditEvent'];
/** The policy's answers about an action, for one user. */
export type Decision = Schemas['DecisionOfAction'];

export type BatchAnswer = Schemas['BatchAnswer'];

/** A request as data: it can be sent, repeated, shown as curl, or put into a batch. */
export interface ApiRequest<Answer> {
  readonly method: Uppercase<Method>;
  /** Below the prefix of the API, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  /** Another type than JSON, whose answer is read as a blob. */
  readonly accept?: string;
  /** Never there: it ties the type of the answer to the request. */
  readonly answers?: Answer;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths] &
  string;
type Operation<M extends Method, P extends keyof paths> = paths[P] extends { [K in M]: infer O } ? O : never;

type Value = string | number | boolean | null | undefined;
type PathOf<O> = O extends { parameters: { path: infer Q extends object } } ? { path: Q } : unknown;
/** Values come from the URL, so that only their names are checked here; the server checks the values. */
type QueryOf<O> = O extends { parameters: { query?: infer Q extends object } }
  ? { query?: { [K in keyof Q]?: Value } }
  : unknown;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? { body: B }
  : unknown;
type Given<O> = PathOf<O> & QueryOf<O> & BodyOf<O> & { ifMatch?: string | null; idempotencyKey?: string };
type Json<R> = R extends { content: { 'application/json': infer A } } ? A : undefined;
type AnswerOf<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202 | 204)]> : never;

/**
 * Makes a request of one operation of the API; what its document does not have does not compile.
 *
 * @example
 * const request = api('get', '/users/{id}', { path: { id } });
 */
export function api<M extends Method, P extends PathsWith<M>>(
  method: M,
  path: P,
  given: Given<Operation<M, P>>,
): ApiRequest<AnswerOf<Operation<M, P>>> {
  const {
    path: params,
    query,
    body,
    ifMatch,
    idempotencyKey,
  } = given as {
    path?: Record<string, string>;
    query?: Record<string, Value>;
    body?: unknown;
    ifMatch?: string | null;
    idempotencyKey?: string;
  };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
  const asked = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(asked).toString();
  return {
    method: method.toUpperCase() as Uppercase<Method>,
    path: search === '' ? filled : `${filled}?${search}`,
    ...(body === undefined ? {} : { body }),
    ...(ifMatch ? { ifMatch } : {}),
    ...(idempotencyKey ? { idempotencyKey } : {}),
  };
}
