import type { IncomingMessage } from 'node:http';
import { parse } from 'content-type';
import getRawBody from 'raw-body';
import secureJson from 'secure-json-parse';
import { MalformedRequestError } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import { jsonStructureProblem } from './json-structure.js';
import { jsonSyntaxProblem } from './json-syntax-problem.js';
import { requireFraming } from './framing.js';

/** The default limit; every request of this API is far smaller. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * The time that a body may take to arrive. Callers are authenticated before their body is read, so a request that is
 * held open would keep an outdated decision. A body of the largest size takes 5 s at 13 KB/s, slower than any phone.
 */
const BODY_TIMEOUT_MS = 5_000;

export interface BodyBounds {
  /** The largest body, in bytes. */
  readonly limitBytes: number;
  /** The time that it may take to arrive, in milliseconds; by default 5,000. */
  readonly timeoutMs?: number | undefined;
}

export interface ReadBodyOptions extends BodyBounds {
  /** The media types that the route accepts, in lower case; any other is refused. */
  readonly mediaTypes: readonly string[];
  /** Called with the bytes before they are parsed, by default not at all; throws an error to refuse the request. */
  readonly requireBytes?: ((bytes: Uint8Array) => void) | undefined;
}

/**
 * Reads the body as JSON. It is strict, because lenient parsers have accepted requests that a proxy in front had read
 * differently: it accepts one charset, no compression, no repeated member, and no prototype keys.
 *
 * A host's own routes can use it too, instead of a body parser.
 *
 * @throws `unsupported-media-type`, `payload-too-large`, `request-timeout`, `malformed-request`, and the errors of
 * `requireBytes`
 *
 * @example
 * const body = await readBody(request, { mediaTypes: ['application/json'], limitBytes: 65_536 });
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<unknown> {
  requireMediaType(request, options.mediaTypes);
  requireNoCompression(request);
  const bytes = await readBytes(request, options);
  options.requireBytes?.(bytes);
  return parseJson(decodeUtf8(bytes));
}

/** The names of UTF-8 and of its subset ASCII. JSON has no other charset (RFC 8259 section 8.1). */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

function requireMediaType(request: IncomingMessage, mediaTypes: readonly string[]): void {
  const { type, parameters } = parse(request.headers['content-type'] ?? '');
  const { charset = 'utf-8' } = parameters;
  if (mediaTypes.includes(type) && UTF_8.has(charset.toLowerCase())) return;
  const supported = mediaTypes.join(', ');
  const problem = mediaTypes.includes(type)
    ? 'The body must be in UTF-8, but its Content-Type names another charset.'
    : `The body must be of type ${supported}, but its Content-Type ${type === '' ? 'is missing' : 'names another one'}.`;
  throw new HttpRefusal('unsupported-media-type', problem, {
    // RFC 5789 section 2.2 for PATCH, RFC 9110 section 12.5.1 for the others.
    [request.method === 'PATCH' ? 'Accept-Patch' : 'Accept']: supported,
  });
}

/** Compression is refused: bodies are small, and decompression would make it harder to limit their bytes. */
function requireNoCompression({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new HttpRefusal('unsupported-media-type', 'The body must be sent without a content encoding.', {
    'Accept-Encoding': 'identity',
  });
}

/** @throws `payload-too-large`, `request-timeout`, `malformed-request` */
export async function readBytes(
  request: IncomingMessage,
  { limitBytes, timeoutMs = BODY_TIMEOUT_MS }: BodyBounds,
): Promise<Buffer> {
  requireFraming(request);
  const length = request.headers['content-length'] ?? null;
  const arriving = getRawBody(request, { limit: limitBytes, length });
  try {
    // Most bodies have arrived by the time the caller is authenticated, and need no timer.
    return await (request.complete ? arriving : within(timeoutMs, arriving));
  } catch (error) {
    const type = error instanceof Error && 'type' in error ? error.type : null;
    if (type === 'entity.too.large') {
      throw new HttpRefusal('payload-too-large', `The body must have at most ${limitBytes} bytes.`);
    }
    // The client disconnected or sent invalid chunks, which is no failure of the server.
    if (type === 'stream.not.readable' || request.destroyed) {
      throw new MalformedRequestError('The body could not be read completely.');
    }
    throw error;
  }
}

/** @throws `request-timeout` */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Data that arrived while this process was busy is read before the request is refused.
    timer = setTimeout(() => setImmediate(() => reject(bodyTimeout(timeoutMs))), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Closes the connection, because the rest of the body would be taken for the next request. */
function bodyTimeout(timeoutMs: number): HttpRefusal {
  const detail = `The body did not arrive within ${timeoutMs} ms.`;
  return new HttpRefusal('request-timeout', detail, { Connection: 'close' });
}

const UTF_8_DECODER = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF_8_DECODER.decode(bytes);
  } catch {
    throw new MalformedRequestError('The body must be valid UTF-8.');
  }
}

function parseJson(text: string): unknown {
  const problem = jsonStructureProblem(text);
  if (problem !== null) throw new MalformedRequestError(`The body ${problem}`);
  const value: unknown = secureJson.safeParse(text);
  // The parser's own message would quote the body, which may contain a password.
  if (value === undefined) throw new MalformedRequestError(`The body ${jsonSyntaxProblem(text)}`);
  if (value === null && text.trim() !== 'null') {
    throw new MalformedRequestError(
      'The body must not have a member "__proto__", nor "constructor" with a "prototype".',
    );
  }
  return value;
}
