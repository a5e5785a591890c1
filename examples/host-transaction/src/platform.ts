import { createBailiwick } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';

/** Declares what this host sells: databases, each of which uses one of the first meter and several of the second. */
export function createPlatform(knex: Knex, passwordHasher = scryptHasher()) {
  return createBailiwick({
    storage: knexStorage(knex),
    passwordHasher,
    kinds: { database: { databases: 1, storageGiB: 20 } },
  });
}

export type Platform = ReturnType<typeof createPlatform>;
