// Feathers 5 as its guide sets it up: Koa, Knex services, JWT authentication that loads the user, and the quota as a
// hook that counts before it creates, as its documentation does for such checks. (Racing creates overshoot it.)
import { AuthenticationService, JWTStrategy, authenticate } from '@feathersjs/authentication';
import { LocalStrategy } from '@feathersjs/authentication-local';
import { feathers } from '@feathersjs/feathers';
import { KnexService } from '@feathersjs/knex';
import { bodyParser, errorHandler, koa, parseAuthentication, rest } from '@feathersjs/koa';
import { Forbidden } from '@feathersjs/errors';
import makeKnex from 'knex';
import { randomBytes, randomUUID } from 'node:crypto';

const PASSWORD = 'a long enough one to be set';

export async function start({ database, users, poolMax }) {
  const knex = makeKnex({ client: 'pg', connection: database, pool: { min: 0, max: poolMax } });
  await knex.schema.createTable('users', (table) => {
    table.uuid('id').primary();
    table.text('email').notNullable().unique();
    table.text('password').notNullable();
    table.bigint('limit');
  });
  await knex.schema.createTable('resources', (table) => {
    table.uuid('id').primary();
    table.uuid('ownerId').notNullable().references('users.id');
    table.text('name').notNullable();
    table.timestamp('createdAt').notNullable().defaultTo(knex.fn.now());
    table.index(['ownerId', 'id']);
  });
  const app = koa(feathers());
  app.set('authentication', {
    entity: 'user',
    service: 'users',
    secret: randomBytes(32).toString('base64'),
    authStrategies: ['jwt', 'local'],
    local: { usernameField: 'email', passwordField: 'password' },
    jwtOptions: {
      header: { typ: 'access' },
      audience: 'http://127.0.0.1',
      algorithm: 'HS256',
      expiresIn: '1d',
    },
  });
  app.use(errorHandler());
  app.use(parseAuthentication());
  app.use(bodyParser());
  app.configure(rest());
  app.use('users', new KnexService({ Model: knex, name: 'users', id: 'id' }));
  app.use(
    'resources',
    new KnexService({
      Model: knex,
      name: 'resources',
      id: 'id',
      paginate: { default: 20, max: 100 },
      multi: false,
    }),
  );
  const authentication = new AuthenticationService(app);
  authentication.register('jwt', new JWTStrategy());
  const local = new LocalStrategy();
  authentication.register('local', local);
  app.use('authentication', authentication);
  app.service('resources').hooks({
    around: { all: [authenticate('jwt')] },
    before: { create: [ownedByCaller, keepQuota], find: [onlyOwn], get: [onlyOwn], remove: [onlyOwn] },
  });
  const seeded = [];
  const password = await local.hashPassword(PASSWORD);
  for (const [index, { limit }] of users.entries()) {
    const email = `user-${index}@example.com`;
    const user = await app.service('users').create({ id: randomUUID(), email, password, limit });
    seeded.push({ token: await authentication.createAccessToken({}, { subject: user.id }) });
  }
  const server = await app.listen(0, '127.0.0.1');
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const login = {
    path: '/authentication',
    bodyOf: { strategy: 'local', email: 'user-{index}@example.com', password: PASSWORD },
    hash: 'bcrypt, 2^10 rounds, in JavaScript',
    status: 201,
  };
  return { url: `http://127.0.0.1:${server.address().port}`, path: '/resources', users: seeded, login };

  async function ownedByCaller(context) {
    const { name } = context.data;
    context.data = { id: randomUUID(), name, ownerId: context.params.user.id };
  }

  async function keepQuota(context) {
    const { user } = context.params;
    const { limit } = user;
    const { total } = await context.service.find({ user, query: { $limit: 0 } });
    if (limit !== null && total >= Number(limit)) throw new Forbidden('quota');
  }

  async function onlyOwn(context) {
    context.params.query = {
      $sort: { id: -1 },
      ...context.params.query,
      ownerId: context.params.user.id,
    };
    if (context.method !== 'find') delete context.params.query.$sort;
  }
}
