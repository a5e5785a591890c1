import {
  anonymous,
  createBailiwick,
  MalformedRequestError,
  type Actor,
  type ClientContext,
  type PasswordHasher,
} from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { problemOfStatus, toProblem, type Problem } from '@bailiwick/http-koa/problem';
import { problemPages } from '@bailiwick/http-koa/problem-pages';
import { knexStorage } from '@bailiwick/storage-knex';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import type { Knex } from 'knex';

const PROBLEMS = { typePrefix: '' };

export function createPlatform(knex: Knex, passwordHasher: PasswordHasher = scryptHasher()) {
  return createBailiwick({ storage: knexStorage(knex), passwordHasher, kinds: { note: { notes: 1 } } });
}

export type Platform = ReturnType<typeof createPlatform>;

/**
 * `logger`: none when left out. `trustProxy`: the proxies in front, whose `X-Forwarded-For` says who the client is;
 * without them, all clients behind a proxy are one client, and one that guesses passwords locks the others out.
 */
export type ServiceOptions = Pick<FastifyServerOptions, 'logger'> & { trustProxy?: string[] };

/** Notes that belong to the users who wrote them: the library decides, counts and records, Fastify speaks HTTP. */
export function createService(platform: Platform, options: ServiceOptions = {}): FastifyInstance {
  const { logger = false, trustProxy = [] } = options;
  const app = fastify({ logger, trustProxy });

  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) request.log.error(error);
    return send(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) => send(reply, problemOfStatus(404, undefined, PROBLEMS)));

  for (const [path, { headers, body }] of problemPages(PROBLEMS)) {
    app.get(path, (_request, reply) => reply.headers(headers).send(body));
  }

  app.post('/sessions', async (request, reply) => {
    const { email, password } = readStrings(request, 'email', 'password');
    const { token } = await platform.sessions.logIn({ email, password }, clientOf(request));
    return reply.code(201).send({ token });
  });

  app.post('/notes', async (request, reply) => {
    const { name } = readStrings(request, 'name');
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

  /** Without a token it is nobody, and the command says whether that will do. */
  async function actorOf(request: FastifyRequest): Promise<Actor> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return bearer === undefined ? anonymous : platform.authenticate({ bearer }, clientOf(request));
  }

  return app;
}

/** For the login throttle, for the list of one's sessions and for the audit. */
function clientOf({ ip, headers, id }: FastifyRequest): ClientContext {
  return { clientAddress: ip, userAgent: headers['user-agent'], requestId: id };
}

/** Errors of the library are known; of Fastify's own, such as a body that is no JSON, the status is. */
function problemOf(error: unknown, requestId: string): Problem {
  const { statusCode = 500, message } = error as { statusCode?: number; message?: string };
  return statusCode < 500
    ? problemOfStatus(statusCode, message, PROBLEMS)
    : toProblem(error, { ...PROBLEMS, requestId });
}

function send(reply: FastifyReply, { status, headers, body }: Problem): FastifyReply {
  return reply.code(status).headers(headers).send(JSON.stringify(body));
}

/** Members of the body that must be there; what they may be, the library checks. */
function readStrings<Name extends string>({ body }: FastifyRequest, ...names: Name[]): Record<Name, string> {
  const members: Record<string, unknown> = Object(body);
  const missing = names.find((name) => typeof members[name] !== 'string');
  if (missing !== undefined) throw new MalformedRequestError(`The body must have a string "${missing}".`);
  return members as Record<Name, string>;
}
