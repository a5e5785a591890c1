import { createBailiwick, limits } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { addUser, create, draft, newResource, usedOf } from './support/fixtures.js';

for (const dialect of DIALECTS) {
  test(`${dialect}: a create that is refused for its id leaves its idempotency key free`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const owner = await addUser(storage);
    const taken = newResource(owner.id);
    await storage.resources.create(taken, draft());
    const keyed = { ...taken, idempotency: { key: 'key', payloadHash: 'payload' } };
    t.deepEqual(await storage.resources.create(keyed, draft()), { type: 'id-taken' });
    t.is((await create(storage, owner.id, { key: 'key' })).type, 'created');
    t.is(await usedOf(storage, owner.id), 2);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: an unlimited quota ends where integers are no longer exact, with the figures, alone and in a batch`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const bailiwick = createBailiwick({
      storage,
      passwordHasher: fastHasher,
      kinds: { huge: { bytes: limits.DEMAND_MAX } },
    });
    const system = bailiwick.system('test');
    const used = limits.LIMIT_MAX - limits.DEMAND_MAX - 5;
    const owners = await Promise.all([{}, { bytes: null }].map((own) => addUser(storage, { limits: own })));
    for (const { id: ownerId } of owners) {
      const make = (idempotencyKey?: string) =>
        bailiwick.resources
          .create(system, {
            ownerId,
            kind: 'huge',
            name: 'huge',
            ...(idempotencyKey ? { idempotencyKey } : {}),
          })
          .then(
            () => 'created',
            (error: { readonly code?: string }) => error,
          );
      t.is(await make(), 'created');
      await knex('bailiwick_quotas').where({ owner_id: ownerId }).update({ used });
      const full = {
        code: 'quota-exceeded',
        quotas: [
          { meter: 'bytes', limit: null, used: used + limits.DEMAND_MAX, requested: limits.DEMAND_MAX },
        ],
      };
      const outcomes = await Promise.all([make(), make(), make()]);
      t.is(outcomes.filter((outcome) => outcome === 'created').length, 1);
      for (const outcome of outcomes) if (outcome !== 'created') t.like(outcome, full);
      t.like(await make(), full);
      t.like(await make('key'), full);
      const preview = bailiwick.resources.preview(system, { ownerId, kind: 'huge' });
      t.like(await t.throwsAsync(preview), full, 'and the preview says the same');
      t.is(
        (await storage.quotas.list(ownerId))?.find(({ meter }) => meter === 'bytes')?.used,
        used + limits.DEMAND_MAX,
      );
    }
  });
}
