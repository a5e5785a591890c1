import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** ReadyForQuery outside a transaction, which PostgreSQL sends after it has committed. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

interface Cut {
  /** A part of the statement at which to cut. */
  readonly text: string;
  /** Is the statement itself lost, or only its answer? */
  readonly loses: 'request' | 'answer';
  readonly done: () => void;
}

/** The directions that lose their data while the connection stays open. */
interface Swallowed {
  readonly requests: boolean;
  readonly answers: boolean;
}

interface State {
  isRefusing: boolean;
  swallowed: Swallowed;
  cut: Cut | null;
}

/** Forwards connections to PostgreSQL, and can interrupt them. */
export class TcpProxy {
  /** The URL of the database through the proxy. */
  readonly url: string;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #state: State;

  private constructor(url: string, server: Server, sockets: Set<Socket>, state: State) {
    this.url = url;
    this.#server = server;
    this.#sockets = sockets;
    this.#state = state;
  }

  static async to(databaseUrl: string): Promise<TcpProxy> {
    const target = new URL(databaseUrl);
    const sockets = new Set<Socket>();
    const state: State = { isRefusing: false, swallowed: { requests: false, answers: false }, cut: null };
    const track = (socket: Socket) => {
      sockets.add(socket);
      // Errors are expected, since cutting connections is the purpose of this proxy.
      socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    };
    const server = createServer((inbound) => {
      track(inbound);
      if (state.isRefusing) {
        inbound.destroy();
        return;
      }
      const outbound = connect(Number(target.port || 5432), target.hostname);
      track(outbound);
      bridge(inbound, outbound, state);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    return new TcpProxy(url.href, server, sockets, state);
  }

  /** Behaves like a database that is not running. */
  refuse(): void {
    this.#state.isRefusing = true;
    this.#cutAll();
  }

  /** Behaves like a network that swallows everything: connections stay open, but no answers come. */
  fallSilent(): void {
    this.swallow({ requests: true, answers: true });
  }

  /** Begins or stops swallowing in either direction. */
  swallow(what: Partial<Swallowed>): void {
    this.#state.swallowed = { ...this.#state.swallowed, ...what };
  }

  /**
   * Cuts the connection once, at the next statement with this text: either before the statement reaches the database,
   * or after the database has executed it and before the answer arrives. Resolves when the connection has been cut.
   */
  cutAt(text: string, loses: Cut['loses']): Promise<void> {
    return new Promise((done) => {
      this.#state.cut = { text, loses, done };
    });
  }

  /** Cuts the existing connections; new ones work again. */
  restore(): void {
    this.#state.isRefusing = false;
    this.swallow({ requests: false, answers: false });
    this.#cutAll();
  }

  close(): void {
    this.#server.close();
    this.#cutAll();
  }

  #cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

function bridge(inbound: Socket, outbound: Socket, state: State): void {
  let cutting: Cut | null = null;
  const hangUp = ({ done }: Cut) => {
    inbound.destroy();
    done();
  };
  inbound.on('data', (data) => {
    if (state.swallowed.requests) return;
    if (state.cut !== null && data.includes(state.cut.text)) {
      cutting = state.cut;
      state.cut = null;
      if (cutting.loses === 'request') return hangUp(cutting);
    }
    outbound.write(data);
  });
  outbound.on('data', (data) => {
    if (state.swallowed.answers) return;
    if (cutting === null) inbound.write(data);
    else if (data.includes(READY)) hangUp(cutting);
  });
  inbound.once('close', () => outbound.destroy());
  outbound.once('close', () => inbound.destroy());
}
