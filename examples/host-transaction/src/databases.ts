import { QuotaExceededError, type Actor, type QuotaRefusal, type UserActor } from '@bailiwick/core';
import { withTransaction } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';
import type { Platform } from './platform.js';

export interface Order {
  /** The name, which must be unique among the databases of an owner. This is a rule of the host. */
  readonly name: string;
  readonly plan: 'small' | 'large';
}

export type Ordered =
  | { readonly status: 'running'; readonly id: string }
  /** The quotas that the order does not fit into. It was saved, and waits until there is room. */
  | { readonly status: 'waiting'; readonly quotas: readonly QuotaRefusal[] };

/** Creates the host's own tables, in the same database as those of the library. */
export async function createTables(knex: Knex): Promise<void> {
  await knex.schema.createTable('databases', (table) => {
    // The id of the resource, which has the owner, the quota and the policy. The host's table has the rest.
    table.uuid('id').primary();
    table.uuid('owner_id').notNullable();
    table.string('name').notNullable();
    table.string('plan').notNullable();
    table.unique(['owner_id', 'name']);
  });
  await knex.schema.createTable('waiting_orders', (table) => {
    table.uuid('owner_id').notNullable();
    table.string('name').notNullable();
    table.string('plan').notNullable();
  });
}

/** The databases that this host rents out. Each row is committed together with its resource, or neither is. */
export class Databases {
  readonly #knex: Knex;
  readonly #platform: Platform;

  constructor(knex: Knex, platform: Platform) {
    this.#knex = knex;
    this.#platform = platform;
  }

  /** @throws the database's error for a duplicate name; then nothing is charged */
  order(actor: UserActor, order: Order): Promise<Ordered> {
    return withTransaction(this.#knex, (trx) => this.orderWithin(trx, actor, order));
  }

  /** Orders within a longer transaction, which the caller retries. */
  async orderWithin(trx: Knex.Transaction, actor: UserActor, { name, plan }: Order): Promise<Ordered> {
    const order = { owner_id: actor.id, name, plan };
    try {
      // The library goes first, because on SQLite it takes the write lock before anything is read.
      const { id } = await this.#platform.within(trx).resources.create(actor, { kind: 'database', name });
      await trx('databases').insert({ id, ...order });
      return { status: 'running', id };
    } catch (error) {
      if (!(error instanceof QuotaExceededError)) throw error;
      // A refusal does not change the transaction, so the host can decide how to go on.
      await trx('waiting_orders').insert(order);
      return { status: 'waiting', quotas: error.quotas };
    }
  }

  /** Releases the quota of the order. @throws `not-found`, also for the database of another user */
  drop(actor: Actor, id: string): Promise<void> {
    return withTransaction(this.#knex, async (trx) => {
      await this.#platform.within(trx).resources.delete(actor, id);
      await trx('databases').where({ id }).delete();
    });
  }
}
