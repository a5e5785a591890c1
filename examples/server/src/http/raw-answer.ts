import type { Problem } from '@bailiwick/http-koa/problem';
import { STATUS_CODES } from 'node:http';
import { SECURITY_HEADERS } from './security-headers.js';

/**
 * An answer as bytes, where Node has no response to offer: with the security headers that every other
 * answer has, and the end of the connection.
 */
export function rawAnswer({ status, headers, body }: Problem, requestId: string): string {
  const text = JSON.stringify(body);
  const fields = {
    ...SECURITY_HEADERS,
    ...headers,
    'X-Request-Id': requestId,
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
    Date: new Date().toUTCString(),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${String(value)}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n');
}
