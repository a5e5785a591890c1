import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { types } from 'pg';
import { addUser, ANY_EVENT, create, draft, NOW, newResource, usedOf } from './support/fixtures.js';

// These are global in a process, which is why this file has a process of its own.
types.setTypeParser(types.builtins.INT8, BigInt);
types.setTypeParser(types.builtins.TIMESTAMPTZ, String);
types.setTypeParser(types.builtins.JSONB, String);
types.setTypeParser(types.builtins.NUMERIC, String);

test('postgres: a host that has changed how pg reads times, integers and JSON is served', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  const owner = await addUser(storage, { limits: { resources: 1 } });
  t.deepEqual(await storage.users.find(owner.id), owner);

  const command = { ...newResource(owner.id), idempotency: { key: 'key', payloadHash: 'payload' } };
  t.deepEqual(await storage.resources.create(command, draft('create')), {
    type: 'created',
    resource: command.resource,
  });
  t.deepEqual(await storage.resources.create(command, draft('create')), {
    type: 'repeated',
    resource: command.resource,
  });
  t.deepEqual(await storage.resources.find(command.resource.id), command.resource);
  t.deepEqual(await create(storage, owner.id), {
    type: 'quota-exceeded',
    quotas: [{ meter: 'resources', limit: 1, used: 1, requested: 1 }],
  });

  await database.knex.raw('UPDATE bailiwick_quotas SET used = 9007199254740991');
  const { differences } = await storage.quotas.check(null, 10);
  t.deepEqual(differences, [
    { ownerId: owner.id, meter: 'resources', used: Number.MAX_SAFE_INTEGER, actual: 1 },
  ]);
  await storage.quotas.repair({ ownerId: owner.id, meter: 'resources' }, draft());
  t.is((await storage.resources.delete(command.resource.id, owner.id, draft())).type, 'deleted');
  t.is(await usedOf(storage, owner.id), 0);

  const bound = { attemptsMax: 1, windowMs: 60_000 };
  const claim = await storage.loginThrottle?.claim('key', bound);
  t.like(claim, { type: 'claimed', bound });
  t.like(await storage.loginThrottle?.claim('key', bound), { type: 'refused' });

  const everything = {
    scope: { type: 'all' },
    ...ANY_EVENT,
    action: 'create',
    olderThanId: null,
    count: 1,
  } as const;
  const [event] = await storage.auditEvents.list(everything);
  t.deepEqual([event?.at, event?.details], [NOW, {}]);
});
