import { createBailiwick, limits, type Fault, type UserId } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { addUser, create, draft, usedOf } from './support/fixtures.js';

const OWNERS = 3;
const WRITERS = 4;
const DRIFT = 5;

for (const dialect of DIALECTS) {
  test(`${dialect}: wrong counts are repaired while creates and deletes continue, and are correct at the end`, async (t) => {
    const database = await createDatabase(dialect, { poolMax: 6 });
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher });
    const owners = await Promise.all(Array.from({ length: OWNERS }, () => addUser(storage)));
    for (const { id } of owners) for (let index = 0; index < 3; index += 1) await create(storage, id);
    await knex('bailiwick_quotas').increment('used', DRIFT);

    const mended: string[] = [];
    const repaired = new AbortController();
    const repair = async () => {
      for await (const { differences } of bailiwick.quotas.repair(bailiwick.system('test'))) {
        for (const { ownerId, used, actual } of differences) {
          t.is(used - actual, DRIFT);
          mended.push(ownerId);
        }
      }
      repaired.abort();
    };
    // So long as the repair takes, and a little longer.
    const write = async (writer: number) => {
      const { id: ownerId } = owners[writer % OWNERS]!;
      for (let rounds = 0; rounds < 5 || !repaired.signal.aborted; rounds += 1) {
        const outcome = await create(storage, ownerId);
        if (outcome.type !== 'created') return t.fail(outcome.type);
        if (rounds % 2 === 0) await storage.resources.delete(outcome.resource.id, ownerId, draft());
      }
    };
    await Promise.all([repair(), ...Array.from({ length: WRITERS }, (_, writer) => write(writer))]);

    t.deepEqual(mended, owners.map(({ id }) => id).toSorted());
    t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
    for (const { id } of owners) {
      const owned = await knex('bailiwick_resources').where({ owner_id: id });
      t.is(await usedOf(storage, id), owned.length);
    }
  });

  test(`${dialect}: a verification and a repair go on from step to step, and the end of one says how much was wrong`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher });
    const system = bailiwick.system('test');
    const owners: string[] = [];
    for (let count = 0; count <= limits.VERIFY_BATCH_OWNERS; count += 1)
      owners.push((await addUser(storage)).id);
    const [first = '', last = ''] = [owners[0], owners.at(-1)];
    for (const id of [first, last]) await create(storage, id as UserId);
    await knex('bailiwick_quotas').increment('used', DRIFT);
    const wrong = (ownerId: string) => ({ ownerId, meter: 'resources', used: 1 + DRIFT, actual: 1 });
    const { quotas, auditEvents } = bailiwick;
    let isMended = false;
    for (const step of ['verifyStep', 'repairStep', 'verifyStep'] as const) {
      const found = (ownerId: string) => (isMended ? [] : [wrong(ownerId)]);
      const begun = await quotas[step](system);
      t.deepEqual([begun.checked, begun.differences], [limits.VERIFY_BATCH_OWNERS, found(first)]);
      const cursor = begun.nextCursor ?? '';
      t.deepEqual(await quotas[step](system, { cursor }), {
        checked: 1,
        differences: found(last),
        nextCursor: null,
      });
      const another = step === 'verifyStep' ? 'repairStep' : 'verifyStep';
      await t.throwsAsync(quotas[another](system, { cursor }), { code: 'malformed-request' });
      isMended = step === 'repairStep' || isMended;
    }
    const { items } = await auditEvents.list(system, { action: 'quota:verify', outcome: 'accepted' });
    t.deepEqual(
      items.map(({ details }) => details),
      [{ differences: 0 }, { differences: 2 }],
    );
    t.is((await auditEvents.list(system, { action: 'quota:repair', outcome: 'accepted' })).items.length, 2);
  });

  test(`${dialect}: if usage was lowered by hand, a delete succeeds, reports it, and releases the other meters`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const faults: Fault[] = [];
    const bailiwick = createBailiwick({
      storage,
      passwordHasher: fastHasher,
      kinds: { database: { databases: 1, storageGiB: 20 } },
      onFault: (fault) => faults.push(fault),
    });
    const system = bailiwick.system('test');
    const { id: ownerId } = await addUser(storage);
    const make = () => bailiwick.resources.create(system, { ownerId, name: 'one' });
    const usage = async () =>
      (await bailiwick.quotas.list(system, ownerId)).map(({ meter, used }) => [meter, used]);
    const quotas = knex('bailiwick_quotas');

    const [first, second, third] = [await make(), await make(), await make()];
    await quotas.clone().where({ meter: 'storageGiB' }).update({ used: 19 });
    await bailiwick.resources.delete(system, first.id);
    t.deepEqual(await usage(), [
      ['databases', 2],
      ['storageGiB', 0],
    ]);
    t.deepEqual(faults, [{ type: 'usage-too-low', ownerId }]);

    // Without the row there is nothing to lower.
    await quotas.clone().where({ meter: 'storageGiB' }).delete();
    await bailiwick.resources.delete(system, second.id);
    t.is(faults.length, 2);

    for await (const _ of bailiwick.quotas.repair(system));
    await bailiwick.resources.delete(system, third.id);
    t.is(faults.length, 2);
    t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
  });
}
