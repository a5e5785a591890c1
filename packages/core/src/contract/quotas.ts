import assert from 'node:assert/strict';
import type { UserId } from '../ids.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newResource, newUserId, race, tally } from './world.js';

/** Checks how limits are set and listed, and how `used` is verified and repaired. */
export const quotaCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q6',
    title: 'quotas.list: it returns own limits, defaults and usage by meter, with their source',
    async run(world) {
      const owner = await world.addUser({ limits: { b: 1, c: null } });
      const { quotas } = world.storage;
      await world.addResource(owner.id, { demand: { b: 1, d: 2 } });
      await quotas.setDefaultLimit({ meter: 'a', limit: 7 }, draft('default-limit:set'));
      await quotas.setDefaultLimit({ meter: 'c', limit: 7 }, draft('default-limit:set'));
      await quotas.setDefaultLimit({ meter: 'd', limit: 1 }, draft('default-limit:set'));
      await world.setLimit(owner.id, 'b', 0);
      assert.deepEqual(await quotas.list(owner.id), [
        { meter: 'a', limit: 7, used: 0, over: 0, source: 'default' },
        { meter: 'b', limit: 0, used: 1, over: 1, source: 'user' },
        { meter: 'c', limit: null, used: 0, over: 0, source: 'user' },
        { meter: 'd', limit: 1, used: 2, over: 1, source: 'default' },
      ]);
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.list: an owner without quotas gets an empty list, and an absent owner null',
    async run(world) {
      const owner = await world.addUser();
      assert.deepEqual(await world.storage.quotas.list(owner.id), []);
      assert.equal(await world.storage.quotas.list(newUserId()), null);
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.listMany: it returns for each owner that exists what quotas.list returns',
    async run(world) {
      const { quotas } = world.storage;
      const ann = await world.addUser({ limits: { b: 1 } });
      const bob = await world.addUser();
      await world.addResource(ann.id, { demand: { b: 1, c: 2 } });
      const ids = [bob.id, newUserId(), ann.id];
      const one = async (id: UserId) => [id, await quotas.list(id)] as const;
      const both = async () => new Map([await one(ann.id), await one(bob.id)]);
      assert.deepEqual(new Map(await quotas.listMany(ids)), await both());
      await quotas.setDefaultLimit({ meter: 'a', limit: 7 }, draft('default-limit:set'));
      assert.deepEqual(new Map(await quotas.listMany(ids)), await both());
      assert.deepEqual(await quotas.listMany([]), new Map());
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.setLimit: it returns the quota now in force, and can be repeated and cleared',
    async run(world) {
      const owner = await world.addUser();
      const { quotas } = world.storage;
      await quotas.setDefaultLimit({ meter: 'resources', limit: 9 }, draft('default-limit:set'));
      await world.addResource(owner.id);
      const key = { ownerId: owner.id, meter: 'resources' };
      const own = { type: 'set', quota: { meter: 'resources', limit: 0, used: 1, over: 1, source: 'user' } };
      assert.deepEqual(await quotas.setLimit({ ...key, limit: 0 }, draft('quota:set')), own);
      assert.deepEqual(await quotas.setLimit({ ...key, limit: 0 }, draft('quota:set')), own);
      const byDefault = {
        type: 'set',
        quota: { meter: 'resources', limit: 9, used: 1, over: 0, source: 'default' },
      };
      assert.deepEqual(await quotas.clearLimit(key, draft('quota:set')), byDefault);
      assert.deepEqual(await quotas.clearLimit(key, draft('quota:set')), byDefault);
      assert.equal((await world.eventsOf('quota:set')).length, 4);
    },
  },
  {
    guarantee: 'I2',
    title: 'quotas.setLimit: an absent owner is not found, and the refusal is recorded',
    async run(world) {
      const key = { ownerId: newUserId(), meter: 'resources' };
      const { quotas } = world.storage;
      assert.deepEqual(await quotas.setLimit({ ...key, limit: 1 }, draft('quota:set')), { type: 'absent' });
      assert.deepEqual(await quotas.clearLimit(key, draft('quota:set')), { type: 'absent' });
      const events = await world.eventsOf('quota:set');
      assert.deepEqual(
        events.map((event) => event.outcome),
        ['refused', 'refused'],
      );
    },
  },
  {
    guarantee: 'Q3',
    title: 'quotas.setLimit: limits that race creates never disturb what is used',
    async run(world) {
      const owner = await world.addUser();
      const creates = race(10, () => world.create(newResource(owner.id)));
      const limits = race(10, (index) => world.setLimit(owner.id, 'resources', 100 + index));
      const [outcomes] = await Promise.all([creates, limits]);
      assert.deepEqual(tally(outcomes), { created: 10 });
      assert.equal((await world.meter(owner.id)).used, 10);
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.setDefaultLimit: it applies to the next create of every owner, and can be lifted again',
    async run(world) {
      const owner = await world.addUser();
      const { quotas } = world.storage;
      const setDefault = (limit: number | null) =>
        quotas.setDefaultLimit({ meter: 'resources', limit }, draft('default-limit:set'));
      await setDefault(1);
      await world.addResource(owner.id);
      assert.equal((await world.create(newResource(owner.id))).type, 'quota-exceeded');
      await setDefault(2);
      await world.addResource(owner.id);
      await setDefault(null);
      await world.addResource(owner.id);
      const set = { ownerType: 'user', meter: 'resources', limit: null };
      assert.deepEqual(await quotas.listDefaultLimits(), [set]);
      assert.equal((await world.eventsOf('default-limit:set')).length, 3);
    },
  },
  {
    guarantee: 'Q3',
    title: 'quotas.check: it goes through all owners in batches and finds every difference',
    async run(world) {
      const owners = await race(5, () => world.addUser());
      for (const { id } of owners) await world.addResource(id);
      let from = null;
      let checked = 0;
      let steps = 0;
      do {
        const step = await world.storage.quotas.check(from, 2);
        assert.deepEqual(step.differences, []);
        checked += step.ownersChecked;
        steps += 1;
        from = step.nextOwnerId;
      } while (from !== null);
      assert.deepEqual([checked, steps], [5, 3]);
    },
  },
  {
    guarantee: 'Q3',
    title: 'quotas.repair: a correct quota is left alone, without an event',
    async run(world) {
      const owner = await world.addUser();
      await world.addResource(owner.id);
      const key = { ownerId: owner.id, meter: 'resources' };
      assert.deepEqual(await world.storage.quotas.repair(key, draft('quota:repair')), { type: 'true' });
      assert.deepEqual(await world.eventsOf('quota:repair'), []);
      assert.equal((await world.meter(owner.id)).used, 1);
    },
  },
  {
    guarantee: 'Q3',
    title: 'quotas.repair: repairs that race creates and deletes find nothing to repair, and disturb nothing',
    async run(world) {
      const owner = await world.addUser();
      const { quotas, resources } = world.storage;
      const key = { ownerId: owner.id, meter: 'resources' };
      const work = race(4, async () => {
        for (let round = 0; round < 3; round += 1) {
          const { id } = await world.addResource(owner.id, { demand: { resources: 1, other: 3 } });
          if (round < 2) await resources.delete(id, owner.id, draft('resource:delete'));
        }
      });
      const repairs = race(8, () => quotas.repair(key, draft('quota:repair')));
      const [mended] = await Promise.all([repairs, work]);
      assert.deepEqual(tally(mended), { true: 8 });
      assert.equal((await world.meter(owner.id)).used, 4);
      await world.assertUsageIsTrue();
    },
  },
];
