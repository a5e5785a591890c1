// Orders three databases although only two fit, and drops one. `DATABASE_URL` is SQLite in memory by default. The
// program creates its tables, so give it a database of its own.
import { randomUUID } from 'node:crypto';
import { connect, migrate } from '@bailiwick/storage-knex';
import { createTables, Databases } from './databases.js';
import { createPlatform } from './platform.js';

const ANN = { email: 'ann@example.com', password: randomUUID() };

const knex = connect(process.env.DATABASE_URL ?? 'sqlite::memory:');
try {
  await migrate(knex);
  await createTables(knex);
  const platform = createPlatform(knex);
  await platform.users.create(platform.system('setup'), { ...ANN, limits: { databases: 2 } });
  // Wrong passwords are counted by the address of the client: a server passes that of the request.
  const { actor } = await platform.sessions.logIn(ANN, { clientAddress: '127.0.0.1' });
  const databases = new Databases(knex, platform);

  const first = await databases.order(actor, { name: 'orders', plan: 'small' });
  console.log('orders:', first.status);
  await databases.order(actor, { name: 'orders', plan: 'large' }).catch(() => {
    console.log('orders, again: the name is taken, and nothing was charged');
  });
  console.log('invoices:', (await databases.order(actor, { name: 'invoices', plan: 'small' })).status);
  const third = await databases.order(actor, { name: 'reports', plan: 'large' });
  if (third.status === 'waiting') console.log('reports: waiting, since', JSON.stringify(third.quotas[0]));
  if (first.status === 'running') await databases.drop(actor, first.id);
  console.log('quotas:', JSON.stringify(await platform.quotas.list(actor, actor.id)));
} finally {
  await knex.destroy();
}
