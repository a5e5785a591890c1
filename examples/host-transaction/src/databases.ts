import { QuotaExceededError, type Actor, type QuotaShortfall, type UserActor } from '@bailiwick/core';
import { withTransaction } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';
import type { Platform } from './platform.js';

export interface Order {
  /** Unique among the databases of one owner: a rule of this host's own. */
  readonly name: string;
  readonly plan: 'small' | 'large';
}

export type Ordered =
  | { readonly status: 'running'; readonly id: string }
  /** There is no room: the order was noted, and these figures say why it waits. */
  | { readonly status: 'waiting'; readonly quotas: readonly QuotaShortfall[] };

/** The host's own tables, next to the library's in the same database. */
export async function createTables(knex: Knex): Promise<void> {
  await knex.schema.createTable('databases', (table) => {
    // The id of the resource, which owner, quota and policy are about. The host keeps what only it knows.
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

/** The databases that this host rents out. Each of its rows commits with the resource behind it, or neither does. */
export class Databases {
  readonly #knex: Knex;
  readonly #platform: Platform;

  constructor(knex: Knex, platform: Platform) {
    this.#knex = knex;
    this.#platform = platform;
  }

  /** @throws the host's own violation of the unique name, with nothing charged */
  order(actor: UserActor, order: Order): Promise<Ordered> {
    return withTransaction(this.#knex, (trx) => this.orderWithin(trx, actor, order));
  }

  /** As a part of a longer transaction, which its caller repeats. */
  async orderWithin(trx: Knex.Transaction, actor: UserActor, { name, plan }: Order): Promise<Ordered> {
    const order = { owner_id: actor.id, name, plan };
    try {
      // The library comes first: on SQLite it takes the write lock before anything is read.
      const { id } = await this.#platform.within(trx).resources.create(actor, { kind: 'database', name });
      await trx('databases').insert({ id, ...order });
      return { status: 'running', id };
    } catch (error) {
      if (!(error instanceof QuotaExceededError)) throw error;
      // A refusal leaves the transaction as it was: the host decides what becomes of it.
      await trx('waiting_orders').insert(order);
      return { status: 'waiting', quotas: error.quotas };
    }
  }

  /** Gives back what the order took. @throws `not-found`, also for what is somebody else's */
  drop(actor: Actor, id: string): Promise<void> {
    return withTransaction(this.#knex, async (trx) => {
      await this.#platform.within(trx).resources.delete(actor, id);
      await trx('databases').where({ id }).delete();
    });
  }
}
