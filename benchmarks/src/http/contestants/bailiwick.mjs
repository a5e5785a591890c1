// Bailiwick as the example server runs it by default: router, problems, policy, audit, security headers, and one log
// line for each request, written to a file. The one difference is that proxies are trusted, so that callers can come
// from many addresses, as the login throttle expects of a crowd.
import { generateKeyPairSync } from 'node:crypto';
import { createBailiwick } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { fastHasher } from '@bailiwick/core/testing';
import { tokens } from '@bailiwick/core/tsyringe';
import { knexStorage, migrate } from '@bailiwick/storage-knex';
import { knexToken } from '@bailiwick/storage-knex/tsyringe';
import makeKnex from 'knex';
import { readConfig } from '../../../../examples/server/dist/config/config.js';
import { createContainer } from '../../../../examples/server/dist/container.js';
import { startServer } from '../../../../examples/server/dist/lifecycle/start-server.js';
import { timedCheck } from '../timed-hash.mjs';

const PASSWORD = 'a long enough one to be set';

export async function start({ database, users, poolMax, options: { driver, logLevel } }) {
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database,
    BAILIWICK_POOL_MAX: `${poolMax}`,
    BAILIWICK_TRUSTED_PROXIES: 'loopback',
    ...(logLevel === undefined ? {} : { LOG_LEVEL: logLevel }),
  });
  const container = createContainer(config);
  if (driver === 'better-sqlite3') container.register(knexToken, { useValue: betterSqlite(database) });
  const hasher = container.resolve(tokens.passwordHasher);
  container.register(tokens.passwordHasher, { useValue: { ...hasher, check: timedCheck(hasher) } });
  const knex = container.resolve(knexToken);
  await migrate(knex);
  // Further processes on the same database find its users already there.
  const seeded = users.length === 0 ? [] : await seedUsers(knex, users);
  const url = await startServer(container, () => {});
  const login = {
    path: '/v1/sessions',
    bodyOf: { email: 'user-{index}@example.com', password: PASSWORD },
    hash: `scrypt, N = 2^${config.scryptLogN}, r = 8, p = 1`,
    status: 201,
    isTimed: true,
  };
  return { url, path: '/v1/resources', users: seeded, login };
}

/** Makes a Knex with the other driver, configured as `connect` configures its own. */
function betterSqlite(database) {
  return makeKnex({
    client: 'better-sqlite3',
    connection: { filename: database.replace('sqlite:', '') },
    useNullAsDefault: true,
    pool: {
      afterCreate(connection, done) {
        connection.pragma('busy_timeout = 2000');
        connection.pragma('foreign_keys = ON');
        connection.pragma('synchronous = FULL');
        connection.pragma('journal_mode = WAL');
        done(null, connection);
      },
    },
  });
}

/** Adds users with one password, which is hashed once at the default cost; sessions need no hash. */
async function seedUsers(knex, users) {
  const hash = await scryptHasher().hash(PASSWORD);
  const passwordHasher = { ...fastHasher, hash: async () => hash, check: async () => 'ok' };
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher });
  const system = bailiwick.system('benchmark');
  await bailiwick.users.create(system, { email: 'root@example.com', password: PASSWORD, role: 'admin' });
  const seeded = [];
  for (const [index, { limit }] of users.entries()) {
    const email = `user-${index}@example.com`;
    await bailiwick.users.create(system, { email, password: PASSWORD, limits: { resources: limit } });
    const { token, actor } = await bailiwick.sessions.logIn({ email, password: PASSWORD });
    seeded.push({ token, signingKey: await registerKey(bailiwick, actor) });
  }
  return seeded;
}

async function registerKey(bailiwick, actor) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { id: keyId } = await bailiwick.accessKeys.register(actor, {
    name: 'benchmark',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
  });
  return { keyId, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}
