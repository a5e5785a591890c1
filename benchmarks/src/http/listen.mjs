import { createServer } from 'node:http';

/** Listens on a free port of the loopback interface, and resolves to the URL. */
export function listen(handler) {
  const server = createServer(handler);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}
