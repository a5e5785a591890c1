// How does a container of tsyringe get the storage?
import { tokens } from '@bailiwick/core/tsyringe';
import type { Storage } from '@bailiwick/core';
import type { Knex } from 'knex';
import type { DependencyContainer, InjectionToken } from 'tsyringe';
import { knexStorage, type KnexStorageOptions } from '../knex-storage.js';

/** The Knex that the host registers. */
export const knexToken = Symbol.for('bailiwick.knex') as InjectionToken<Knex>;

/**
 * Registers the storage with a container in which {@link knexToken} is, or will be, registered. Each
 * container gets one instance: a child that overrides the Knex gets a storage of its own with it.
 *
 * Returns `tokens.storage` with the type of its transactions, for `registerBailiwick`.
 *
 * @example
 * const storage = registerKnexStorage(container);
 * registerBailiwick(container, { storage, kinds: { database: { databases: 1 } } });
 */
export function registerKnexStorage(
  container: DependencyContainer,
  options: KnexStorageOptions = {},
): InjectionToken<Storage<Knex.Transaction>> {
  const token = tokens.storage as InjectionToken<Storage<Knex.Transaction>>;
  const instances = new WeakMap<DependencyContainer, Storage<Knex.Transaction>>();
  container.register(token, {
    useFactory(resolving) {
      const instance = instances.get(resolving) ?? knexStorage(resolving.resolve(knexToken), options);
      instances.set(resolving, instance);
      return instance;
    },
  });
  return token;
}
