import assert from 'node:assert/strict';
import type { CreateResource, CreateResourceOutcome } from '../resources/resource-store.js';
import type { OwnerId } from '../ids.js';
import type { User } from '../users/user.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newResource, newUserId, T1, type World } from './world.js';

// Creates that arrive at once, by one owner and by several. A storage may batch them into one statement; the outcome
// of each create must be the same as without the batch.

function createAll(world: World, commands: readonly CreateResource[]): Promise<CreateResourceOutcome[]> {
  return Promise.all(commands.map((command) => world.create(command)));
}

/** Uses the meter once, since an owner who has not used it before may take another code path. */
async function addOwner(world: World, limit: number) {
  const owner = await world.addUser({ limits: { resources: limit + 1 } });
  await world.addResource(owner.id);
  return owner;
}

/** Checks concurrent creates, which a storage may decide as one batch. */
export const concurrentCreateCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q1',
    title:
      'resources.create: concurrent creates of several owners: each owner’s are compared with that owner’s limit',
    async run(world) {
      const owners = await Promise.all([2, 3].map((limit) => addOwner(world, limit)));
      const commands = [0, 1, 2, 3, 4].flatMap(() => owners.map(({ id }) => newResource(id)));
      const outcomes = await createAll(world, commands);
      for (const [index, { id }] of owners.entries()) {
        const limit = index + 3;
        const own = outcomes.filter((_, index) => commands[index]?.resource.ownerId === id);
        assert.equal((await world.resourcesOf(id)).length, limit, 'as many as fit, and no more');
        assert.equal(own.filter(({ type }) => type === 'created').length, index + 2);
        for (const outcome of own.filter(({ type }) => type !== 'created')) {
          const quotas = [{ meter: 'resources', limit, used: limit, requested: 1 }];
          assert.deepEqual(outcome, { type: 'quota-exceeded', quotas });
        }
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: concurrent creates: those that fit are accepted beside those that do not',
    async run(world) {
      const { id } = await addOwner(world, 5);
      const demands = [2, 7, 3].map((amount) => ({ resources: amount }));
      const outcomes = await createAll(
        world,
        demands.map((demand) => newResource(id, { demand })),
      );
      assert.deepEqual(
        outcomes.map(({ type }) => type),
        ['created', 'quota-exceeded', 'created'],
      );
      assert.deepEqual(await world.meter(id), { limit: 6, used: 6 });
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: concurrent creates: a default limit applies to them',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      for (const { id } of [ann, bob]) await world.addResource(id);
      const limit = { meter: 'resources', limit: 2 };
      await world.storage.quotas.setDefaultLimit(limit, draft('default-limit:set'));
      const outcomes = await createAll(
        world,
        [ann, bob, ann].map(({ id }) => newResource(id)),
      );
      const types = outcomes.map(({ type }) => type);
      assert.equal(types[1], 'created');
      // Whichever of Ann's two comes first.
      assert.deepEqual(types.toSorted(), ['created', 'created', 'quota-exceeded']);
      assert.equal((await world.resourcesOf(ann.id)).length, 2);
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: concurrent creates: they are decided on what another transaction has left',
    async run(world) {
      const { id } = await addOwner(world, 2);
      const commands = [newResource(id), newResource(id)];
      const [, outcomes] = await world.overlap(
        (stores) => stores.resources.create(newResource(id), draft('resource:create')),
        () => createAll(world, commands),
      );
      assert.deepEqual(outcomes.map(({ type }) => type).toSorted(), ['created', 'quota-exceeded']);
      assert.deepEqual(await world.meter(id), { limit: 3, used: 3 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.create: concurrent creates: one whose id is taken claims nothing',
    async run(world) {
      const [ann, bob] = [await addOwner(world, 10), await addOwner(world, 10)];
      const taken = newResource(ann.id);
      await world.create(taken);
      const twice = newResource(bob.id);
      const outcomes = await createAll(world, [
        newResource(ann.id),
        taken,
        twice,
        twice,
        newResource(bob.id),
      ]);
      const [first, second, ...twins] = outcomes.map(({ type }) => type);
      const last = twins.pop();
      assert.deepEqual([first, second, last], ['created', 'id-taken', 'created']);
      // Whichever of the two comes first.
      assert.deepEqual(twins.toSorted(), ['created', 'id-taken']);
      assert.deepEqual(await world.meter(ann.id), { limit: 11, used: 3 });
      assert.deepEqual(await world.meter(bob.id), { limit: 11, used: 3 });
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: concurrent creates: only those for active owners are accepted',
    async run(world) {
      const [ann, bob] = [await addOwner(world, 10), await addOwner(world, 10)];
      await world.storage.users.change(bob.id, { status: 'disabled', at: T1 }, draft('user:update'));
      const ids = [ann.id, bob.id, newUserId(), ann.id];
      const outcomes = await createAll(
        world,
        ids.map((id) => newResource(id)),
      );
      assert.deepEqual(
        outcomes.map(({ type }) => type),
        ['created', 'owner-disabled', 'no-owner', 'created'],
      );
      assert.equal((await world.resourcesOf(bob.id)).length, 1);
    },
  },
  {
    guarantee: 'A3',
    title:
      'resources.create: concurrent creates for others: only those of actors whose authority holds are accepted',
    async run(world) {
      const [ann, bob] = [await addOwner(world, 10), await addOwner(world, 10)];
      const group = await world.addGroup({ limits: { resources: 10 } });
      await world.addResource(group.id);
      // The version of Bob's authority was another one when his creates were decided.
      const versions = new Map([
        [ann.id, 1],
        [bob.id, 2],
      ]);
      const createdBy = ({ id: userId }: User, ownerId: OwnerId) => {
        const audit = {
          ...draft('resource:create'),
          authority: { userId, version: versions.get(userId) ?? 0 },
        };
        return world.storage.resources.create(newResource(ownerId), audit);
      };
      const outcomes = await Promise.all([
        createdBy(ann, group.id),
        createdBy(bob, group.id),
        createdBy(ann, bob.id),
        createdBy(bob, ann.id),
      ]);
      assert.deepEqual(
        outcomes.map(({ type }) => type),
        ['created', 'authority-changed', 'created', 'authority-changed'],
      );
      assert.deepEqual(await world.meter(group.id), { limit: 10, used: 2 });
    },
  },
  {
    guarantee: 'I2',
    title: 'resources.create: concurrent creates: each has one event of its own',
    async run(world) {
      const [ann, bob] = [await addOwner(world, 1), await addOwner(world, 2)];
      const before = new Set((await world.eventsOf('resource:create')).map(({ id }) => id));
      const commands = [ann, bob, ann, bob].map(({ id }) => newResource(id));
      const drafts = commands.map(({ resource: { id, ownerId } }) => ({
        ...draft('resource:create'),
        target: { type: 'resource' as const, id, ownerId },
        details: { of: id },
      }));
      const outcomes = await Promise.all(
        commands.map((command, index) => world.storage.resources.create(command, drafts[index] ?? draft(''))),
      );
      // Whichever of Ann's two comes first.
      assert.equal(outcomes.filter(({ type }) => type === 'quota-exceeded').length, 1);
      const events = (await world.eventsOf('resource:create')).filter(({ id }) => !before.has(id));
      assert.deepEqual(
        events.map(({ id, at, actor, target, outcome }) => ({ id, at, actor, target, outcome })).toReversed(),
        drafts.map(({ id, at, actor, target }, index) => {
          const outcome = outcomes[index]?.type === 'created' ? 'accepted' : 'refused';
          return { id, at, actor, target, outcome };
        }),
      );
      for (const { outcome, reason, details, target } of events) {
        assert.equal(reason, outcome === 'accepted' ? 'contract' : 'quota-exceeded');
        const quotas = [{ meter: 'resources', limit: 2, used: 2, requested: 1 }];
        assert.deepEqual(details, { of: target.id, ...(outcome === 'accepted' ? {} : { quotas }) });
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'resources.create: concurrent creates: each refusal names its reason and is recorded',
    async run(world) {
      const [ann, carl] = [await addOwner(world, 0), await addOwner(world, 10)];
      const bob = await world.addUser();
      await world.addResource(bob.id);
      const limit = { meter: 'resources', limit: 1 };
      await world.storage.quotas.setDefaultLimit(limit, draft('default-limit:set'));
      const owners = [ann, carl, bob, bob, carl, ann];
      const outcomes = await createAll(
        world,
        owners.map(({ id }) => newResource(id)),
      );
      const quotas = [{ meter: 'resources', limit: 1, used: 1, requested: 1 }];
      for (const [position, outcome] of outcomes.entries()) {
        if (owners[position] === carl) assert.equal(outcome.type, 'created');
        else assert.deepEqual(outcome, { type: 'quota-exceeded', quotas });
      }
      for (const { id } of [ann, bob]) assert.equal((await world.resourcesOf(id)).length, 1);
      const events = await world.eventsOf('resource:create');
      const refused = events.filter(({ outcome }) => outcome === 'refused');
      assert.deepEqual(
        refused.map(({ reason, details }) => ({ reason, details })),
        owners
          .filter((owner) => owner !== carl)
          .map(() => ({ reason: 'quota-exceeded', details: { quotas } })),
      );
      await world.assertUsageIsTrue();
    },
  },
];
