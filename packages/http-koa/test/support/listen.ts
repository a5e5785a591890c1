import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { createRouter, problemBoundary, type AnyBailiwick, type RouterOptions } from '@bailiwick/http-koa';
import { describeHost } from '@bailiwick/test-openapi';
import { requireDocumentedOf } from './documented.js';

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the smallest host, with a boundary and the router, on a free port of the loopback interface. */
export async function listen(bailiwick: AnyBailiwick, options: RouterOptions = {}): Promise<Listening> {
  const app = new Koa();
  app.use(problemBoundary(options));
  app.use(createRouter(bailiwick, options).routes());
  const listening = await listenTo(app);
  describeHost(listening.port, () => requireDocumentedOf(bailiwick, options));
  return listening;
}

export async function listenTo(app: Koa): Promise<Listening> {
  const server = app.listen(0, '127.0.0.1');
  // On a busy machine a test may pause for the 5 s after which Node closes an idle connection, and `fetch` does not
  // retry a request on a closed connection.
  server.keepAliveTimeout = 60_000;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
