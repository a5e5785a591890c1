import type { User } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';
import { addUser, create, draft, logIn } from './fixtures.js';

/** Puts at least one row into every table; the owner has room for one more resource. */
export async function putRowsEverywhere(knex: Knex): Promise<User> {
  const storage = knexStorage(knex);
  const owner = await addUser(storage, { limits: { resources: 2 } });
  await create(storage, owner.id, { key: 'key' });
  await logIn(storage, owner.id);
  await storage.quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, draft());
  return owner;
}
