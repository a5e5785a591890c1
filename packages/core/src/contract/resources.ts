import assert from 'node:assert/strict';
import type { AuditActor } from '../audit/audit-event.js';
import type { Demand } from '../quotas/quota.js';
import { includes, type Scope } from '../policy/scope.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_RESOURCES,
  draft,
  idsOf,
  newResource,
  newResourceId,
  newUserId,
  race,
  T0,
  T1,
  tally,
} from './world.js';

const DATABASE: Demand = { databases: 1, storageGiB: 20 };

/** Keys that must stay distinct although they look alike. */
const alike = (id: string): readonly AuditActor[] => [
  { type: 'user', id, credential: 'session' },
  { type: 'user', id: newUserId(), credential: 'session' },
  { type: 'system', name: id },
  { type: 'system', name: `user:${id}` },
  { type: 'anonymous' },
];

/** Checks creates against their quotas and idempotency keys, and how resources are renamed, deleted and listed. */
export const resourceCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I2',
    title: 'resources.create: the resource is read as it was created, is charged, and has one audit event',
    async run(world) {
      const owner = await world.addUser();
      const command = newResource(owner.id, { name: 'naïve 𝄞 “quoted”', kind: 'database', demand: DATABASE });
      assert.deepEqual(await world.create(command), { type: 'created', resource: command.resource });
      assert.deepEqual(await world.storage.resources.find(command.resource.id), command.resource);
      assert.deepEqual(await world.meter(owner.id, 'storageGiB'), { limit: null, used: 20 });
      const events = await world.eventsOf('resource:create');
      assert.deepEqual(
        events.map(({ outcome, reason }) => [outcome, reason]),
        [['accepted', 'contract']],
      );
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: twenty racers against a limit of five create exactly five resources',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 5 } });
      const outcomes = await race(20, () => world.create(newResource(owner.id)));
      assert.deepEqual(tally(outcomes), { created: 5, 'quota-exceeded': 15 });
      assert.equal((await world.resourcesOf(owner.id)).length, 5);
      assert.deepEqual(await world.meter(owner.id), { limit: 5, used: 5 });
      for (const outcome of outcomes) {
        if (outcome.type !== 'quota-exceeded') continue;
        assert.deepEqual(outcome.quotas, [{ meter: 'resources', limit: 5, used: 5, requested: 1 }]);
      }
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: racers on a meter that was never used before do not exceed a default limit',
    async run(world) {
      const owner = await world.addUser();
      await world.storage.quotas.setDefaultLimit(
        { meter: 'resources', limit: 3 },
        draft('default-limit:set'),
      );
      const outcomes = await race(12, () => world.create(newResource(owner.id)));
      assert.deepEqual(tally(outcomes), { created: 3, 'quota-exceeded': 9 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: creates that race a lowering of the limit are refused once it is in force',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 100 } });
      const creates = race(16, () => world.create(newResource(owner.id)));
      const [outcomes] = await Promise.all([creates, world.setLimit(owner.id, 'resources', 4)]);
      const created = tally(outcomes)['created'] ?? 0;
      assert.deepEqual(await world.meter(owner.id), { limit: 4, used: created });
      const next = await world.create(newResource(owner.id));
      assert.equal(next.type, created >= 4 ? 'quota-exceeded' : 'created');
    },
  },
  {
    guarantee: 'Q2',
    title: 'resources.create: racers without a limit are never refused',
    async run(world) {
      const owner = await world.addUser();
      const outcomes = await race(20, () => world.create(newResource(owner.id)));
      assert.deepEqual(tally(outcomes), { created: 20 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q2',
    title: 'resources.create: workers that delete before they create again are never refused at the limit',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 4 } });
      await race(4, async () => {
        for (let round = 0; round < 6; round += 1) {
          const outcome = await world.create(newResource(owner.id));
          assert.equal(outcome.type, 'created');
          if (outcome.type !== 'created') continue;
          await world.storage.resources.delete(outcome.resource.id, owner.id, draft('resource:delete'));
        }
      });
      assert.deepEqual(await world.meter(owner.id), { limit: 4, used: 0 });
    },
  },
  {
    guarantee: 'Q5',
    title:
      'resources.create: a demand that fills a limit exactly fits; one more does not; a limit of zero admits nothing',
    async run(world) {
      const owner = await world.addUser({ limits: { storageGiB: 40, none: 0 } });
      const create = (demand: Demand) => world.create(newResource(owner.id, { demand }));
      assert.equal((await create({ storageGiB: 40 })).type, 'created');
      assert.deepEqual(await create({ storageGiB: 1 }), {
        type: 'quota-exceeded',
        quotas: [{ meter: 'storageGiB', limit: 40, used: 40, requested: 1 }],
      });
      assert.equal((await create({ none: 1 })).type, 'quota-exceeded');
    },
  },
  {
    guarantee: 'Q5',
    title: 'resources.create: the largest limit is exact, and null set for a user beats the default',
    async run(world) {
      const exact = await world.addUser({ limits: { resources: Number.MAX_SAFE_INTEGER } });
      const unlimited = await world.addUser({ limits: { resources: null } });
      await world.storage.quotas.setDefaultLimit(
        { meter: 'resources', limit: 0 },
        draft('default-limit:set'),
      );
      await world.addResource(exact.id);
      await world.addResource(unlimited.id);
      assert.deepEqual(await world.meter(exact.id), { limit: Number.MAX_SAFE_INTEGER, used: 1 });
      const byDefault = await world.addUser();
      assert.equal((await world.create(newResource(byDefault.id))).type, 'quota-exceeded');
    },
  },
  {
    guarantee: 'Q4',
    title: 'resources.create: when one meter does not fit, none is claimed, and the refusal has all figures',
    async run(world) {
      const owner = await world.addUser({ limits: { databases: 10, storageGiB: 30 } });
      await world.addResource(owner.id, { kind: 'database', demand: DATABASE });
      const outcome = await world.create(newResource(owner.id, { kind: 'database', demand: DATABASE }));
      assert.equal(outcome.type, 'quota-exceeded');
      const quotas = outcome.type === 'quota-exceeded' ? outcome.quotas : [];
      assert.deepEqual(
        [...quotas].sort((a, b) => (a.meter < b.meter ? -1 : 1)),
        [
          { meter: 'databases', limit: 10, used: 1, requested: 1 },
          { meter: 'storageGiB', limit: 30, used: 20, requested: 20 },
        ],
      );
      assert.deepEqual(await world.meter(owner.id, 'databases'), { limit: 10, used: 1 });
    },
  },
  {
    guarantee: 'Q4',
    title: 'resources.create: racers whose demands overlap in several meters neither deadlock nor overshoot',
    async run(world) {
      const owner = await world.addUser({ limits: { a: 6, b: 6 } });
      const outcomes = await race(18, (index) => {
        const demand: Demand = index % 2 === 0 ? { a: 1, b: 1 } : { b: 1, a: 1 };
        return world.create(newResource(owner.id, { demand }));
      });
      assert.deepEqual(tally(outcomes), { created: 6, 'quota-exceeded': 12 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q4',
    title:
      'resources.create: when one of two meters runs out under racers, the other is claimed only as often',
    async run(world) {
      const owner = await world.addUser({ limits: { a: 100, b: 3 } });
      const outcomes = await race(12, () => world.create(newResource(owner.id, { demand: { a: 1, b: 1 } })));
      assert.deepEqual(tally(outcomes), { created: 3, 'quota-exceeded': 9 });
      assert.deepEqual(await world.meter(owner.id, 'a'), { limit: 100, used: 3 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q2',
    title:
      'resources.create: when creates race a raising of the limit, only those that did not fit are refused',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 3 } });
      const creates = race(12, () => world.create(newResource(owner.id)));
      const [outcomes] = await Promise.all([creates, world.setLimit(owner.id, 'resources', 8)]);
      const created = tally(outcomes)['created'] ?? 0;
      assert.ok(created >= 3 && created <= 8, `${created} were created`);
      for (const outcome of outcomes) {
        if (outcome.type !== 'quota-exceeded') continue;
        const [{ limit, used } = assert.fail('a refusal without figures')] = outcome.quotas;
        assert.ok(limit === 3 || limit === 8, `refused with a limit of ${limit}, which never held`);
        assert.equal(used, limit, 'refused although there was room');
      }
      for (let used = created; used < 8; used += 1) await world.addResource(owner.id);
      assert.equal((await world.create(newResource(owner.id))).type, 'quota-exceeded');
      assert.equal((await world.resourcesOf(owner.id)).length, 8);
    },
  },
  {
    guarantee: 'Q2',
    title:
      'resources.create: a repeat is never refused for quota, whatever the usage and the limit are by then',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 1 } });
      const resource = await world.addResource(owner.id, { key: 'k' });
      const repeat = () => world.create(newResource(owner.id, { key: 'k' }));
      assert.deepEqual(await repeat(), { type: 'repeated', resource });
      await world.setLimit(owner.id, 'resources', 0);
      assert.deepEqual(await repeat(), { type: 'repeated', resource });
    },
  },
  {
    guarantee: 'Q7',
    title: 'resources.create: the owner is charged and limited, not the actor who creates for them',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 1 } });
      const admin = await world.addUser({ role: 'admin', limits: { resources: 0 } });
      const byAdmin = {
        ...draft('resource:create', { type: 'resource', id: null, ownerId: owner.id }),
        actor: { type: 'user', id: admin.id, credential: 'session' },
      } as const;
      const create = () =>
        world.storage.resources.create(newResource(owner.id), { ...byAdmin, id: draft('x').id });
      assert.equal((await create()).type, 'created');
      assert.deepEqual(await create(), {
        type: 'quota-exceeded',
        quotas: [{ meter: 'resources', limit: 1, used: 1, requested: 1 }],
      });
      assert.deepEqual(await world.meter(owner.id), { limit: 1, used: 1 });
      assert.deepEqual(await world.meter(admin.id), { limit: 0, used: 0 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q8',
    title:
      'resources.create: a refusal has the figures of every meter of the demand, including those that fit',
    async run(world) {
      const owner = await world.addUser({ limits: { own: 2 } });
      const limit = { meter: 'by-default', limit: 5 };
      await world.storage.quotas.setDefaultLimit(limit, draft('default-limit:set'));
      await world.addResource(owner.id, { demand: { own: 1, 'by-default': 1 } });
      // Exceeded quotas come in the order of the demand, as the declaration of the kind has it.
      const demand = { unlimited: 9, own: 2, 'by-default': 3 };
      assert.deepEqual(await world.create(newResource(owner.id, { demand })), {
        type: 'quota-exceeded',
        quotas: [
          { meter: 'unlimited', limit: null, used: 0, requested: 9 },
          { meter: 'own', limit: 2, used: 1, requested: 2 },
          { meter: 'by-default', limit: 5, used: 1, requested: 3 },
        ],
      });
    },
  },
  {
    guarantee: 'Q6',
    title:
      'resources.create: below a lowered limit nothing is destroyed, and there is room again after deletes',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 3 } });
      const made = [await world.addResource(owner.id), await world.addResource(owner.id)];
      await world.setLimit(owner.id, 'resources', 1);
      assert.equal((await world.resourcesOf(owner.id)).length, 2);
      assert.equal((await world.create(newResource(owner.id))).type, 'quota-exceeded');
      for (const { id } of made) await world.storage.resources.delete(id, owner.id, draft('resource:delete'));
      await world.addResource(owner.id);
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.create: a refused create claims nothing, and its event has the figures',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 0 } });
      await world.create(newResource(owner.id, { key: 'k' }));
      assert.deepEqual(await world.meter(owner.id), { limit: 0, used: 0 });
      const [event] = await world.eventsOf('resource:create');
      assert.deepEqual([event?.outcome, event?.reason], ['refused', 'quota-exceeded']);
      const figures = [{ meter: 'resources', limit: 0, used: 0, requested: 1 }];
      assert.deepEqual(event?.details, { quotas: figures });
      await world.setLimit(owner.id, 'resources', 1);
      await world.addResource(owner.id, { key: 'k' });
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.create: an id that is taken is refused and claims nothing, whatever its owner',
    async run(world) {
      const ann = await world.addUser();
      const { id } = await world.addResource(ann.id);
      for (const limits of [{}, { resources: 1 }]) {
        const bob = await world.addUser({ limits });
        for (const given of [{ id }, { id, key: 'k' }]) {
          assert.deepEqual(await world.create(newResource(bob.id, given)), { type: 'id-taken' });
        }
        assert.equal((await world.meter(bob.id)).used, 0);
        await world.addResource(bob.id, { key: 'k' });
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: an absent or disabled owner gets nothing',
    async run(world) {
      const disabled = await world.addUser();
      await world.storage.users.change(disabled.id, { status: 'disabled', at: T1 }, draft('user:update'));
      assert.deepEqual(await world.create(newResource(disabled.id)), { type: 'owner-disabled' });
      assert.deepEqual(await world.create(newResource(newUserId())), { type: 'no-owner' });
      assert.deepEqual(await world.storage.resources.list(ALL_RESOURCES), []);
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.create: a kind that demands nothing is charged nothing',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 0 } });
      const { id } = await world.addResource(owner.id, { kind: 'note', demand: {} });
      assert.deepEqual(await world.meter(owner.id), { limit: 0, used: 0 });
      const outcome = await world.storage.resources.delete(id, owner.id, draft('resource:delete'));
      assert.deepEqual(outcome, { type: 'deleted' });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I3',
    title:
      'resources.create: a repeat returns the first result, also after a rename and a delete, with one event',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 1 } });
      const first = await world.addResource(owner.id, { key: 'k' });
      const repeat = () => world.create(newResource(owner.id, { key: 'k' }));
      assert.deepEqual(await repeat(), { type: 'repeated', resource: first });
      const change = { ownerId: owner.id, name: 'renamed', at: T1, ifUnchangedSince: null };
      await world.storage.resources.rename(first.id, change, draft('resource:update'));
      assert.deepEqual(await repeat(), { type: 'repeated', resource: first });
      await world.storage.resources.delete(first.id, owner.id, draft('resource:delete'));
      assert.deepEqual(await repeat(), { type: 'repeated', resource: first });
      assert.deepEqual(await world.meter(owner.id), { limit: 1, used: 0 });
      assert.equal((await world.eventsOf('resource:create')).length, 1);
    },
  },
  {
    guarantee: 'I3',
    title: 'resources.create: a key with another payload is refused, and nothing is claimed',
    async run(world) {
      const { id } = await world.addUser();
      await world.addResource(id, { key: 'k' });
      const other = newResource(id, { key: 'k', payloadHash: 'other' });
      assert.deepEqual(await world.create(other), { type: 'key-reused' });
      assert.equal((await world.meter(id)).used, 1);
    },
  },
  {
    guarantee: 'I3',
    title: 'resources.create: the same key of another actor, or for another owner, is a different key',
    async run(world) {
      const owners = [await world.addUser(), await world.addUser()];
      const actors = alike(newUserId());
      const callers = owners.flatMap(({ id }) => actors.map((actor) => ({ id, actor })));
      const create = (caller: (typeof callers)[number], key: string) => {
        const audit = { ...draft('resource:make'), actor: caller.actor };
        return world.storage.resources.create(newResource(caller.id, { key }), audit);
      };
      const outcomes = [];
      for (const caller of [...callers, ...callers]) outcomes.push(await create(caller, 'one by one'));
      outcomes.push(
        ...(await Promise.all([...callers, ...callers].map((caller) => create(caller, 'at once')))),
      );
      const count = 2 * callers.length;
      assert.deepEqual(tally(outcomes), { created: count, repeated: count });
      const made = outcomes.flatMap((outcome) => ('resource' in outcome ? [outcome.resource.id] : []));
      assert.equal(new Set(made).size, count);
      assert.equal((await world.eventsOf('resource:make')).length, count);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I3',
    title: 'resources.create: ten racers with one key for the last slot are one create and nine repeats',
    async run(world) {
      for (const demand of [{ resources: 1 }, {}]) {
        const owner = await world.addUser({ limits: { resources: 1 } });
        const outcomes = await race(10, () => world.create(newResource(owner.id, { key: 'k', demand })));
        assert.deepEqual(tally(outcomes), { created: 1, repeated: 9 });
        const results = outcomes.map((outcome) => ('resource' in outcome ? outcome.resource.id : null));
        assert.equal(new Set(results).size, 1);
        assert.equal((await world.resourcesOf(owner.id)).length, 1);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I3',
    title:
      'resources.create: when racers use one key with different payloads, one creates and the others are refused',
    async run(world) {
      const owner = await world.addUser();
      const outcomes = await race(8, (index) =>
        world.create(newResource(owner.id, { key: 'k', payloadHash: `payload-${index}` })),
      );
      assert.deepEqual(tally(outcomes), { created: 1, 'key-reused': 7 });
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.delete: it releases what the create claimed, once, however many callers race',
    async run(world) {
      const owner = await world.addUser({ limits: { databases: 2, storageGiB: 40 } });
      const { id } = await world.addResource(owner.id, { kind: 'database', demand: DATABASE });
      await world.addResource(owner.id, { kind: 'database', demand: { databases: 1, storageGiB: 5 } });
      const outcomes = await race(10, () =>
        world.storage.resources.delete(id, owner.id, draft('resource:delete')),
      );
      assert.deepEqual(tally(outcomes), { deleted: 1, absent: 9 });
      assert.deepEqual(await world.meter(owner.id, 'storageGiB'), { limit: 40, used: 5 });
      assert.equal(await world.storage.resources.find(id), null);
      const events = await world.eventsOf('resource:delete');
      assert.equal(events.filter(({ outcome }) => outcome === 'accepted').length, 1);
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.delete: creates and deletes that race leave a correct count',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 6 } });
      await race(8, async () => {
        for (let round = 0; round < 5; round += 1) {
          const outcome = await world.create(newResource(owner.id));
          if (outcome.type !== 'created') continue;
          const { id } = outcome.resource;
          if (round % 2 === 0) await world.storage.resources.delete(id, owner.id, draft('resource:delete'));
        }
      });
      const { used } = await world.meter(owner.id);
      assert.equal(used, (await world.resourcesOf(owner.id)).length);
      assert.ok(used <= 6);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title: 'resources.delete: another owner’s resource is not found and stays',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const resource = await world.addResource(ann.id);
      const outcome = await world.storage.resources.delete(resource.id, bob.id, draft('resource:delete'));
      assert.deepEqual(outcome, { type: 'absent' });
      assert.deepEqual(await world.storage.resources.find(resource.id), resource);
    },
  },
  {
    guarantee: 'I2',
    title: 'resources.rename: it changes the name and the time of change, and nothing else',
    async run(world) {
      const owner = await world.addUser();
      const resource = await world.addResource(owner.id);
      const change = { ownerId: owner.id, name: 'renamed', at: T1, ifUnchangedSince: null };
      const outcome = await world.storage.resources.rename(resource.id, change, draft('resource:update'));
      const renamed = { ...resource, name: 'renamed', updatedAt: T1 };
      assert.deepEqual(outcome, { type: 'renamed', resource: renamed });
      assert.deepEqual(await world.storage.resources.find(resource.id), renamed);
      const absent = await world.storage.resources.rename(newResourceId(), change, draft('resource:update'));
      assert.deepEqual(absent, { type: 'absent' });
      const events = await world.eventsOf('resource:update');
      assert.deepEqual(events.map((event) => event.outcome).sort(), ['accepted', 'refused']);
    },
  },
  {
    guarantee: 'I2',
    title: 'resources.rename: exactly one of the racers that read the same version renames',
    async run(world) {
      const owner = await world.addUser();
      const read = await world.addResource(owner.id);
      const outcomes = await race(8, (index) => {
        const change = { ownerId: owner.id, name: `name-${index}`, at: T1, ifUnchangedSince: read };
        return world.storage.resources.rename(read.id, change, draft('resource:update'));
      });
      assert.deepEqual(tally(outcomes), { renamed: 1, 'precondition-failed': 7 });
    },
  },
  {
    guarantee: 'I2',
    title:
      'resources.delete: a resource that was renamed since it was read is not deleted, nothing is released, and the refusal is recorded',
    async run(world) {
      const owner = await world.addUser();
      const read = await world.addResource(owner.id);
      const { resources } = world.storage;
      const change = { ownerId: owner.id, name: 'renamed', at: T1, ifUnchangedSince: null };
      await resources.rename(read.id, change, draft('resource:update'));
      const remove = (version: typeof read) =>
        resources.delete(read.id, owner.id, draft('resource:delete'), version);
      assert.deepEqual(await remove(read), { type: 'precondition-failed' });
      assert.deepEqual(await world.meter(owner.id), { limit: null, used: 1 });
      const current = (await resources.find(read.id)) ?? assert.fail('the resource is gone');
      assert.deepEqual(await remove(current), { type: 'deleted' });
      assert.deepEqual(await remove(current), { type: 'absent' });
      await world.assertUsageIsTrue();
      const events = await world.eventsOf('resource:delete');
      assert.deepEqual(
        events.map(({ reason }) => reason),
        ['absent', 'contract', 'precondition-failed'],
      );
    },
  },
  {
    guarantee: 'A7',
    title: 'resources.list: pages have each resource once, newest first',
    async run(world) {
      const owner = await world.addUser();
      const made: string[] = [];
      for (let index = 0; index < 7; index += 1) made.unshift((await world.addResource(owner.id)).id);
      const listed: string[] = [];
      for (let pages = 0; pages < 4; pages += 1) {
        const page = { ...ALL_RESOURCES, count: 2, olderThanId: listed.at(-1) ?? null };
        listed.push(...idsOf(await world.storage.resources.list(page)));
      }
      assert.deepEqual(listed, made);
    },
  },
  {
    guarantee: 'A7',
    title: 'resources.list: every shape of scope returns exactly what lies within it',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      for (const { id } of [ann, bob]) {
        for (const kind of ['database', 'bucket', 'note']) await world.addResource(id, { kind, demand: {} });
      }
      const everything = await world.storage.resources.list(ALL_RESOURCES);
      assert.equal(everything.length, 6);
      const anns: Scope = { type: 'owner', ownerIds: [ann.id] };
      const databases: Scope = { type: 'kind', kinds: ['database', 'bucket'] };
      const scopes: Scope[] = [
        { type: 'all' },
        { type: 'none' },
        anns,
        databases,
        { type: 'kind', kinds: [] },
        { type: 'not', scope: anns },
        { type: 'id', ids: [everything[1]?.id ?? '', 'no id at all'] },
        { type: 'id', ids: everything.slice(1, 4).map(({ id }) => id) },
        { type: 'and', scopes: [anns, { type: 'id', ids: everything.slice(1).map(({ id }) => id) }] },
        { type: 'not', scope: { type: 'id', ids: [everything[1]?.id ?? ''] } },
        { type: 'id', ids: [] },
        { type: 'and', scopes: [anns, databases] },
        { type: 'or', scopes: [anns, { type: 'kind', kinds: ['note'] }] },
        { type: 'not', scope: { type: 'or', scopes: [anns, databases] } },
        {
          type: 'and',
          scopes: [
            { type: 'not', scope: databases },
            { type: 'or', scopes: [anns, databases] },
          ],
        },
      ];
      for (const scope of scopes) {
        const expected = everything.filter((resource) => includes(scope, resource));
        assert.deepEqual(await world.storage.resources.list({ ...ALL_RESOURCES, scope }), expected);
        const filter = { ownerId: bob.id, kind: 'database' };
        const both = expected.filter((item) => item.ownerId === bob.id && item.kind === 'database');
        assert.deepEqual(await world.storage.resources.list({ ...ALL_RESOURCES, scope, ...filter }), both);
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'resources.find: it returns null for an absent resource, and times keep their milliseconds',
    async run(world) {
      assert.equal(await world.storage.resources.find(newResourceId()), null);
      const owner = await world.addUser();
      const { id } = await world.addResource(owner.id);
      assert.equal((await world.storage.resources.find(id))?.createdAt.getTime(), T0.getTime());
    },
  },
  {
    guarantee: 'I3',
    title:
      'resources.sweepIdempotencyKeys: it deletes only keys from before the given instant, and changes no resource',
    async run(world) {
      const owner = await world.addUser();
      const { resources } = world.storage;
      const create = (key: string, at: Date) =>
        resources.create(newResource(owner.id, { key }), { ...draft('resource:create'), at });
      for (const key of ['a', 'b', 'c']) await create(key, T0);
      await create('young', T1);
      assert.equal(await resources.sweepIdempotencyKeys(T0, 10), 0);
      assert.equal(await resources.sweepIdempotencyKeys(T1, 2), 2);
      assert.equal(await resources.sweepIdempotencyKeys(T1, 2), 1);
      assert.equal(await resources.sweepIdempotencyKeys(T1, 2), 0);
      assert.equal((await world.resourcesOf(owner.id)).length, 4);
      assert.equal((await create('a', T1)).type, 'created');
      assert.equal((await create('young', T1)).type, 'repeated');
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I3',
    title:
      'resources.sweepIdempotencyKeys: a create that races it is either a repeat or a new create, and is charged accordingly',
    async run(world) {
      const owner = await world.addUser();
      const { resources } = world.storage;
      for (let round = 0; round < 5; round += 1) {
        await world.addResource(owner.id, { key: 'key' });
        const [outcome] = await Promise.all([
          world.create(newResource(owner.id, { key: 'key' })),
          resources.sweepIdempotencyKeys(T1, 10),
          resources.sweepIdempotencyKeys(T1, 10),
        ]);
        assert.ok(['created', 'repeated'].includes(outcome.type), outcome.type);
        await resources.sweepIdempotencyKeys(T1, 10);
      }
      await world.assertUsageIsTrue();
    },
  },
];
