import { connect, migrate } from '@bailiwick/storage-knex';
import { createPlatform, createService } from './service.js';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery staple' };

const knex = connect(process.env['DATABASE_URL'] ?? 'sqlite:./fastify-service.sqlite');
await migrate(knex);
const platform = createPlatform(knex);
await platform.users.createFirstAdmin(platform.system('start'), ADMIN);
const url = await createService(platform, { level: 'error' }).listen({ port: 3000, host: '127.0.0.1' });
console.log(`${url}, the first administrator is ${ADMIN.email} with "${ADMIN.password}"`);
