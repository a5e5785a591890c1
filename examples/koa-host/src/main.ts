import { connect, migrate } from '@bailiwick/storage-knex';
import { createApp } from './app.js';
import { createTable } from './databases.js';
import { createPlatform } from './platform.js';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery staple' };

const knex = connect(process.env['DATABASE_URL'] ?? 'sqlite:./koa-host.sqlite');
await migrate(knex);
await createTable(knex);
const platform = createPlatform(knex);
await platform.users.createFirstAdmin(platform.system('start'), ADMIN);
createApp(knex, platform).listen(3000, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:3000, the first administrator is ${ADMIN.email} with "${ADMIN.password}"`);
});
