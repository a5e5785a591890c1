import type { Problem } from '@bailiwick/http-koa/problem';
import helmet from 'helmet';
import { IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import { securityHeaders } from './security-headers.js';

/**
 * An answer as bytes, where Node has no response to offer: with the security headers that every other
 * answer has, and the end of the connection.
 */
export function rawAnswer({ status, headers, body }: Problem): string {
  const text = JSON.stringify(body);
  const fields = {
    ...SECURITY_HEADERS,
    ...headers,
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
    Date: new Date().toUTCString(),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${String(value)}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n');
}

/** The headers that helmet sets, taken from a response that goes nowhere. */
const SECURITY_HEADERS = (() => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(securityHeaders)(response.req, response, () => {});
  return response.getHeaders();
})();
