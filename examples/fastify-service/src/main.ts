import { connect, migrate } from '@bailiwick/storage-knex';
import { createPlatform, createService } from './service.js';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery staple' };

// A database file holds hashes: nobody but its owner reads it.
process.umask(0o077);

const port = Number(process.env['PORT'] ?? 3002);
const knex = connect(process.env['DATABASE_URL'] ?? 'sqlite:./fastify-service.sqlite');
await migrate(knex);
const platform = createPlatform(knex);
await platform.users.createFirstAdmin(platform.system('start'), ADMIN);
const url = await createService(platform, { level: 'error' }).listen({ port, host: '127.0.0.1' });
console.log(`The first administrator is ${ADMIN.email} with "${ADMIN.password}". Log in with:`);
console.log(`curl --json '${JSON.stringify(ADMIN)}' ${url}/sessions`);
