import 'reflect-metadata';
import type { Actor, ClientContext } from '@bailiwick/core';
import { actorFrom } from '@bailiwick/http-koa/actor';
import { problemOfStatus, toProblem, type Problem } from '@bailiwick/http-koa/problem';
import { problemPages } from '@bailiwick/http-koa/problem-pages';
import {
  Body,
  Catch,
  Controller,
  createParamDecorator,
  Delete,
  Get,
  HttpCode,
  HttpException,
  Inject,
  Module,
  Param,
  Post,
  Req,
  Res,
  UseGuards,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import {
  HOST,
  printDefect,
  PROBLEMS,
  readStrings,
  type Platform,
  type ServiceOptions,
  type StartService,
} from './platform.js';

const PLATFORM = Symbol('platform');
const ON_DEFECT = Symbol('on-defect');

interface Requested extends Request {
  actor: Actor;
  requestId: string;
}

/** Finds the actor behind a request. It lets every request pass, because the command decides whether the actor may. */
class ActorGuard implements CanActivate {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<Requested>();
    request.actor = await actorFrom(this.platform, request, { client: clientOf(request) });
    return true;
  }
}

const Caller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Requested>().actor,
);

@Controller('notes')
@UseGuards(ActorGuard)
class NotesController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Post()
  async create(
    @Caller() actor: Actor,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { name } = readStrings(body, 'name');
    const note = await this.platform.resources.create(actor, { name });
    response.location(`/notes/${note.id}`);
    return note;
  }

  @Get()
  list(@Caller() actor: Actor) {
    return this.platform.resources.list(actor);
  }

  @Get(':id')
  get(@Caller() actor: Actor, @Param('id') id: string) {
    return this.platform.resources.get(actor, id);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Caller() actor: Actor, @Param('id') id: string) {
    return this.platform.resources.delete(actor, id);
  }
}

@Controller('sessions')
class SessionsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Post()
  async create(@Req() request: Requested, @Body() body: unknown) {
    const credentials = readStrings(body, 'email', 'password');
    const { token } = await this.platform.sessions.logIn(credentials, clientOf(request));
    return { token };
  }
}

@Catch()
class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(ON_DEFECT) private readonly onDefect: NonNullable<ServiceOptions['onDefect']>) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { requestId } = host.switchToHttp().getRequest<Requested>();
    const problem = problemOf(error, requestId);
    if (problem.status >= 500) this.onDefect(error, requestId);
    send(host.switchToHttp().getResponse<Response>(), problem);
  }
}

/** Handles errors of the library, and Nest's own by their status, such as that of a path without a route. */
function problemOf(error: unknown, requestId: string): Problem {
  return error instanceof HttpException && error.getStatus() < 500
    ? problemOfStatus(error.getStatus(), error.message, PROBLEMS)
    : toProblem(error, { ...PROBLEMS, requestId });
}

@Module({})
// oxlint-disable-next-line typescript/no-extraneous-class -- a module of Nest is a class
class NotesModule {}

/** Serves the notes with Nest, where an exception filter answers with problem details. */
export const startNest: StartService = async (platform, options = {}) => {
  const { port = 0, trustedProxies = [], onDefect = printDefect } = options;
  const module = {
    module: NotesModule,
    controllers: [NotesController, SessionsController],
    providers: [
      { provide: PLATFORM, useValue: platform },
      { provide: ON_DEFECT, useValue: onDefect },
      ProblemFilter,
    ],
  };
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: false });
  app.set('trust proxy', trustedProxies);
  app.use((request: Requested, response: Response, next: (error?: unknown) => void) => {
    request.requestId = crypto.randomUUID();
    // Express ignores a body of another type, as if there were none.
    const isUnreadable = request.headers['content-type'] !== undefined && !request.is('application/json');
    if (isUnreadable) send(response, problemOfStatus(415, 'The body must be JSON.', PROBLEMS));
    else next();
  });
  const express: Express = app.getHttpAdapter().getInstance();
  for (const [path, { headers, body }] of problemPages(PROBLEMS)) {
    express.get(path, (_request, response) => void response.set(headers).send(body));
  }
  app.useGlobalFilters(app.get(ProblemFilter));
  await app.listen(port, HOST);
  return { url: await app.getUrl(), close: () => app.close() };
};

/** The origin of the request, for the login throttle, the list of sessions and the audit. */
function clientOf({ ip, headers, requestId }: Requested): ClientContext {
  return { clientAddress: ip, userAgent: headers['user-agent'], requestId };
}

function send(response: Response, { status, headers, body }: Problem): void {
  // Bytes, because Express would add a charset to text, which JSON does not have.
  response
    .status(status)
    .set(headers)
    .send(Buffer.from(JSON.stringify(body)));
}
