import { createBailiwick, limits, type Fault, type UserId } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { addGroup, addUser, create, draft, newId, usedOf } from './support/fixtures.js';
import { requireRightRoots } from './support/require-right-roots.js';

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
        misplaced: [],
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

  test(`${dialect}: rows that carry another root than their owner are found and repaired, and no others`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher });
    const system = bailiwick.system('test');
    const [acme, other, user] = [await addGroup(storage), await addGroup(storage), await addUser(storage)];
    const web = await addGroup(storage, { parentId: acme.id });
    for (const { id } of [acme, web, other, user]) await create(storage, id, { key: 'key' });
    // The rows that a deleted group has left have no root any more.
    const gone = await addGroup(storage, { parentId: acme.id });
    for (const key of ['one', 'two']) await create(storage, gone.id, { key });
    const deletion = { resources: 'delete', ifUnchangedSince: null, rowsAtOnceMax: 1 } as const;
    await storage.groups.delete(gone.id, deletion, draft());
    const all = async (work: 'verify' | 'repair') => {
      const found = [];
      for await (const { misplaced } of bailiwick.quotas[work](system)) found.push(...misplaced);
      return found;
    };
    t.deepEqual(await all('verify'), []);

    for (const table of ['resources', 'quotas', 'idempotency_keys'])
      await knex(`bailiwick_${table}`).where({ owner_id: web.id }).update({ root_id: other.id });
    await knex('bailiwick_resources').where({ owner_id: user.id }).update({ root_id: other.id });
    await knex('bailiwick_quotas').where({ owner_id: other.id }).update({ root_id: null });
    const wrong = [
      { ownerId: other.id, count: 1 },
      { ownerId: user.id, count: 1 },
      { ownerId: web.id, count: 3 },
    ];
    t.deepEqual(await all('verify'), wrong);
    t.deepEqual(await all('repair'), wrong);
    t.deepEqual(await all('repair'), []);
    await requireRightRoots(knex);
    const { items } = await bailiwick.auditEvents.list(system, { action: 'quota:repair' });
    t.deepEqual(
      items.map(({ target }) => target).reverse(),
      wrong.map(({ ownerId }) => ({ type: 'quota', id: null, ownerId })),
    );
    const [last] = (await bailiwick.auditEvents.list(system, { action: 'quota:verify' })).items;
    t.deepEqual(last?.details, { differences: 3 });
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

  test(`${dialect}: whatever releases usage that was lowered by hand reports it, and nothing else does`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const faults: Fault[] = [];
    const bailiwick = createBailiwick({
      storage,
      passwordHasher: fastHasher,
      kinds: { note: { notes: 1 } },
      groups: { org: { root: true }, project: { in: ['org'], root: true, demand: { projects: 1 } } },
      memberDemand: { seats: 1 },
      onFault: (fault) => faults.push(fault),
    });
    const system = bailiwick.system('test');
    const org = await bailiwick.groups.create(system, { name: 'org', type: 'org' });
    const inOrg = () =>
      bailiwick.groups.create(system, { name: 'project', type: 'project', parentId: org.id });
    const noteOf = (ownerId: string) => bailiwick.resources.create(system, { ownerId, name: 'note' });
    const memberOf = async (groupId: string) => {
      const user = await addUser(storage);
      await bailiwick.members.set(system, groupId, user.id, { role: 'member' });
      return user;
    };
    /** Each makes something and returns its owner, with the command that releases it. */
    const releases: Record<string, () => Promise<readonly [owner: string, release: () => Promise<unknown>]>> =
      {
        'resources.delete': async () => {
          const project = await inOrg();
          const note = await noteOf(project.id);
          return [project.id, () => bailiwick.resources.delete(system, note.id)];
        },
        'resources.transfer': async () => {
          const { id: ownerId } = await addUser(storage);
          const note = await noteOf(org.id);
          return [org.id, () => bailiwick.resources.transfer(system, note.id, { ownerId })];
        },
        'groups.move': async () => {
          const { id } = await inOrg();
          await noteOf(id);
          return [org.id, () => bailiwick.groups.move(system, id, { parentId: null })];
        },
        'groups.delete': async () => {
          const { id } = await inOrg();
          return [org.id, () => bailiwick.groups.delete(system, id)];
        },
        'members.remove': async () => {
          const { id: userId } = await memberOf(org.id);
          return [org.id, () => bailiwick.members.remove(system, org.id, userId)];
        },
        'users.delete': async () => {
          const { id } = await memberOf(org.id);
          return [id, () => bailiwick.users.delete(system, id)];
        },
        'users.delete, in steps': async () => {
          const { id } = await memberOf(org.id);
          const { id: noteId } = await noteOf(id);
          const row = await knex('bailiwick_resources').where({ id: noteId }).first();
          const copies = Array.from({ length: limits.DELETE_AT_ONCE_ROWS_MAX }, () => ({
            ...row,
            id: newId(),
          }));
          await knex.batchInsert('bailiwick_resources', copies, 100);
          return [id, () => bailiwick.users.delete(system, id, { resources: 'delete' })];
        },
      };
    for (const [title, prepare] of Object.entries(releases)) {
      const [, rightly] = await prepare();
      await rightly();
      t.deepEqual(faults.splice(0), [], title);
      const [ownerId, release] = await prepare();
      await knex('bailiwick_quotas').where({ owner_id: org.id }).update({ used: 0 });
      await release();
      t.deepEqual(faults.splice(0), [{ type: 'usage-too-low', ownerId }], title);
      for await (const _ of bailiwick.quotas.repair(system));
      for await (const _ of bailiwick.finishDeletions());
    }
  });
}
