// Serves a host’s own Koa app with the library’s API in it, and migrates its database: by default, a SQLite file.
import { connect, migrate } from '@bailiwick/storage-knex';
import { createApp } from './app.js';
import { createTable } from './databases.js';
import { createPlatform } from './platform.js';

const ADMIN_EMAIL = 'admin@example.com';

// A database file contains hashes, so only its owner may read it.
process.umask(0o077);

const {
  PORT = '3001',
  DATABASE_URL = 'sqlite:./koa-host.sqlite',
  ADMIN_PASSWORD,
  TRUSTED_PROXIES,
} = process.env;
const port = Number(PORT);
const knex = connect(DATABASE_URL);
await migrate(knex);
await createTable(knex);
const platform = createPlatform(knex);
if (ADMIN_PASSWORD !== undefined) {
  const admin = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
  await platform.users.createFirstAdmin(platform.system('start'), admin);
}
createApp(knex, platform, TRUSTED_PROXIES?.split(',')).listen(port, '127.0.0.1', () => {
  console.log('Try it with the ADMIN_PASSWORD of the first start:');
  console.log(`curl -u ${ADMIN_EMAIL} http://127.0.0.1:${port}/platform/me`);
});
