import assert from 'node:assert/strict';
import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { UserId } from '../ids.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_EVENTS,
  draft,
  keyed,
  newAccessKey,
  newResource,
  newSession,
  newUser,
  newUserId,
  race,
  T1,
  type World,
} from './world.js';

type Command = (stores: Stores, audit: AuditDraft) => Promise<unknown>;

/** Every command, in a world where it is accepted. */
export const ACCEPTED: Readonly<Record<string, (world: World) => Promise<Command>>> = {
  'users.add': async () => (stores, audit) => stores.users.add(newUser(), audit),
  'users.change': async (world) => {
    const { id } = await world.addUser();
    return (stores, audit) => stores.users.change(id, { role: 'support', at: T1 }, audit);
  },
  'users.setPassword': async (world) => {
    const { id } = await world.addUser();
    const change = {
      passwordHash: 'hash-2',
      at: T1,
      expectedVersion: null,
      keepSessionId: null,
      accessKeys: 'keep',
    } as const;
    return (stores, audit) => stores.users.setPassword(id, change, audit);
  },
  'users.raisePasswordVersion': async (world) => {
    const { id } = await world.addUser();
    return (stores, audit) => stores.users.raisePasswordVersion(id, audit);
  },
  'users.delete': async (world) => {
    const { id } = await world.addUser();
    await world.addResource(id);
    return (stores, audit) => stores.users.delete(id, { resources: 'delete' }, audit);
  },
  'members.set': async (world) => {
    const change = { groupId: (await world.addGroup()).id, userId: (await world.addUser()).id };
    return (stores, audit) => stores.members.set({ ...change, role: 'member', at: T1 }, audit);
  },
  'members.remove': async (world) => {
    const owners = [(await world.addUser()).id, (await world.addUser()).id] as const;
    const { id: groupId } = await world.addGroup({ owners });
    return (stores, audit) => stores.members.remove({ groupId, userId: owners[0] }, audit);
  },
  'resources.create': async (world) => {
    const { id } = await world.addUser();
    return (stores, audit) => stores.resources.create(newResource(id, { key: 'k' }), audit);
  },
  'resources.rename': async (world) => {
    const { id, ownerId } = await world.addResource((await world.addUser()).id);
    const change = { ownerId, name: 'renamed', at: T1, ifUnchangedSince: null };
    return (stores, audit) => stores.resources.rename(id, change, audit);
  },
  'resources.delete': async (world) => {
    const { id, ownerId } = await world.addResource((await world.addUser()).id);
    return (stores, audit) => stores.resources.delete(id, ownerId, audit);
  },
  'quotas.setLimit': async (world) => {
    const { id: ownerId } = await world.addUser();
    return (stores, audit) => stores.quotas.setLimit({ ownerId, meter: 'resources', limit: 1 }, audit);
  },
  'quotas.clearLimit': async (world) => {
    const { id: ownerId } = await world.addUser({ limits: { resources: 1 } });
    return (stores, audit) => stores.quotas.clearLimit({ ownerId, meter: 'resources' }, audit);
  },
  'quotas.setDefaultLimit': async () => (stores, audit) =>
    stores.quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, audit),
  'quotas.recordVerification': async () => (stores, audit) => stores.quotas.recordVerification(audit),
  'sessions.add': async (world) => {
    const session = newSession((await world.addUser()).id);
    return (stores, audit) =>
      stores.sessions.add({ session, tokenHash: session.id, passwordVersion: 1, countMax: 100 }, audit);
  },
  'sessions.confirm': async (world) => {
    const { id, userId } = await world.addSession((await world.addUser()).id);
    return (stores, audit) => stores.sessions.confirm({ id, userId, passwordVersion: 1 }, T1, audit);
  },
  'sessions.end': async (world) => {
    const { id, userId } = await world.addSession((await world.addUser()).id);
    return (stores, audit) => stores.sessions.end(id, userId, audit);
  },
  'sessions.endAll': async (world) => {
    const { id } = await world.addUser();
    return (stores, audit) => stores.sessions.endAll(id, audit);
  },
  'users.add, with a key': async (world) => {
    const { id: actorId } = await world.addUser();
    const idempotency = { actorId, key: 'k', payloadHash: 'payload' };
    return (stores, audit) => stores.users.add(newUser({ idempotency }), audit);
  },
  'resources.delete, of a version': async (world) => {
    const read = await world.addResource((await world.addUser()).id);
    return (stores, audit) => stores.resources.delete(read.id, read.ownerId, audit, read);
  },
  'accessKeys.add': async (world) => {
    const accessKey = newAccessKey((await world.addUser()).id);
    const idempotency = { key: 'k', payloadHash: 'payload' };
    return (stores, audit) => stores.accessKeys.add({ accessKey, countMax: 1, idempotency }, audit);
  },
  'accessKeys.delete': async (world) => {
    const { id, userId } = await world.addAccessKey((await world.addUser()).id);
    return (stores, audit) => stores.accessKeys.delete(id, userId, audit);
  },
};

/** Refusals of all kinds, with the reason that the storage must record. */
const REFUSED: Readonly<Record<string, (world: World) => Promise<Command>>> = {
  'email-taken': async (world) => {
    const { email } = await world.addUser();
    return (stores, audit) => stores.users.add(newUser({ email }), audit);
  },
  'last-admin': async (world) => {
    const { id } = await world.addUser({ role: 'admin' });
    return (stores, audit) => stores.users.delete(id, { resources: 'refuse' }, audit);
  },
  'last-owner': async (world) => {
    const { id: userId } = await world.addUser();
    const { id: groupId } = await world.addGroup({ owners: [userId] });
    return (stores, audit) => stores.members.remove({ groupId, userId }, audit);
  },
  'owns-resources': async (world) => {
    const { id } = await world.addUser();
    await world.addResource(id);
    return (stores, audit) => stores.users.delete(id, { resources: 'refuse' }, audit);
  },
  stale: async (world) => {
    const { id } = await world.addUser();
    const change = {
      passwordHash: 'hash-2',
      at: T1,
      expectedVersion: 7,
      keepSessionId: null,
      accessKeys: 'keep',
    } as const;
    return (stores, audit) => stores.users.setPassword(id, change, audit);
  },
  'quota-exceeded': async (world) => {
    const { id } = await world.addUser({ limits: { resources: 0 } });
    return (stores, audit) => stores.resources.create(newResource(id), audit);
  },
  'key-reused': async (world) => {
    const { id } = await world.addUser();
    await world.addResource(id, { key: 'k' });
    const other = newResource(id, { key: 'k', payloadHash: 'other' });
    return (stores, audit) => stores.resources.create(other, audit);
  },
  'id-taken': async (world) => {
    const { id, ownerId } = await world.addResource((await world.addUser()).id);
    return (stores, audit) => stores.resources.create(newResource(ownerId, { id }), audit);
  },
  'no-owner': async () => (stores, audit) => stores.resources.create(newResource(newUserId()), audit),
  'owner-disabled': async (world) => {
    const { id } = await world.addUser();
    await world.storage.users.change(id, { status: 'disabled', at: T1 }, draft('user:update'));
    return (stores, audit) => stores.resources.create(newResource(id), audit);
  },
  'precondition-failed': async (world) => {
    const { id, ownerId } = await world.addResource((await world.addUser()).id);
    const change = { ownerId, name: 'renamed', at: T1, ifUnchangedSince: { name: 'another', updatedAt: T1 } };
    return (stores, audit) => stores.resources.rename(id, change, audit);
  },
  absent: async () => (stores, audit) => stores.sessions.endAll(newUserId(), audit),
  'no-actor': async () => {
    const idempotency = { actorId: newUserId(), key: 'k', payloadHash: 'payload' };
    return (stores, audit) => stores.users.add(newUser({ idempotency }), audit);
  },
  'no-active-user': async () => {
    const accessKey = newAccessKey(newUserId());
    return (stores, audit) => stores.accessKeys.add({ accessKey, countMax: 1, idempotency: null }, audit);
  },
  twin: async (world) => {
    const { userId, publicKey } = await world.addAccessKey((await world.addUser()).id);
    const accessKey = newAccessKey(userId, { publicKey });
    const idempotency = { key: 'k', payloadHash: 'payload' };
    return (stores, audit) => stores.accessKeys.add({ accessKey, countMax: 2, idempotency }, audit);
  },
  'too-many': async (world) => {
    const { userId } = await world.addAccessKey((await world.addUser()).id);
    const accessKey = newAccessKey(userId);
    const idempotency = { key: 'k', payloadHash: 'payload' };
    return (stores, audit) => stores.accessKeys.add({ accessKey, countMax: 1, idempotency }, audit);
  },
  refused: async () => (stores, audit) => {
    const session = newSession(newUserId());
    return stores.sessions.add({ session, tokenHash: session.id, passwordVersion: 1, countMax: 100 }, audit);
  },
};

/** Checks that every command, accepted or refused, leaves exactly the audit event that records it. */
export const auditOfCommandCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I2',
    title: 'auditEvents.list: each accepted command leaves exactly its own event, as drafted',
    async run(world) {
      for (const [name, prepare] of Object.entries(ACCEPTED)) {
        const command = await prepare(world);
        const before = await world.storage.auditEvents.list(ALL_EVENTS);
        const audit = draft(`test:${name}`);
        await command(world.storage, audit);
        const after = await world.storage.auditEvents.list(ALL_EVENTS);
        assert.deepEqual(after, [accepted(audit), ...before], name);
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.list: a command whose transaction was rolled back leaves no event',
    async run(world) {
      const rollback = new Error('rolled back on purpose');
      for (const [name, prepare] of Object.entries(ACCEPTED)) {
        const command = await prepare(world);
        const before = await world.storage.auditEvents.list(ALL_EVENTS);
        const work = world.storage.transaction(async (stores) => {
          await command(stores, draft(`test:${name}`));
          throw rollback;
        });
        await assert.rejects(work, (error) => error === rollback);
        assert.deepEqual(await world.storage.auditEvents.list(ALL_EVENTS), before, name);
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.list: each refused command leaves exactly its own event, with the reason',
    async run(world) {
      for (const [reason, prepare] of Object.entries(REFUSED)) {
        const command = await prepare(world);
        const before = await world.storage.auditEvents.list(ALL_EVENTS);
        const audit = draft(`test:${reason}`);
        await command(world.storage, audit);
        const [event, ...others] = await world.storage.auditEvents.list(ALL_EVENTS);
        assert.deepEqual([event?.id, event?.outcome, event?.reason], [audit.id, 'refused', reason]);
        assert.deepEqual(others, before, reason);
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.list: a command that is refused repeatedly leaves one event, with the count',
    async run(world) {
      for (const [reason, prepare] of Object.entries(REFUSED)) {
        const command = await prepare(world);
        const before = await world.storage.auditEvents.list(ALL_EVENTS);
        const audit = keyed(`test:${reason}`, 'key');
        await command(world.storage, audit);
        await race(5, () => command(world.storage, keyed(`test:${reason}`, 'key')));
        const [event, ...others] = await world.storage.auditEvents.list(ALL_EVENTS);
        assert.deepEqual([event?.id, event?.reason, event?.count], [audit.id, reason, 6]);
        assert.deepEqual(others, before, reason);
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.list: refused concurrent creates are counted, actor by actor',
    async run(world) {
      const { id } = await world.addUser({ limits: { resources: 2 } });
      const { id: otherId } = await world.addUser({ limits: { resources: 0 } });
      const create = (ownerId: UserId, demand: number) => {
        const command = newResource(ownerId, { demand: { resources: demand } });
        return world.storage.resources.create(command, keyed('resource:create', ownerId));
      };
      // The first create of each owner adds their quota row, so that the others can be batched.
      await Promise.all([create(id, 1), create(otherId, 1)]);
      const outcomes = await race(24, (i) =>
        i % 3 === 0 ? create(otherId, 1) : create(id, i === 1 ? 1 : 5),
      );
      const refusals = outcomes.filter(({ type }) => type === 'quota-exceeded');
      const events = await world.eventsOf('resource:create');
      const counts = events.map(({ outcome, target, count }) => [outcome, target.id, count]);
      assert.equal(outcomes.length - refusals.length, 1);
      assert.deepEqual(
        events.filter(({ outcome }) => outcome === 'accepted').map(({ count }) => count),
        [1, 1],
        JSON.stringify(counts),
      );
      const refusedCounts = events.filter(({ outcome }) => outcome === 'refused').map(({ count }) => count);
      assert.deepEqual(
        refusedCounts.toSorted((a, b) => a - b),
        [9, 15],
      );
      // Each caller gets the figures of its own create, whatever the same batch counts beside it.
      for (const outcome of refusals) {
        const [quota] = outcome.type === 'quota-exceeded' ? outcome.quotas : [];
        assert.ok(quota !== undefined && quota.limit !== null && quota.requested > quota.limit - quota.used);
      }
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.list: accepted commands with one key have one event each',
    async run(world) {
      const { id } = await world.addUser();
      await race(5, () => world.storage.resources.create(newResource(id), keyed('resource:create', 'key')));
      const events = await world.eventsOf('resource:create');
      assert.deepEqual(
        events.map(({ outcome, count }) => [outcome, count]),
        Array.from({ length: 5 }, () => ['accepted', 1]),
      );
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.list: a create that is repeated is one command, and leaves one event',
    async run(world) {
      const { id } = await world.addUser();
      await world.addResource(id, { key: 'k' });
      const [event, ...others] = await world.eventsOf('resource:create');
      await race(3, () => world.create(newResource(id, { key: 'k' })));
      assert.deepEqual(await world.eventsOf('resource:create'), [event]);
      assert.deepEqual(others, []);
    },
  },
];
