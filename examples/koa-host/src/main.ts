import { connect, migrate } from '@bailiwick/storage-knex';
import { createApp } from './app.js';
import { createTable } from './databases.js';
import { createPlatform } from './platform.js';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery staple' };

// A database file holds hashes: nobody but its owner reads it.
process.umask(0o077);

const port = Number(process.env['PORT'] ?? 3001);
const knex = connect(process.env['DATABASE_URL'] ?? 'sqlite:./koa-host.sqlite');
await migrate(knex);
await createTable(knex);
const platform = createPlatform(knex);
await platform.users.createFirstAdmin(platform.system('start'), ADMIN);
createApp(knex, platform).listen(port, '127.0.0.1', () => {
  console.log(`The first administrator is ${ADMIN.email} with "${ADMIN.password}". Try:`);
  console.log(`curl -u '${ADMIN.email}:${ADMIN.password}' http://127.0.0.1:${port}/platform/me`);
});
