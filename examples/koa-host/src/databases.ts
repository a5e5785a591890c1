import { InvalidRequestError, NotFoundError, type Actor, type Resource } from '@bailiwick/core';
import type { Knex } from 'knex';
import type { Platform } from './platform.js';

/** A database: the members that the library stores, and those of this service. */
export type Database = Resource<'database'> & { readonly plan: string; readonly restarts: number };

const PLANS = ['small', 'large'];

/**
 * Creates the table of this service, with one row for each resource. A row is deleted with its resource, also if a
 * route of the library deletes the resource or its owner.
 */
export async function createTable(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable('databases')) return;
  await knex.schema.createTable('databases', (table) => {
    table.uuid('id').primary().references('id').inTable('bailiwick_resources').onDelete('CASCADE');
    table.string('plan').notNullable();
    table.integer('restarts').notNullable().defaultTo(0);
  });
}

/** Commits the row, the resource, its quota and its audit event together or not at all. */
export function createDatabase(
  knex: Knex,
  platform: Platform,
  actor: Actor,
  input: unknown,
): Promise<Database> {
  const { name, plan, ownerId } = readInput(input);
  return knex.transaction(async (trx) => {
    const resource = await platform.within(trx).resources.create(actor, { kind: 'database', name, ownerId });
    await trx('databases').insert({ id: resource.id, plan });
    return { ...resource, plan, restarts: 0 };
  });
}

/** @throws `not-found` if it does not exist, or if the actor may not see it, which the library decides */
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

/** Restarts a database that the actor may see, if this service's own policy allows it. */
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

/** Checks the plan, which belongs to this service; the library checks the name and the owner, such as a project. */
function readInput(input: unknown): { name: string; plan: string; ownerId?: string } {
  const { name, plan, ownerId } = Object(input);
  if (PLANS.includes(plan)) return { name, plan, ownerId };
  throw new InvalidRequestError([{ pointer: '/plan', detail: `must be one of: ${PLANS.join(', ')}.` }]);
}
