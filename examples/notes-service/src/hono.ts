import { serve, type HttpBindings } from '@hono/node-server';
import type { ClientContext } from '@bailiwick/core';
import { actorFrom, clientAddressReader } from '@bailiwick/http-koa/actor';
import { HttpRefusal, problemOfStatus, toProblem, type Problem } from '@bailiwick/http-koa/problem';
import { problemPages } from '@bailiwick/http-koa/problem-pages';
import { Hono, type Context } from 'hono';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HOST, printDefect, PROBLEMS, readStrings, type StartService } from './platform.js';

interface Env {
  Bindings: HttpBindings;
  Variables: { requestId: string };
}

/** Serves the notes with Hono, whose `onError` answers with problem details. */
export const startHono: StartService = async (platform, options = {}) => {
  const { port = 0, trustedProxies = [], onDefect = printDefect } = options;
  const readClientAddress = clientAddressReader(trustedProxies);
  const app = new Hono<Env>();

  app.onError((error, context) => {
    const requestId = context.get('requestId');
    const problem = toProblem(error, { ...PROBLEMS, requestId });
    if (problem.status >= 500) onDefect(error, requestId);
    return send(problem);
  });
  app.notFound(() => send(problemOfStatus(404, undefined, PROBLEMS)));

  for (const [path, { headers, body }] of problemPages(PROBLEMS)) {
    app.get(path, () => new Response(body, { headers }));
  }

  app.use((context, next) => {
    context.set('requestId', crypto.randomUUID());
    return next();
  });

  app.post('/sessions', async (context) => {
    const credentials = readStrings(await readJson(context), 'email', 'password');
    const { token } = await platform.sessions.logIn(credentials, clientOf(context));
    return context.json({ token }, 201);
  });

  app.post('/notes', async (context) => {
    const { name } = readStrings(await readJson(context), 'name');
    const note = await platform.resources.create(await actorOf(context), { name });
    return context.json(note, 201, { Location: `/notes/${note.id}` });
  });

  app.get('/notes', async (context) => context.json(await platform.resources.list(await actorOf(context))));

  app.get('/notes/:id', async (context) =>
    context.json(await platform.resources.get(await actorOf(context), context.req.param('id'))),
  );

  app.delete('/notes/:id', async (context) => {
    await platform.resources.delete(await actorOf(context), context.req.param('id'));
    return context.body(null, 204);
  });

  function actorOf(context: Context<Env>) {
    return actorFrom(platform, context.req.raw, { client: clientOf(context) });
  }

  /** The origin of the request, for the login throttle, the list of sessions and the audit. */
  function clientOf({ env, req, get }: Context<Env>): ClientContext {
    return {
      clientAddress: readClientAddress(env.incoming),
      userAgent: req.header('user-agent'),
      requestId: get('requestId'),
    };
  }

  const server = serve({ fetch: app.fetch, port, hostname: HOST });
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
};

/** @throws `unsupported-media-type`, `malformed-request` */
async function readJson({ req }: Context<Env>): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(req.header('content-type') ?? ''))
    throw new HttpRefusal('unsupported-media-type', 'The body must be JSON.');
  return req.json().catch(() => {
    throw new HttpRefusal('malformed-request', 'The body must be JSON.');
  });
}

function send({ status, headers, body }: Problem): Response {
  const lines = new Headers();
  for (const [name, values] of Object.entries(headers))
    for (const value of [values].flat()) lines.append(name, value);
  return new Response(JSON.stringify(body), { status, headers: lines });
}
