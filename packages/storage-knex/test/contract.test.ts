import { storageContract, type ContractSubject } from '@bailiwick/core/contract';
import { createDatabase, type DatabaseOptions, type DialectName } from '@bailiwick/test-databases';
import test from 'ava';
import type { Knex } from 'knex';
import { knexStorage } from '@bailiwick/storage-knex';
import { betterSqlite } from './support/better-sqlite.js';

type Subject = ContractSubject<Knex.Transaction>;

/** Every database, driver and level of isolation that the storage promises to work with, two under another prefix. */
const SETUPS: Readonly<Record<string, () => Promise<Subject>>> = {
  'PostgreSQL, read committed': () => subject('postgres', { defaultIsolation: 'read committed' }),
  'PostgreSQL, repeatable read': () => subject('postgres', { defaultIsolation: 'repeatable read' }),
  'PostgreSQL, serializable': () =>
    subject('postgres', { defaultIsolation: 'serializable', tablePrefix: 'auth_' }),
  'SQLite, sqlite3': () => subject('sqlite', {}),
  'SQLite, better-sqlite3': () => subject('sqlite', { tablePrefix: 'auth_' }, betterSqlite),
};

for (const [setup, makeStorage] of Object.entries(SETUPS)) {
  for (const { title, run } of storageContract(makeStorage)) {
    test(`${setup}: ${title}`, async (t) => {
      await t.notThrowsAsync(run);
    });
  }
}

async function subject(
  dialect: DialectName,
  options: DatabaseOptions,
  open?: (url: string) => Knex,
): Promise<Subject> {
  const database = await createDatabase(dialect, options);
  const knex = open?.(database.url) ?? database.knex;
  return {
    storage: knexStorage(knex, options),
    hostTransaction: (work) => knex.transaction(work),
    async close() {
      if (open !== undefined) await knex.destroy();
      await database.destroy();
    },
  };
}
