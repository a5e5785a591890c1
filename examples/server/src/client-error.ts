import { problemOfStatus, type Problem } from '@bailiwick/http-koa/problem';
import helmet from 'helmet';
import { IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PREFIX } from './prefix.js';
import { securityHeaders } from './security-headers.js';

const MALFORMED = 'This is not a valid HTTP request.';

const STATUS_AND_DETAIL: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The request line and the header fields may have 16 KiB together.'],
};

/**
 * What Node's HTTP parser refuses never becomes a request that middleware could see. It is answered like
 * everything else here, with a problem document and the security headers, and the connection is closed.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!(socket instanceof Socket) || !socket.writable || hasBegunToAnswer(socket)) {
    socket.destroy();
    return;
  }
  const [status, detail] = STATUS_AND_DETAIL[error.code ?? ''] ?? [400, MALFORMED];
  socket.write(rawAnswer(problemOfStatus(status, detail, { typePrefix: PREFIX })));
  socket.destroySoon();
}

function rawAnswer({ status, headers, body }: Problem): string {
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

/**
 * A second answer in the middle of the first would corrupt it. Node's own handler looks at the same
 * member (`socketOnError` in lib/_http_server.js); there is no public way to ask.
 */
function hasBegunToAnswer(socket: Socket): boolean {
  const inProgress = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
  return inProgress?.headersSent === true;
}
