import type { IncomingMessage } from 'node:http';
import type { InnerList, Item, Parameters } from 'structured-headers';
import { InvalidSignatureError, MalformedRequestError, type RequestSignature } from '@bailiwick/core';
import type { SignatureReader, SignedRequest } from '../signed-request.js';
import { contentDigest } from './content-digest.js';
import { signatureBase, type Component } from './signature-base.js';
import { parseOnlyMember } from './structured-fields.js';

export interface RequestSignaturesOptions {
  /**
   * The host that clients sign for, e.g. `api.example.com`, with its port unless it is the default one. By default, it
   * is the `Host` header as received, which is right only without a proxy in front. A signature is then also valid for
   * every other host name of this server.
   */
  readonly authority?: string | undefined;
}

/**
 * Is this a host, with or without a port, in the form of `@authority`?
 *
 * @example
 * console.log(isAuthority('api.example.com')); // true
 */
export function isAuthority(text: string): boolean {
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(text);
}

/** The purpose of the signature, so that one made for another service is refused here. */
const TAG = 'bailiwick';
const ALGORITHM = 'ed25519';

const ALWAYS_COVERED = ['@method', '@authority', '@path', '@query'];
const COVERED_WITH_BODY = ['content-digest', 'content-type'];
/** The headers that affect a command, which must be signed if they are sent. */
const COVERED_WHEN_SENT = ['idempotency-key', 'if-match', 'if-none-match'];

/** Far more than a signature needs; longer headers are not even parsed. */
const SIGNATURE_INPUT_LENGTH_MAX = 2048;

/**
 * Reads signed requests (RFC 9421, with `Content-Digest` of RFC 9530), as `docs/signed-requests.md` describes them.
 * `authenticate` then checks the signature, its key, its time and its nonce.
 *
 * @throws {TypeError} if the authority is invalid.
 *
 * @example
 * const signatures = requestSignatures({ authority: 'api.example.com' });
 * app.use(createRouter(bailiwick, { signatures }).routes());
 */
export function requestSignatures({ authority }: RequestSignaturesOptions = {}): SignatureReader {
  if (authority !== undefined && !isAuthority(authority)) {
    throw new TypeError(
      'authority must be a host like "api.example.com", with its port if it has another one.',
    );
  }
  return (request, target) => {
    const input = singleHeader(request, 'signature-input');
    const signature = singleHeader(request, 'signature');
    if (input === null && signature === null) return null;
    if (request.headers.authorization !== undefined) {
      throw new MalformedRequestError('Send an Authorization header or a signature, not both.');
    }
    if (input === null || signature === null) throw new InvalidSignatureError();
    const asked = readTarget(request, target);
    const host = withoutDefaultPort(
      authority ?? asked.authority,
      authority === undefined ? asked.scheme : null,
    );
    return readSignedRequest({ request, target: asked.target, authority: host }, input, signature);
  };
}

interface Target {
  /** The scheme; `null` if it is unknown, since a proxy in front may have terminated TLS. */
  readonly scheme: string | null;
  readonly authority: string;
  /** The path and the query, as received. */
  readonly target: string;
}

const ABSOLUTE_FORM = /^(https?):\/\/([^/?#]*)(.*)$/is;

/** Reads the target; in absolute form, it takes precedence over `Host` (RFC 9112 section 3.2.2). */
function readTarget({ headers, socket }: IncomingMessage, target: string): Target {
  const [, scheme, authority, rest] = ABSOLUTE_FORM.exec(target) ?? [];
  if (scheme === undefined || authority === undefined || rest === undefined) {
    return { scheme: 'encrypted' in socket ? 'https' : null, authority: headers.host ?? '', target };
  }
  // An empty path counts as "/" (RFC 9421 section 2.2.6).
  return { scheme: scheme.toLowerCase(), authority, target: rest.startsWith('/') ? rest : `/${rest}` };
}

const DEFAULT_PORTS: Readonly<Record<string, RegExp>> = { http: /:80$/, https: /:443$/ };

/**
 * Returns the authority in lower case and without the default port of its scheme (RFC 9421 section 2.2.3). If the
 * scheme is unknown, both default ports are removed, since `http` is not used on port 443.
 */
function withoutDefaultPort(authority: string, scheme: string | null): string {
  const port = DEFAULT_PORTS[scheme ?? ''] ?? /:(?:80|443)$/;
  return authority.toLowerCase().replace(port, '');
}

interface Message {
  readonly request: IncomingMessage;
  readonly target: string;
  readonly authority: string;
}

function readSignedRequest(message: Message, input: string, signatureHeader: string): SignedRequest {
  if (input.length > SIGNATURE_INPUT_LENGTH_MAX) throw new InvalidSignatureError();
  const [label, member] = parseOnlyMember(input);
  const [signatureLabel, [signature]] = parseOnlyMember(signatureHeader);
  if (!isInnerList(member) || signatureLabel !== label || !(signature instanceof ArrayBuffer))
    throw new InvalidSignatureError();
  const [items, parameters] = member;
  const names = items.map(componentName);
  requireCoverage(names, message.request);
  const components = names.map((name): Component => [name, componentValue(name, message)]);
  const signatureParams = input.slice(`${label}=`.length);
  return {
    signature: {
      ...readParameters(parameters),
      base: Buffer.from(signatureBase(components, signatureParams), 'latin1'),
      signature: new Uint8Array(signature),
    },
    requireBody: bodyCheck(new Map(components)),
  };
}

function isInnerList(member: Item | InnerList): member is InnerList {
  return Array.isArray(member[0]);
}

/** Refuses components with parameters, which select a different value or message and are not needed here. */
function componentName([name, parameters]: Item): string {
  if (typeof name !== 'string' || parameters.size > 0) throw new InvalidSignatureError();
  return name;
}

function requireCoverage(names: readonly string[], request: IncomingMessage): void {
  const covered = new Set(names);
  const needed = [
    ...ALWAYS_COVERED,
    ...(hasBody(request) ? COVERED_WITH_BODY : []),
    ...COVERED_WHEN_SENT.filter((name) => name in request.headers),
  ];
  // No component may occur twice (RFC 9421 section 2.5).
  if (covered.size < names.length || !needed.every((name) => covered.has(name)))
    throw new InvalidSignatureError();
}

/** Does the request have a body? One of these headers says so (RFC 9112 section 6). */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function componentValue(name: string, { request, target, authority }: Message): string {
  const value = name.startsWith('@')
    ? derivedValue(name, request, target, authority)
    : singleHeader(request, name);
  // A line break, or a character that depends on the encoding, would make the signature base ambiguous.
  if (value === null || !/^[\t\x20-\x7e]*$/.test(value)) throw new InvalidSignatureError();
  return value;
}

/** Returns the value of a component (RFC 9421 section 2.2). The path and the query are as received, not rewritten. */
function derivedValue(
  name: string,
  request: IncomingMessage,
  target: string,
  authority: string,
): string | null {
  const question = target.indexOf('?');
  switch (name) {
    case '@method':
      return request.method ?? null;
    case '@authority':
      return authority;
    case '@path':
      return target.startsWith('/') ? target.slice(0, question < 0 ? undefined : question) : null;
    case '@query':
      return question < 0 ? '?' : target.slice(question);
    default:
      return null;
  }
}

/** Reads a header; `null` if it was not sent. A header that was sent twice has no single value to sign. */
function singleHeader({ rawHeaders }: IncomingMessage, name: string): string | null {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
  if (values.length > 1) throw new InvalidSignatureError();
  return values[0] ?? null;
}

function readParameters(parameters: Parameters): Omit<RequestSignature, 'base' | 'signature'> {
  const algorithm = parameters.get('alg') ?? ALGORITHM;
  if (algorithm !== ALGORITHM || parameters.get('tag') !== TAG) throw new InvalidSignatureError();
  return {
    keyId: text(parameters.get('keyid')),
    nonce: text(parameters.get('nonce')),
    createdAt: seconds(parameters.get('created')),
    expiresAt: seconds(parameters.get('expires')),
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new InvalidSignatureError();
  return value;
}

/** Requires an integer. `1.0` was refused before, because it is not the canonical form of a number. */
function seconds(value: unknown): Date {
  if (!Number.isInteger(value)) throw new InvalidSignatureError();
  return new Date((value as number) * 1000);
}

function bodyCheck(components: ReadonlyMap<string, string>): (bytes: Uint8Array) => void {
  const digest = components.get('content-digest');
  if (digest !== undefined) return contentDigest(digest);
  return (bytes) => {
    if (bytes.length > 0) throw new InvalidSignatureError();
  };
}
