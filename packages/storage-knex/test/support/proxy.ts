import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy in front of a database, whose connections can be made to swallow things without breaking. */
export async function startProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const swallowed = { requests: false, answers: false };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    forward(client, database, () => swallowed.requests);
    forward(database, client, () => swallowed.answers);
  });
  function forward(from: Socket, to: Socket, isSwallowed: () => boolean): void {
    sockets.add(from);
    from.on('data', (data) => {
      if (!isSwallowed()) to.write(data);
    });
    from.on('close', () => to.destroy());
    from.on('error', () => to.destroy());
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    swallow: (what: Partial<typeof swallowed>) => void Object.assign(swallowed, what),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
