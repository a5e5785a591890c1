// Bailiwick as the example server runs it: router, problems, policy, audit, security headers. It logs nothing, as
// nobody else here does.
import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { readConfig } from '../../../../examples/server/dist/config.js';
import { createContainer } from '../../../../examples/server/dist/container.js';
import { startServer } from '../../../../examples/server/dist/start-server.js';

export async function start({ database, users, poolMax }) {
  const seeded = await seed(database, users);
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database,
    LOG_LEVEL: 'fatal',
    BAILIWICK_POOL_MAX: `${poolMax}`,
  });
  const url = await startServer(createContainer(config), () => {});
  return { url, path: '/v1/resources', users: seeded };
}

/** Sessions are made with a hasher that costs nothing: no request of these checks a password. */
export async function seed(database, users) {
  const knex = connect(database);
  try {
    await migrate(knex);
    const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
    return await seedUsers(bailiwick, users);
  } finally {
    await knex.destroy();
  }
}

export async function seedUsers(bailiwick, users) {
  const system = bailiwick.system('benchmark');
  const seeded = [];
  const password = 'a long enough one to be set';
  await bailiwick.users.create(system, { email: 'root@example.com', password, role: 'admin' });
  for (const [index, { limit }] of users.entries()) {
    const email = `user-${index}@example.com`;
    await bailiwick.users.create(system, { email, password, limits: { resources: limit } });
    seeded.push({ token: (await bailiwick.sessions.logIn({ email, password })).token });
  }
  return seeded;
}
