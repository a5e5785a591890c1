import { problemOfStatus } from '@bailiwick/http-koa/problem';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PREFIX } from './prefix.js';
import { rawAnswer } from './raw-answer.js';
import type { UnreadRequest } from './server-watch.js';

type StatusAndDetail = readonly [status: number, detail: string];

const MALFORMED: StatusAndDetail = [400, 'This is not a valid HTTP request.'];
const UNKNOWN_METHOD: StatusAndDetail = [501, 'No resource of this server knows this method.'];

const STATUS_AND_DETAIL: Readonly<Record<string, StatusAndDetail>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The request line and the header fields may have 16 KiB together.'],
};

interface ParseError extends Error {
  readonly code?: string;
  /** The bytes that the parser received last. */
  readonly rawPacket?: Buffer;
}

/** Called with every request that the parser refuses. */
type Report = (request: UnreadRequest) => void;

/**
 * Answers a request that Node's HTTP parser refuses, which never reaches the middleware. Like every other answer, this
 * one is a problem document with a request id and the security headers. It closes the connection.
 */
export function answerClientError(error: ParseError, socket: Duplex, report: Report): void {
  if (!(socket instanceof Socket) || !socket.writable) {
    socket.destroy();
    return;
  }
  const cause = error.code ?? 'unknown';
  if (owesAnotherAnswer(socket)) endWithout(socket, statusAndDetail(error), cause, report);
  else endWith(socket, statusAndDetail(error), cause, report);
}

/** Refuses CONNECT. Node would close the connection without the answer that RFC 9110 section 15.6.2 asks for. */
export function answerConnect(_request: IncomingMessage, socket: Duplex, report: Report): void {
  // The client may disconnect while it is answered.
  socket.on('error', () => {});
  endWith(socket, UNKNOWN_METHOD, 'CONNECT', report);
}

function statusAndDetail({ code = '', rawPacket }: ParseError): StatusAndDetail {
  if (code === 'HPE_INVALID_METHOD' && isRequestLine(rawPacket)) return UNKNOWN_METHOD;
  return STATUS_AND_DETAIL[code] ?? MALFORMED;
}

/** Is the method unknown? It may be any token (RFC 9112 section 3), but the parser accepts only those of a list. */
function isRequestLine(packet: Buffer | undefined): boolean {
  const start = packet?.toString('latin1', 0, 1024) ?? '';
  return /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r\n/.test(start);
}

function endWithout(socket: Socket, [status]: StatusAndDetail, cause: string, report: Report): void {
  const { remoteAddress: clientAddress } = socket;
  report({ requestId: randomUUID(), status, cause, clientAddress, isAnswered: false });
  socket.destroy();
}

function endWith(socket: Duplex, [status, detail]: StatusAndDetail, cause: string, report: Report): void {
  const requestId = randomUUID();
  const clientAddress = socket instanceof Socket ? socket.remoteAddress : undefined;
  report({ requestId, status, cause, clientAddress, isAnswered: true });
  const problem = problemOfStatus(status, detail, { typePrefix: PREFIX });
  socket.end(rawAnswer(problem, requestId), () => socket.destroy());
}

/**
 * Is an earlier request on this connection still being answered? A second answer would corrupt the first one, or the
 * client would take it for the answer to the earlier request. Node's own handler reads the same property
 * (`socketOnError` in lib/_http_server.js); there is no public API for it.
 */
function owesAnotherAnswer(socket: Socket): boolean {
  const inProgress = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
  return inProgress != null && (inProgress.headersSent || inProgress.req.complete);
}
