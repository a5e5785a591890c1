import type { Problem } from '@bailiwick/http-koa/problem';
import { STATUS_CODES } from 'node:http';
import { SECURITY_HEADERS } from './security-headers.js';

/**
 * Builds the bytes of an answer where Node offers no response object. It has the security headers of every other
 * answer, and closes the connection.
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
