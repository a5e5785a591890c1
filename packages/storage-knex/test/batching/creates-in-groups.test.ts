import type { CreateResource, Group, OwnerId, Stores, User } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, type DialectName, DIALECTS, recordStatements } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { untilBlocked } from '../support/blocked.js';
import { addGroup, addUser, create, draft, newResource, usedOf } from '../support/fixtures.js';

for (const dialect of DIALECTS) {
  test(`${dialect}: creates in groups below several roots, by several actors, are one statement`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const trees = [await addTree(storage, 10), await addTree(storage, 1)] as const;
    const [ann, bob] = [await addUser(storage, { limits: { resources: 5 } }), await addUser(storage)];
    const [[acme, web, ops], [small, one, other]] = trees;
    const { statements } = recordStatements(knex);
    // Ann also creates something of her own, which PostgreSQL has a faster function for.
    const outcomes = await createAll(storage, [
      [ann, newResource(web.id)],
      [bob, newResource(ops.id)],
      [bob, newResource(acme.id)],
      [ann, newResource(one.id)],
      [ann, newResource(ann.id)],
      [bob, newResource(other.id, { demand: { resources: 2 } })],
    ]);
    t.is(statements.length, dialect === 'postgres' ? 2 : 1);
    const level = ({ id, type, name }: Group, limit: number, used: number) => ({
      meter: 'resources',
      owner: { id, type, name },
      limit,
      used,
      requested: 2,
    });
    t.deepEqual(
      outcomes.map((outcome) => (outcome.type === 'quota-exceeded' ? outcome.quotas : outcome.type)),
      ['created', 'created', 'created', 'created', 'created', [level(other, 9, 0), level(small, 1, 1)]],
    );
    t.deepEqual(await used(storage, [acme, web, ops, small, one, other, ann]), [3, 1, 1, 1, 1, 0, 1]);
    t.deepEqual((await storage.quotas.check(null, 20)).differences, []);
    const events = await knex('bailiwick_audit_events').where({ action: 'resource:create' });
    t.deepEqual(
      events.map(({ actor_id, outcome }) => `${actor_id === ann.id ? 'ann' : 'bob'} ${outcome}`).toSorted(),
      ['ann accepted', 'ann accepted', 'ann accepted', 'bob accepted', 'bob accepted', 'bob refused'],
    );
  });

  test(`${dialect}: a create in a group by an actor who has lost rights is not part of a batch`, async (t) => {
    const { storage } = await start(t, dialect);
    const [acme, web, ops] = await addTree(storage, 10);
    const [ann, bob] = [await addUser(storage), await addUser(storage)];
    const outcomes = await Promise.all([
      storage.resources.create(newResource(web.id), by(ann, 2)),
      storage.resources.create(newResource(ops.id), by(bob, 1)),
    ]);
    t.deepEqual(
      outcomes.map(({ type }) => type),
      ['authority-changed', 'created'],
    );
    t.deepEqual(await used(storage, [acme, web, ops]), [1, 0, 1]);
  });
}

test('postgres: creates below a locked root gather and wait for it as one batch, and delay no others', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const [acme, web, ops] = await addTree(storage, 4);
  const [, other] = await addTree(storage, 10);
  // As long as it takes this test to look.
  await knex.raw(`ALTER FUNCTION bailiwick_create_resources_on_paths_v1 SET lock_timeout = '30s'`);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), web.id)).type, 'created');
  const { statements } = recordStatements(knex);

  const late = [web, ops, acme, ops].map(({ id }) => create(storage, id));
  t.is((await create(storage, other.id)).type, 'created');
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual((await Promise.all(late)).map(({ type }) => type).toSorted(), [
    'created',
    'created',
    'created',
    'quota-exceeded',
  ]);
  t.deepEqual(await used(storage, [acme, other]), [4, 1]);
  const batches = statements.filter(({ sql }) => sql.includes('bailiwick_create_resources_on_paths_v1'));
  t.is(batches.length, 2, 'one for all, and one for those that met the lock');
});

test('postgres: a batch of one root is right where its creates have several', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const [acme, web] = await addTree(storage, 1);
  const [small, one] = await addTree(storage, 1);
  const commands = [web, one, web].map(({ id }) => newResource(id));
  const creates = commands.map(({ resource, demand }, position) => {
    const { id, type, name } = { id: resource.id, type: resource.kind, name: resource.name };
    const event = { event_id: draft().id, at: resource.createdAt, actor_type: 'system', actor_id: 'test' };
    const rest = { action: 'x', target_type: 'resource', rule: 'test', details: {}, demand, position };
    const times = { created_at: resource.createdAt, updated_at: resource.updatedAt };
    return {
      id,
      owner_id: resource.ownerId,
      kind: type,
      name,
      meter: 'resources',
      amount: 1,
      ...event,
      ...rest,
      ...times,
    };
  });
  const { rows } = await knex.raw(
    'SELECT decided_id, quotas FROM bailiwick_create_resources_on_paths_v1(?, true)',
    [JSON.stringify(creates)],
  );
  const ids = commands.map(({ resource }) => resource.id as string);
  t.deepEqual(
    rows.map((row: { decided_id: string }) => row.decided_id),
    ids.slice(0, 2),
  );
  t.deepEqual(await used(storage, [acme, web, small, one]), [1, 1, 1, 1]);
});

/** An organisation with this limit, and two projects in it that have a higher one. */
async function addTree(storage: Stores, limit: number): Promise<[Group, Group, Group]> {
  const root = await addGroup(storage, { limits: { resources: limit } });
  const inside = { parentId: root.id, limits: { resources: 9 } };
  return [root, await addGroup(storage, inside), await addGroup(storage, inside)];
}

function by({ id }: User, version = 1) {
  const actor = { type: 'user', id, credential: 'session' } as const;
  return { ...draft('resource:create'), actor, authority: { userId: id, version } };
}

function createAll(storage: Stores, commands: readonly (readonly [User, CreateResource])[]) {
  return Promise.all(commands.map(([actor, command]) => storage.resources.create(command, by(actor))));
}

function used(storage: Stores, owners: readonly { readonly id: OwnerId }[]) {
  return Promise.all(owners.map(({ id }) => usedOf(storage, id)));
}

async function start(t: ExecutionContext, dialect: DialectName) {
  const database = await createDatabase(dialect, { poolMax: 6 });
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  await storage.ping();
  return { knex: database.knex, storage };
}
