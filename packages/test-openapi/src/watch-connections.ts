import { Socket } from 'node:net';
import type { Exchange } from './documented.js';
import { readAnswer, readRequest } from './read-messages.js';

export interface WatchedExchange extends Exchange {
  /** Of the server on this machine that has answered. */
  readonly port: number | undefined;
}

/**
 * Tells `look` of every answer that this process receives over HTTP/1.1, whoever has asked for it: `fetch`,
 * `http.request`, a test that writes to a socket by itself. All of them come through here, so that no test
 * can forget to have its answers looked at.
 */
export function watchConnections(look: (exchange: WatchedExchange) => void): void {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...args: never[]) {
    watch(this, look);
    return Reflect.apply(connect, this, args);
  } as typeof connect;
}

/** What a stream implements, and others call (`stream.Writable` and `stream.Readable` of Node.js). */
type Chunks = readonly { readonly chunk: Buffer; readonly encoding: BufferEncoding }[];

function watch(socket: Socket, look: (exchange: WatchedExchange) => void): void {
  const connection = new Connection((exchange) => look({ ...exchange, port: socket.remotePort }));
  const { push, _write: write, _writev: writev } = socket;
  socket._write = (chunk, encoding, done) => {
    connection.sent(asBuffer(chunk, encoding));
    Reflect.apply(write, socket, [chunk, encoding, done]);
  };
  socket._writev = (chunks, done) => {
    for (const { chunk, encoding } of chunks as Chunks) connection.sent(asBuffer(chunk, encoding));
    if (writev) Reflect.apply(writev, socket, [chunks, done]);
  };
  socket.push = (chunk, encoding) => {
    if (chunk === null) connection.ended();
    else connection.received(asBuffer(chunk, encoding));
    return Reflect.apply(push, socket, [chunk, encoding]);
  };
}

function asBuffer(chunk: Buffer | string, encoding: BufferEncoding | undefined): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
}

const NOTHING = Buffer.alloc(0);
const HTTP = 'HTTP/1.';

/** What went over one connection and is not told yet. */
class Connection {
  readonly #look: (exchange: Exchange) => void;
  #sent: Buffer = NOTHING;
  #received: Buffer = NOTHING;
  /** A database, or whatever else speaks first or answers otherwise. */
  #isHttp = true;

  constructor(look: (exchange: Exchange) => void) {
    this.#look = look;
  }

  sent(bytes: Buffer): void {
    if (this.#isHttp) this.#sent = Buffer.concat([this.#sent, bytes]);
  }

  received(bytes: Buffer): void {
    if (!this.#isHttp) return;
    this.#received = Buffer.concat([this.#received, bytes]);
    const start = this.#received.toString('latin1', 0, HTTP.length);
    this.#isHttp = start === HTTP.slice(0, start.length);
    if (this.#isHttp) this.#tell(false);
    else this.#forget();
  }

  ended(): void {
    this.#tell(true);
    this.#forget();
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
      this.#sent = length === null ? NOTHING : this.#sent.subarray(length);
      const { status, headers, text } = answer;
      this.#look({ method, path: pathOf(target), status, headers, text, sent });
    }
  }

  #forget(): void {
    this.#sent = NOTHING;
    this.#received = NOTHING;
  }
}

/** Of a target in absolute form, too (RFC 9112 section 3.2.2). */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '');
}
