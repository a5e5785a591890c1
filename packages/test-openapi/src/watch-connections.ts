import { Socket } from 'node:net';
import type { Exchange } from './exchange.js';
import { readAnswer, readRequest } from './read-messages.js';

export interface WatchedExchange extends Exchange {
  /** The port of the server on this machine that answered. */
  readonly port: number | undefined;
}

/**
 * Calls `look` with every answer that this process receives over HTTP/1.1, whether `fetch`, `http.request` or a test
 * that writes to a socket sent the request. All connections pass through here, so that no test can forget to check
 * its answers.
 */
export function watchConnections(look: (exchange: WatchedExchange) => void): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the socket as `this` below
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...args: never[]) {
    watch(this, look);
    return Reflect.apply(connect, this, args);
  } as typeof connect;
}

/** The argument of `_writev`, which streams implement and Node.js calls. */
type Chunks = readonly { readonly chunk: Buffer; readonly encoding: BufferEncoding }[];

function watch(socket: Socket, look: (exchange: WatchedExchange) => void): void {
  const connection = new Connection((exchange) => look({ ...exchange, port: socket.remotePort }));
  const push = socket.push.bind(socket);
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, done) => {
    connection.sent(asBuffer(chunk, encoding));
    write(chunk, encoding, done);
  };
  socket._writev = (chunks, done) => {
    for (const { chunk, encoding } of chunks as Chunks) connection.sent(asBuffer(chunk, encoding));
    writev?.(chunks, done);
  };
  socket.push = (chunk, encoding) => {
    if (chunk === null) connection.ended();
    else connection.received(asBuffer(chunk, encoding));
    return push(chunk, encoding);
  };
}

function asBuffer(chunk: Buffer | string, encoding: BufferEncoding | undefined): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
}

const NOTHING = Buffer.alloc(0);
const HTTP = 'HTTP/1.';

/** The bytes of one connection that do not form a complete exchange yet. */
class Connection {
  readonly #look: (exchange: Exchange) => void;
  #sent: Buffer = NOTHING;
  /** The bytes still to come of a request that was answered before it was sent completely. */
  #bytesToSkip = 0;
  #received: Buffer = NOTHING;
  /** `false` for connections that speak another protocol, such as those to a database. */
  #isHttp = true;

  constructor(look: (exchange: Exchange) => void) {
    this.#look = look;
  }

  sent(bytes: Buffer): void {
    if (!this.#isHttp) return;
    this.#sent = Buffer.concat([this.#sent, bytes.subarray(this.#bytesToSkip)]);
    this.#bytesToSkip = Math.max(0, this.#bytesToSkip - bytes.length);
  }

  received(bytes: Buffer): void {
    if (!this.#isHttp) return;
    this.#received = Buffer.concat([this.#received, bytes]);
    const start = this.#received.toString('latin1', 0, HTTP.length);
    if (start === HTTP.slice(0, start.length)) this.#tell(false);
    else this.#giveUp();
  }

  ended(): void {
    if (this.#isHttp) this.#tell(true);
    this.#giveUp();
  }

  #tell(hasEnded: boolean): void {
    for (;;) {
      const request = readRequest(this.#sent);
      const { method = '', target = '', sent, length = null } = request ?? {};
      const answer = readAnswer(this.#received, { isOfHead: method === 'HEAD', hasEnded });
      if (answer === null) return;
      this.#received = this.#received.subarray(answer.length);
      // 100 Continue is not the answer yet.
      if (answer.status < 200) continue;
      const { status, headers, text } = answer;
      this.#look({ method, path: pathOf(target), status, headers, text, sent });
      // The end of that request is unknown, and so is the request of the next answer.
      if (length === null) return this.#giveUp();
      this.#bytesToSkip = Math.max(0, length - this.#sent.length);
      this.#sent = this.#sent.subarray(length);
    }
  }

  #giveUp(): void {
    this.#isHttp = false;
    this.#sent = NOTHING;
    this.#received = NOTHING;
  }
}

/** Returns the path of a target, which may be in absolute form (RFC 9112 section 3.2.2). */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '');
}
