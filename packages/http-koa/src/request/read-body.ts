import type { IncomingMessage } from 'node:http';
import contentType from 'content-type';
import getRawBody from 'raw-body';
import secureJson from 'secure-json-parse';
import { MalformedRequestError } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import { jsonStructureProblem } from './json-structure.js';
import { requireKnownCoding } from './require-known-coding.js';

/** Every request of this API is far smaller. */
export const BODY_LIMIT_BYTES = 64 * 1024;

export interface ReadBodyOptions {
  readonly limitBytes: number;
  readonly mediaTypes: readonly string[];
  /** Told the bytes before anything is made of them; throws what the request is refused with. */
  readonly requireBytes?: ((bytes: Uint8Array) => void) | undefined;
}

/**
 * The body as JSON. Strict where lenient parsers have let requests through that something in front of
 * them had read otherwise: one charset, no compression, no second member of a name, no prototype keys.
 *
 * For a host's own routes too, in place of a body parser.
 *
 * @throws `unsupported-media-type`, `payload-too-large`, `malformed-request`, and what `requireBytes` throws
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<unknown> {
  requireMediaType(request, options.mediaTypes);
  requireNoCompression(request);
  const bytes = await readBytes(request, options.limitBytes);
  options.requireBytes?.(bytes);
  return parseJson(decodeUtf8(bytes));
}

function requireMediaType(request: IncomingMessage, mediaTypes: readonly string[]): void {
  const given = parseContentType(request);
  const { charset = 'utf-8' } = given?.parameters ?? {};
  if (given !== null && mediaTypes.includes(given.type) && charset.toLowerCase() === 'utf-8') return;
  const supported = mediaTypes.join(', ');
  throw new HttpRefusal('unsupported-media-type', `The body must be in UTF-8 and of type ${supported}.`, {
    // RFC 5789 section 2.2 for PATCH, RFC 9110 section 12.5.1 for the others.
    [request.method === 'PATCH' ? 'Accept-Patch' : 'Accept']: supported,
  });
}

function parseContentType(request: IncomingMessage): contentType.ParsedMediaType | null {
  try {
    return contentType.parse(request);
  } catch {
    // Missing, or not a media type.
    return null;
  }
}

/** Bodies are small: unpacking would only make a limit on bytes harder to keep. */
function requireNoCompression({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new HttpRefusal('unsupported-media-type', 'The body must be sent without a content encoding.', {
    'Accept-Encoding': 'identity',
  });
}

/** @throws `payload-too-large`, `malformed-request` */
export async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  requireKnownCoding(request);
  try {
    const length = request.headers['content-length'] ?? null;
    return await getRawBody(request, { limit: limitBytes, length });
  } catch (error) {
    const type = error instanceof Error && 'type' in error ? error.type : null;
    if (type === 'entity.too.large') {
      throw new HttpRefusal('payload-too-large', `The body must have at most ${limitBytes} bytes.`);
    }
    // The client went away, or its chunks are none: not a failure of the server.
    if (type === 'stream.not.readable' || request.destroyed) {
      throw new MalformedRequestError('The body could not be read to its end.');
    }
    throw error;
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedRequestError('The body must be UTF-8, and these bytes are not.');
  }
}

function parseJson(text: string): unknown {
  const value = parseWithoutPrototypeKeys(text);
  const problem = jsonStructureProblem(text);
  if (problem !== null) throw new MalformedRequestError(problem);
  return value;
}

function parseWithoutPrototypeKeys(text: string): unknown {
  try {
    return secureJson.parse(text);
  } catch {
    // The parser's own message quotes the body, and there may be a password in it.
    throw new MalformedRequestError('The body must be JSON, without members like "__proto__".');
  }
}
