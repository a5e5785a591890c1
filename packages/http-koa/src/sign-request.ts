import { createHash, createPrivateKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { signatureBase, type Component } from './signatures/signature-base.js';

export interface RequestToSign {
  /** `GET` when left out. */
  readonly method?: string;
  readonly url: string | URL;
  /** Others that the request will be sent with. */
  readonly headers?: Readonly<Record<string, string>>;
  /** As it will be sent, to the byte. */
  readonly body?: string | Uint8Array | undefined;
}

export interface SigningKey {
  /** The `id` that registering the public key was answered with. */
  readonly keyId: string;
  /** Ed25519; PKCS #8 in PEM when it is text. */
  readonly privateKey: KeyObject | string;
}

export interface SignOptions {
  /** How long the request may be under way; 60 when left out, 300 at most. */
  readonly ttlSeconds?: number;
  /** Now, when left out. */
  readonly createdAt?: Date;
  /** Random, when left out: the server takes each once. */
  readonly nonce?: string;
}

const TTL_SECONDS = 60;
const NONCE_BYTES = 18;
/** Signed when they are sent, as the server asks for. */
const COVERED_HEADERS = ['content-digest', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'];

const signAsync = promisify<null, Uint8Array, KeyObject, Buffer>(sign);

/**
 * All headers to send a request with, in lower case: those that were given, and the signature. A body of
 * no stated type is JSON. A signature is good once: sign again before repeating a request.
 *
 * @throws {TypeError} a key that is not a private Ed25519 key.
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

/** The inner list of the covered components and its parameters (RFC 9421 section 2.3). */
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
  throw new TypeError('privateKey must be a private Ed25519 key, PKCS #8 in PEM when it is text.');
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
