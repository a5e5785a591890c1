import type { IncomingMessage } from 'node:http';
import { parse } from 'content-type';
import getRawBody from 'raw-body';
import secureJson from 'secure-json-parse';
import { MalformedRequestError } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import { jsonStructureProblem } from './json-structure.js';
import { jsonSyntaxProblem } from './json-syntax-problem.js';
import { requireFraming } from './framing.js';

/** Every request of this API is far smaller. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * How long a body may take to arrive. Who calls has been settled before it is read; a request that is held open keeps
 * what it was settled with. A body of the largest size takes 5 s at 13 KB/s, which is slower than any phone.
 */
const BODY_TIMEOUT_MS = 5_000;

export interface BodyBounds {
  readonly limitBytes: number;
  /** How long it may take to arrive; 5 s when left out. */
  readonly timeoutMs?: number | undefined;
}

export interface ReadBodyOptions extends BodyBounds {
  readonly mediaTypes: readonly string[];
  /** Called with the bytes before they are parsed; throws what the request is refused with. */
  readonly requireBytes?: ((bytes: Uint8Array) => void) | undefined;
}

/**
 * The body as JSON. Strict where lenient parsers have let requests through that something in front of
 * them had read otherwise: one charset, no compression, no second member of a name, no prototype keys.
 *
 * For a host's own routes too, in place of a body parser.
 *
 * @throws `unsupported-media-type`, `payload-too-large`, `request-timeout`, `malformed-request`, and what
 * `requireBytes` throws
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<unknown> {
  requireMediaType(request, options.mediaTypes);
  requireNoCompression(request);
  const bytes = await readBytes(request, options);
  options.requireBytes?.(bytes);
  return parseJson(decodeUtf8(bytes));
}

/** Names of UTF-8, and of what is a part of it. JSON has no other charset (RFC 8259 section 8.1). */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

function requireMediaType(request: IncomingMessage, mediaTypes: readonly string[]): void {
  const { type, parameters } = parse(request.headers['content-type'] ?? '');
  const { charset = 'utf-8' } = parameters;
  if (mediaTypes.includes(type) && UTF_8.has(charset.toLowerCase())) return;
  const supported = mediaTypes.join(', ');
  const problem = mediaTypes.includes(type)
    ? 'The body must be in UTF-8, and its Content-Type names another charset.'
    : `The body must be of type ${supported}, and its Content-Type ${type === '' ? 'is missing' : 'is another one'}.`;
  throw new HttpRefusal('unsupported-media-type', problem, {
    // RFC 5789 section 2.2 for PATCH, RFC 9110 section 12.5.1 for the others.
    [request.method === 'PATCH' ? 'Accept-Patch' : 'Accept']: supported,
  });
}

/** Bodies are small: unpacking would only make a limit on bytes harder to keep. */
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
    // Most bodies have arrived by the time the caller is known, and need no timer.
    return await (request.complete ? arriving : within(timeoutMs, arriving));
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

/** @throws `request-timeout` */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // What has arrived while this process was busy is read before the request is given up.
    timer = setTimeout(() => setImmediate(() => reject(bodyTimeout(timeoutMs))), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The connection is closed with it: what comes of the body later would be taken for the next request. */
function bodyTimeout(timeoutMs: number): HttpRefusal {
  const detail = `The body must arrive within ${timeoutMs} ms, and did not.`;
  return new HttpRefusal('request-timeout', detail, { Connection: 'close' });
}

const UTF_8_DECODER = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF_8_DECODER.decode(bytes);
  } catch {
    throw new MalformedRequestError('The body must be UTF-8, and these bytes are not.');
  }
}

function parseJson(text: string): unknown {
  const problem = jsonStructureProblem(text);
  if (problem !== null) throw new MalformedRequestError(`The body ${problem}`);
  const value: unknown = secureJson.safeParse(text);
  // The parser's own message quotes the body, and there may be a password in it.
  if (value === undefined) throw new MalformedRequestError(`The body ${jsonSyntaxProblem(text)}`);
  if (value === null && text.trim() !== 'null') {
    throw new MalformedRequestError(
      'The body must not have a member "__proto__", nor "constructor" with a "prototype".',
    );
  }
  return value;
}
