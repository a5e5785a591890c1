import { actorFrom } from '@bailiwick/http-koa/actor';
import { problemOfStatus, toProblem, type Problem } from '@bailiwick/http-koa/problem';
import { problemPages } from '@bailiwick/http-koa/problem-pages';
import type { ClientContext } from '@bailiwick/core';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { HOST, printDefect, PROBLEMS, readStrings, type StartService } from './platform.js';

/** Serves the notes with Fastify, whose error handler answers with problem details. */
export const startFastify: StartService = async (platform, options = {}) => {
  const { port = 0, trustedProxies = [], onDefect = printDefect } = options;
  const app = fastify({ trustProxy: [...trustedProxies], genReqId: () => crypto.randomUUID() });

  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) onDefect(error, request.id);
    return send(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) => send(reply, problemOfStatus(404, undefined, PROBLEMS)));

  for (const [path, { headers, body }] of problemPages(PROBLEMS)) {
    app.get(path, (_request, reply) => reply.headers(headers).send(body));
  }

  app.post('/sessions', async (request, reply) => {
    const credentials = readStrings(request.body, 'email', 'password');
    const { token } = await platform.sessions.logIn(credentials, clientOf(request));
    return reply.code(201).send({ token });
  });

  app.post('/notes', async (request, reply) => {
    const { name } = readStrings(request.body, 'name');
    const note = await platform.resources.create(await actorOf(request), { name });
    return reply.code(201).header('Location', `/notes/${note.id}`).send(note);
  });

  app.get('/notes', async (request) => platform.resources.list(await actorOf(request)));

  app.get<{ Params: { id: string } }>('/notes/:id', async (request) =>
    platform.resources.get(await actorOf(request), request.params.id),
  );

  app.delete<{ Params: { id: string } }>('/notes/:id', async (request, reply) => {
    await platform.resources.delete(await actorOf(request), request.params.id);
    return reply.code(204).send();
  });

  function actorOf(request: FastifyRequest) {
    return actorFrom(platform, request.raw, { client: clientOf(request) });
  }

  const url = await app.listen({ port, host: HOST });
  return { url, close: () => app.close() };
};

/** The origin of the request, for the login throttle, the list of sessions and the audit. */
function clientOf({ ip, headers, id }: FastifyRequest): ClientContext {
  return { clientAddress: ip, userAgent: headers['user-agent'], requestId: id };
}

/** Handles errors of the library, and Fastify's own by their status, such as that of a body that is not JSON. */
function problemOf(error: unknown, requestId: string): Problem {
  const { statusCode = 500, message } = error as { statusCode?: number; message?: string };
  return statusCode < 500
    ? problemOfStatus(statusCode, message, PROBLEMS)
    : toProblem(error, { ...PROBLEMS, requestId });
}

function send(reply: FastifyReply, { status, headers, body }: Problem): FastifyReply {
  // Bytes, because Fastify would add a charset to text, which JSON does not have.
  return reply
    .code(status)
    .headers(headers)
    .send(Buffer.from(JSON.stringify(body)));
}
