/// <reference types="node" preserve="true" />
import { createHash, createPrivateKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { signatureBase, type Component } from './signatures/signature-base.js';

export interface RequestToSign {
  /** The method; by default `GET`. */
  readonly method?: string;
  readonly url: string | URL;
  /** The other headers of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The exact body that will be sent. */
  readonly body?: string | Uint8Array | undefined;
}

export interface SigningKey {
  /** The `id` that the API returned when the public key was registered. */
  readonly keyId: string;
  /** The private Ed25519 key, or its text as PKCS #8 in PEM. */
  readonly privateKey: KeyObject | string;
}

export interface SignOptions {
  /** The time that the request may take to arrive, in seconds; by default 60, and at most 300. */
  readonly ttlSeconds?: number;
  /** The time of the signature; by default now. */
  readonly createdAt?: Date;
  /** The nonce, which the server accepts only once; by default random. */
  readonly nonce?: string;
}

const TTL_SECONDS = 60;
const NONCE_BYTES = 18;
/** The headers that the server requires to be signed if they are sent. */
const COVERED_HEADERS = ['content-digest', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'];

const signAsync = promisify<null, Uint8Array, KeyObject, Buffer>(sign);

/**
 * Signs a request and returns all of its headers in lower case, including the given ones. A body without a given type
 * is sent as JSON. A signature is valid only once, so sign again before you repeat a request.
 *
 * @throws {TypeError} if the key is not a private Ed25519 key.
 *
 * @example
 * const request = { method: 'POST', url: `${api}/v1/resources`, body: '{"name":"orders"}' };
 * const headers = await signRequest(request, { keyId, privateKey });
 * const response = await fetch(request.url, { ...request, headers });
 */
export async function signRequest(
  request: RequestToSign,
  { keyId, privateKey }: SigningKey,
  options: SignOptions = {},
): Promise<Record<string, string>> {
  if (typeof keyId !== 'string' || keyId === '')
    throw new TypeError('keyId must be the id of an access key.');
  const headers = headersOf(request);
  const components = coveredComponents(request, headers);
  const signatureParams = describe(components, keyId, options);
  const base = Buffer.from(signatureBase(components, signatureParams), 'latin1');
  const signature = await signAsync(null, base, importKey(privateKey));
  return {
    ...headers,
    'signature-input': `sig=${signatureParams}`,
    signature: `sig=:${signature.toString('base64')}:`,
  };
}

function headersOf({ headers = {}, body = '' }: RequestToSign): Record<string, string> {
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]),
  );
  if (body.length === 0) return given;
  const digest = createHash('sha256').update(body).digest('base64');
  return { 'content-type': 'application/json', ...given, 'content-digest': `sha-256=:${digest}:` };
}

function coveredComponents(
  { method = 'GET', url }: RequestToSign,
  headers: Record<string, string>,
): Component[] {
  const { host, pathname, search } = new URL(url);
  const covered = COVERED_HEADERS.flatMap((name): Component[] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  return [
    ['@method', method.toUpperCase()],
    ['@authority', host],
    ['@path', pathname],
    ['@query', search === '' ? '?' : search],
    ...covered,
  ];
}

/** Makes the inner list of the covered components with its parameters (RFC 9421 section 2.3). */
function describe(components: readonly Component[], keyId: string, options: SignOptions): string {
  const { ttlSeconds = TTL_SECONDS, createdAt = new Date() } = options;
  const { nonce = randomBytes(NONCE_BYTES).toString('base64url') } = options;
  const created = Math.floor(createdAt.getTime() / 1000);
  const names = components.map(([name]) => `"${name}"`).join(' ');
  const times = `created=${created};expires=${created + ttlSeconds}`;
  return `(${names});${times};keyid="${keyId}";nonce="${nonce}";tag="bailiwick"`;
}

function importKey(privateKey: KeyObject | string): KeyObject {
  const key = typeof privateKey === 'string' ? readKey(privateKey) : privateKey;
  if (key?.type === 'private' && key.asymmetricKeyType === 'ed25519') return key;
  throw new TypeError('privateKey must be a private Ed25519 key, or its text as PKCS #8 in PEM.');
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
