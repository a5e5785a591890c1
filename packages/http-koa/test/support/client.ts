import { signRequest, type SigningKey } from '@bailiwick/http-koa/sign-request';

/** Parsed JSON, which tests compare with their expectations. */
// oxlint-disable-next-line typescript/no-explicit-any -- a path into it reads better than a cast at every step
export type Json = any;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface Call {
  /** Sent as JSON; a string or bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of the API with one credential, or with none. Paths are below `/v1`. */
export interface Client {
  readonly authorization: string | null;
  call(method: string, path: string, call?: Call): Promise<Reply>;
  get(path: string, headers?: Call['headers']): Promise<Reply>;
  post(path: string, body: unknown, headers?: Call['headers']): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  patch(path: string, body: unknown, headers?: Call['headers']): Promise<Reply>;
  delete(path: string): Promise<Reply>;
}

/** The credential that a client sends with every request; by default none. */
export interface Credential {
  readonly authorization?: string | null;
  readonly signingKey?: SigningKey;
}

export function client(url: string, credential: Credential): Client {
  const { authorization = null, signingKey } = credential;

  async function call(method: string, path: string, { body, headers = {} }: Call = {}): Promise<Reply> {
    const request = {
      method,
      url: `${url}/v1${path}`,
      headers: {
        ...(authorization === null ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asSent(body) }),
    };
    const signed = signingKey === undefined ? request.headers : await signRequest(request, signingKey);
    const response = await fetch(request.url, { ...request, headers: signed });
    const text = await response.text();
    const { status, headers: received } = response;
    return { status, headers: received, text, body: text === '' ? undefined : JSON.parse(text) };
  }

  return {
    authorization,
    call,
    get: (path, headers = {}) => call('GET', path, { headers }),
    post: (path, body, headers = {}) => call('POST', path, { body, headers }),
    put: (path, body) => call('PUT', path, { body }),
    patch: (path, body, headers = {}) => call('PATCH', path, { body, headers }),
    delete: (path) => call('DELETE', path),
  };
}

function asSent(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body);
}
