import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Sends exactly these lines, which `fetch` might not send, and returns the whole answer without the header that
 * contains the time.
 */
export async function rawRequest(port: number, lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`, 'latin1');
  const answer = await text(socket.setEncoding('latin1'));
  return answer.replace(/^Date: .*\r\n/m, '');
}

/** Reads the status of a whole answer. */
export function statusOf(answer: string): number {
  return Number(answer.split(' ', 2)[1]);
}
