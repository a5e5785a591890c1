import type { ExecutionContext } from 'ava';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a server and its PostgreSQL, and can take the database away. */
export class TcpProxy {
  /** The database URL, through the proxy. */
  readonly url: string;
  readonly #sockets: Set<Socket>;
  readonly #state: { mode: 'open' | 'refusing' | 'silent' };

  private constructor(url: string, sockets: Set<Socket>, state: { mode: 'open' | 'refusing' | 'silent' }) {
    this.url = url;
    this.#sockets = sockets;
    this.#state = state;
  }

  static async to(t: ExecutionContext, databaseUrl: string): Promise<TcpProxy> {
    const target = new URL(databaseUrl);
    const sockets = new Set<Socket>();
    const state: { mode: 'open' | 'refusing' | 'silent' } = { mode: 'open' };
    const track = (socket: Socket) => {
      sockets.add(socket);
      // Cut connections are what this is for.
      socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    };
    const server = createServer((inbound) => {
      track(inbound);
      if (state.mode === 'refusing') inbound.destroy();
      else if (state.mode === 'silent') inbound.resume();
      else bridge(inbound, connect(Number(target.port || 5432), target.hostname));
    });
    const bridge = (inbound: Socket, outbound: Socket) => {
      track(outbound);
      inbound.pipe(outbound).pipe(inbound);
      inbound.once('close', () => outbound.destroy());
      outbound.once('close', () => inbound.destroy());
    };
    await once(server.listen(0, '127.0.0.1'), 'listening');
    t.teardown(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    return new TcpProxy(url.href, sockets, state);
  }

  /** Like a database that is not running. */
  refuse(): void {
    this.#state.mode = 'refusing';
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Like a network that swallows everything: connections stay, answers do not come. */
  fallSilent(): void {
    this.#state.mode = 'silent';
    for (const socket of this.#sockets) socket.unpipe().resume();
  }

  /** Everything that was cut stays cut; new connections work again. */
  restore(): void {
    this.#state.mode = 'open';
    for (const socket of this.#sockets) socket.destroy();
  }
}
