import type { ClientContext } from '@bailiwick/core';
import { actorFrom } from '@bailiwick/http-koa/actor';
import { HttpRefusal, problemOfStatus, toProblem, type Problem } from '@bailiwick/http-koa/problem';
import { problemPages } from '@bailiwick/http-koa/problem-pages';
import express, { type ErrorRequestHandler, type Request, type Response } from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HOST, printDefect, PROBLEMS, readStrings, type StartService } from './platform.js';

/** Serves the notes with Express, whose error handler answers with problem details. */
export const startExpress: StartService = async (platform, options = {}) => {
  const { port = 0, trustedProxies = [], onDefect = printDefect } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustedProxies);

  for (const [path, { headers, body }] of problemPages(PROBLEMS)) {
    app.get(path, (_request, response) => void response.set(headers).send(body));
  }

  app.use((request, response, next) => {
    response.locals['requestId'] = crypto.randomUUID();
    // Express ignores a body of another type, as if there were none.
    const isUnreadable = request.headers['content-type'] !== undefined && !request.is('application/json');
    next(isUnreadable ? new HttpRefusal('unsupported-media-type', 'The body must be JSON.') : undefined);
  });
  app.use(express.json());

  app.post('/sessions', async (request, response) => {
    const credentials = readStrings(request.body, 'email', 'password');
    const { token } = await platform.sessions.logIn(credentials, clientOf(request, response));
    response.status(201).json({ token });
  });

  app.post('/notes', async (request, response) => {
    const { name } = readStrings(request.body, 'name');
    const note = await platform.resources.create(await actorOf(request, response), { name });
    response.status(201).location(`/notes/${note.id}`).json(note);
  });

  app.get('/notes', async (request, response) => {
    response.json(await platform.resources.list(await actorOf(request, response)));
  });

  app.get('/notes/:id', async (request, response) => {
    response.json(await platform.resources.get(await actorOf(request, response), request.params.id));
  });

  app.delete('/notes/:id', async (request, response) => {
    await platform.resources.delete(await actorOf(request, response), request.params.id);
    response.status(204).end();
  });

  app.use((_request, response) => send(response, problemOfStatus(404, undefined, PROBLEMS)));
  // Express recognises error handlers by their four parameters.
  app.use(((error, _request, response, _next) => {
    const { requestId } = response.locals;
    // This handles errors of the library, and those of Express, which have a status as in `http-errors`.
    const problem = toProblem(error, { ...PROBLEMS, requestId });
    if (problem.status >= 500) onDefect(error, requestId);
    send(response, problem);
  }) satisfies ErrorRequestHandler);

  function actorOf(request: Request, response: Response) {
    return actorFrom(platform, request, { client: clientOf(request, response) });
  }

  const server = app.listen(port, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
};

/** The origin of the request, for the login throttle, the list of sessions and the audit. */
function clientOf({ ip, headers }: Request, { locals }: Response): ClientContext {
  return { clientAddress: ip, userAgent: headers['user-agent'], requestId: locals['requestId'] };
}

function send(response: Response, { status, headers, body }: Problem): void {
  // Bytes, because Express would add a charset to text, which JSON does not have.
  response
    .status(status)
    .set(headers)
    .send(Buffer.from(JSON.stringify(body)));
}
