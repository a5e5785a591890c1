import type { FastifyInstance } from 'fastify';
import { consoleFiles, type ConsoleOptions } from './console-files.js';

/**
 * Serves the console below a path of a Fastify service: a plugin. The paths must be those that the browser sees.
 *
 * @example
 * await fastify.register(fastifyConsole, { path: '/console', api: '/v1' });
 */
export async function fastifyConsole(fastify: FastifyInstance, options: ConsoleOptions): Promise<void> {
  const { path = '/console' } = options;
  const answerFor = consoleFiles(options);
  for (const url of [path, `${path}/*`]) {
    fastify.get(url, (request, reply) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      const { 'if-none-match': ifNoneMatch } = request.headers;
      const { status, headers, body } = answerFor(request.method, pathname, { ifNoneMatch })!;
      return reply.code(status).headers(headers).send(body);
    });
  }
}
