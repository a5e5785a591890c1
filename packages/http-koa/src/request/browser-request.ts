import type { IncomingMessage } from 'node:http';

/** A request of any framework, as far as the rules about cookies need it. */
export interface BrowserRequest {
  readonly method: string;
  /** The host that the client asked for, with its port unless it is the default one. */
  readonly host: string;
  /** Did it arrive over TLS? A proxy in front may have terminated TLS. */
  readonly isEncrypted: boolean;
  readonly header: (name: string) => string | undefined;
}

/** @param authority The host, if the one that the request names is not what the client asked for. */
export function browserRequest(
  request: IncomingMessage | Request,
  authority: string | undefined,
): BrowserRequest {
  if (isFetchRequest(request)) {
    const { host, protocol } = new URL(request.url);
    return {
      method: request.method,
      host: authority ?? host,
      isEncrypted: protocol === 'https:',
      header: (name) => request.headers.get(name) ?? undefined,
    };
  }
  const { headers, method = '', socket } = request;
  return {
    method,
    host: authority ?? headers.host ?? textOf(headers[':authority']) ?? '',
    isEncrypted: 'encrypted' in socket && socket.encrypted === true,
    header: (name) => textOf(headers[name]),
  };
}

/** Does not check the class, because frameworks have `Request` classes of their own. */
export function isFetchRequest(request: IncomingMessage | Request): request is Request {
  return typeof request.headers.get === 'function';
}

/** Joins the lines of a header that was sent several times, as RFC 9110 section 5.3 has it. */
export function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
