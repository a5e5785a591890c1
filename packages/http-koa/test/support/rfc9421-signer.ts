import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';

/**
 * Implements RFC 9421 again, from its text and with node:crypto alone, to compare the signing and the verifying code of
 * the library with it. It writes every header line itself, correct and wrong ones.
 */
export interface Draft {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  /** The headers besides `Host` and the two of the signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The components as written in the list, e.g. `"@method"`. */
  readonly components: readonly string[];
  /** The parameters after the list, e.g. `created: '1618884473'`, in this order. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly label: string;
}

/** The text of a request as it is sent. */
export interface Wire {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly lines: readonly string[];
  readonly body: string;
}

/** Appendix B.1.4. */
export const RFC_PRIVATE_KEY = createPrivateKey(
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
);

let nonces = 0;

/** Makes a valid request, signed for the present time. */
export function newDraft(keyId: string, given: Partial<Draft> = {}): Draft {
  const now = Math.floor(Date.now() / 1000);
  const body = given.body ?? '{"name":"orders"}';
  const content = { 'content-type': 'application/json', 'content-digest': digestOf(body) };
  nonces += 1;
  const draft: Draft = {
    method: 'POST',
    target: '/v1/resources',
    host: 'localhost',
    headers: body === '' ? {} : content,
    body,
    components: ['"@method"', '"@authority"', '"@path"', '"@query"'],
    parameters: {
      created: String(now),
      expires: String(now + 60),
      keyid: `"${keyId}"`,
      nonce: `"nonce-of-a-test-${nonces}"`,
      tag: '"bailiwick"',
    },
    label: 'sig1',
    ...given,
  };
  const covered = Object.keys(draft.headers).map((name) => `"${name}"`);
  return { ...draft, components: given.components ?? [...draft.components, ...covered] };
}

export function signed(draft: Draft, privateKey: KeyObject = RFC_PRIVATE_KEY): Wire {
  const { method, target, host, headers, body, label } = draft;
  const signature = sign(null, Buffer.from(baseOf(draft), 'latin1'), privateKey);
  const lines = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Signature-Input: ${label}=${signatureParams(draft)}`,
    `Signature: ${label}=:${signature.toString('base64')}:`,
  ];
  return { method, target, host, lines, body };
}

export function baseOf(draft: Draft): string {
  const lines = draft.components.map((component) => `${component}: ${valueOf(component, draft)}`);
  return [...lines, `"@signature-params": ${signatureParams(draft)}`].join('\n');
}

export function signatureParams({ components, parameters }: Draft): string {
  const list = Object.entries(parameters).map(([name, value]) => `;${name}=${value}`);
  return `(${components.join(' ')})${list.join('')}`;
}

export function digestOf(body: string, algorithm: 'sha-256' | 'sha-512' | 'md5' = 'sha-256'): string {
  return `${algorithm}=:${createHash(algorithm.replace('-', '')).update(body).digest('base64')}:`;
}

function valueOf(component: string, { method, target, host, headers }: Draft): string {
  const name = component.split(';')[0]?.replaceAll('"', '') ?? '';
  const [path = '', ...query] = target.split('?');
  switch (name) {
    case '@method':
      return method;
    case '@authority':
      return host.toLowerCase();
    case '@path':
      return path;
    case '@query':
      return `?${query.join('?')}`;
    case '@target-uri':
      return `http://${host}${target}`;
    default:
      return headers[name] ?? '';
  }
}
