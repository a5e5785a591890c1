// Serves the notes with one of the frameworks: `node dist/main.js express`, for example; by default, Fastify.
import { connect, migrate } from '@bailiwick/storage-knex';
import { startExpress } from './express.js';
import { startFastify } from './fastify.js';
import { startHono } from './hono.js';
import { startNest } from './nest.js';
import { createPlatform, type StartService } from './platform.js';

const FRAMEWORKS = new Map<string, StartService>([
  ['express', startExpress],
  ['fastify', startFastify],
  ['hono', startHono],
  ['nest', startNest],
]);
const ADMIN_EMAIL = 'admin@example.com';

// A database file contains hashes, so only its owner may read it.
process.umask(0o077);

const [framework = 'fastify'] = process.argv.slice(2);
const start = FRAMEWORKS.get(framework);
if (start === undefined) {
  console.error(`There is no service on "${framework}": name one of ${[...FRAMEWORKS.keys()].join(', ')}.`);
  process.exit(64);
}
const {
  PORT = '3002',
  DATABASE_URL = 'sqlite:./notes-service.sqlite',
  ADMIN_PASSWORD,
  TRUSTED_PROXIES,
} = process.env;
const knex = connect(DATABASE_URL);
await migrate(knex);
const platform = createPlatform(knex);
if (ADMIN_PASSWORD !== undefined) {
  const admin = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
  await platform.users.createFirstAdmin(platform.system('start'), admin);
}
const { url } = await start(platform, {
  port: Number(PORT),
  trustedProxies: TRUSTED_PROXIES?.split(',') ?? [],
});
console.log(`Log in with the ADMIN_PASSWORD of the first start:`);
console.log(`curl --json '{"email": "${ADMIN_EMAIL}", "password": "…"}' ${url}/sessions`);
