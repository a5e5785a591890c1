import { createBailiwick } from '@bailiwick/core';
import { allow, definePolicy, owner, platformPolicy } from '@bailiwick/core/policy';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';

const policy = definePolicy(
  platformPolicy,
  allow('owners restart their own', { actions: ['database:restart'], when: owner }),
  allow('operators look after databases', {
    role: 'operator',
    kind: 'database',
    actions: ['resource:read', 'database:restart'],
  }),
);

/**
 * Declares the additions of this service: a kind that uses two meters, organisations with projects, a role, an action and
 * two rules.
 */
export function createPlatform(knex: Knex, passwordHasher = scryptHasher()) {
  return createBailiwick({
    storage: knexStorage(knex),
    passwordHasher,
    kinds: { database: { databases: 1, storageGiB: 20 } },
    groups: { organisation: {}, project: { in: ['organisation'] } },
    roles: ['operator'],
    actions: ['database:restart'],
    policy,
  });
}

export type Platform = ReturnType<typeof createPlatform>;
