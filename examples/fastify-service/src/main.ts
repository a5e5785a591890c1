import { connect, migrate } from '@bailiwick/storage-knex';
import { createPlatform, createService } from './service.js';

const ADMIN_EMAIL = 'admin@example.com';

// A database file holds hashes: nobody but its owner reads it.
process.umask(0o077);

const {
  PORT = '3002',
  DATABASE_URL = 'sqlite:./fastify-service.sqlite',
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
const service = createService(platform, {
  logger: { level: 'error' },
  trustProxy: TRUSTED_PROXIES?.split(',') ?? [],
});
const url = await service.listen({ port: Number(PORT), host: '127.0.0.1' });
console.log(`Log in with the ADMIN_PASSWORD of the first start:`);
console.log(`curl --json '{"email": "${ADMIN_EMAIL}", "password": "…"}' ${url}/sessions`);
