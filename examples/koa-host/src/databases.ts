import { InvalidRequestError, NotFoundError, type Actor, type Resource } from '@bailiwick/core';
import type { Knex } from 'knex';
import type { Platform } from './platform.js';

/** What the library knows of a database, and what only this service knows. */
export type Database = Resource<'database'> & { readonly plan: string; readonly restarts: number };

const PLANS = ['small', 'large'];

/**
 * A row of this service stands beside each resource, and goes with it: whoever deletes the resource, or
 * its owner, by a route of the library too.
 */
export async function createTable(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable('databases')) return;
  await knex.schema.createTable('databases', (table) => {
    table.uuid('id').primary().references('id').inTable('bailiwick_resources').onDelete('CASCADE');
    table.string('plan').notNullable();
    table.integer('restarts').notNullable().defaultTo(0);
  });
}

/** The row, the resource, its quota and its audit event commit together or not at all. */
export function createDatabase(
  knex: Knex,
  platform: Platform,
  actor: Actor,
  input: unknown,
): Promise<Database> {
  const { name, plan } = readInput(input);
  return knex.transaction(async (trx) => {
    const resource = await platform.within(trx).resources.create(actor, { kind: 'database', name });
    await trx('databases').insert({ id: resource.id, plan });
    return { ...resource, plan, restarts: 0 };
  });
}

/** @throws `not-found`: it does not exist, or it is not the actor's to see. The library decides that. */
export async function getDatabase(
  knex: Knex,
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<Database> {
  const resource = await platform.resources.get(actor, id);
  const row = await knex('databases').where({ id: resource.id }).first('plan', 'restarts');
  if (row === undefined) throw new NotFoundError('database');
  return { ...resource, ...row };
}

/** The actor may see the database; whether it may be restarted is a question of this service's own policy. */
export async function restartDatabase(
  knex: Knex,
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<Database> {
  const database = await getDatabase(knex, platform, actor, id);
  await platform.authorize(actor, 'database:restart', database);
  await knex('databases').where({ id: database.id }).increment('restarts', 1);
  return getDatabase(knex, platform, actor, id);
}

/** The library checks the name; the plan is this service's. */
function readInput(input: unknown): { name: string; plan: string } {
  const { name, plan } = Object(input);
  if (PLANS.includes(plan)) return { name, plan };
  throw new InvalidRequestError([{ pointer: '/plan', detail: `must be one of: ${PLANS.join(', ')}.` }]);
}
