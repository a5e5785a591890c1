import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** ReadyForQuery, outside of any transaction: what PostgreSQL says when a COMMIT, or a statement that is its own, has held. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

interface Cut {
  /** Part of a statement. */
  readonly text: string;
  /** Does the statement not arrive any more, or does only its answer not? */
  readonly loses: 'request' | 'answer';
  readonly done: () => void;
}

/** What does not arrive, without the connection being cut. */
interface Swallowed {
  readonly requests: boolean;
  readonly answers: boolean;
}

interface State {
  isRefusing: boolean;
  swallowed: Swallowed;
  cut: Cut | null;
}

/** Stands in front of a PostgreSQL, and can take it away. */
export class TcpProxy {
  /** The database URL, through the proxy. */
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
      // Cut connections are what this is for.
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

  /** Like a database that is not running. */
  refuse(): void {
    this.#state.isRefusing = true;
    this.#cutAll();
  }

  /** Like a network that swallows everything: connections stay, answers do not come. */
  fallSilent(): void {
    this.swallow({ requests: true, answers: true });
  }

  /** The same in one direction, or no longer. */
  swallow(what: Partial<Swallowed>): void {
    this.#state.swallowed = { ...this.#state.swallowed, ...what };
  }

  /**
   * Cuts the connection once, at the next statement with this text: before the database has it, or when
   * the database has done it and its answer is on the way. Resolves when that has happened.
   */
  cutAt(text: string, loses: Cut['loses']): Promise<void> {
    return new Promise((done) => {
      this.#state.cut = { text, loses, done };
    });
  }

  /** Everything that was cut stays cut; new connections work again. */
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
