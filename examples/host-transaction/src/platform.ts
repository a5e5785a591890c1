import { createBailiwick } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';

/** What this host sells: databases, which take one of the one meter and some of the other. */
export function createPlatform(knex: Knex, passwordHasher = scryptHasher()) {
  return createBailiwick({
    storage: knexStorage(knex),
    passwordHasher,
    kinds: { database: { databases: 1, storageGiB: 20 } },
  });
}

export type Platform = ReturnType<typeof createPlatform>;
