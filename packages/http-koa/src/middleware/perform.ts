import { MalformedRequestError, PreconditionFailedError } from '@bailiwick/core';
import type { Answer, Operation, OperationRequest } from '../operation.js';
import { entityTagOf, namesWeakTagsOnly } from '../request/entity-tag.js';
import { preconditions } from '../request/preconditions.js';
import { readQuery } from '../request/read-query.js';
import { jsonPointer, requireValidParts, type RequestPart } from '../schema/validate.js';

/** A call of an operation by a known caller: from a request of its own, or from an item of a batch. */
export interface Call extends Pick<
  OperationRequest,
  'actor' | 'params' | 'client' | 'requireSameOrigin' | 'findByCookie' | 'performItem'
> {
  readonly querystring: string;
  /** Reads a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly body: unknown;
}

/**
 * Validates the input and performs the operation, after {@link refuseUnheededHeader}.
 *
 * @throws `invalid-request`, `malformed-request`, and its refusals
 */
export async function perform(operation: Operation, call: Call): Promise<Answer> {
  const { actor, params, client, requireSameOrigin, findByCookie, performItem } = call;
  const input = readInput(operation, call);
  const request = { actor, params, client, requireSameOrigin, findByCookie, performItem };
  try {
    return await operation.handle({ ...request, ...input });
  } catch (error) {
    throw explained(error, call);
  }
}

/**
 * A client that sends a condition relies on the check, and one that sends an idempotency key relies on repeats being
 * recognised. An operation that supports neither must refuse them (RFC 9110 section 13.1.1). Reads may ignore them.
 */
export function refuseUnheededHeader({ method, headers }: Operation, header: Call['header']): void {
  if (method === 'GET') return;
  const unheeded = HEEDED_OR_REFUSED.find(
    ([name, key]) => header(key) !== undefined && !(name in headers.fields),
  )?.[0];
  if (unheeded === undefined) return;
  throw new MalformedRequestError(`This operation does not support ${unheeded}: leave the header out.`);
}

/** The name of each header, and the same in lower case. */
const HEEDED_OR_REFUSED = [...Object.keys(preconditions.fields), 'Idempotency-Key'].map(
  (name) => [name, name.toLowerCase()] as const,
);

/** @throws `invalid-request`, with all violations of all parts. */
function readInput(operation: Operation, call: Call) {
  const { body } = call;
  const query = readQuery(call.querystring, operation.query);
  const headers = readHeaders(operation, call);
  const parts: RequestPart[] = [
    { value: query.value, schema: operation.query, pointer: ([name]) => `?${name}` },
    { value: headers, schema: operation.headers, pointer: ([name = '']) => name },
  ];
  if (operation.body !== null) {
    parts.push({ value: body, schema: operation.body.schema, pointer: jsonPointer });
  }
  requireValidParts(parts, query.violations);
  return { query: query.value, headers, body };
}

/** Returns the headers that the operation reads, with the names of its schema. */
function readHeaders({ headers }: Operation, { header }: Call): Readonly<Record<string, unknown>> {
  const names = Object.keys(headers.fields);
  const sent = names.flatMap((name) => {
    const value = header(name.toLowerCase());
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(sent);
}

/** Replaces the advice to read again, which does not help if a proxy weakened the tag (RFC 9110 section 13.1.1). */
function explained(error: unknown, { header }: Call): unknown {
  const isWeak = error instanceof PreconditionFailedError && namesWeakTagsOnly(header('if-match') ?? '');
  return isWeak ? new PreconditionFailedError(WEAK_TAG_DETAIL) : error;
}

const WEAK_TAG_DETAIL =
  'If-Match never matches a weak tag. This server sends strong ETags; one that begins with W/ was weakened by a proxy that compresses answers. Request them without Accept-Encoding, or configure the proxy to keep the tags.';

/** An answer as it is sent. */
export interface Rendered {
  readonly status: number;
  readonly headers: { readonly Location?: string; readonly ETag?: string };
  /** The body; `undefined` if there is none. */
  readonly text: string | undefined;
}

export function rendered({ responses }: Operation, answer: Answer, prefix: string): Rendered {
  const { status, location, body } = answer;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const hasTag = text !== undefined && responses[status]?.headers?.includes('ETag') === true;
  return {
    status,
    headers: {
      ...(location === undefined ? {} : { Location: `${prefix}${location}` }),
      ...(hasTag ? { ETag: entityTagOf(text) } : {}),
    },
    text,
  };
}
