import assert from 'node:assert/strict';
import { isBailiwickError } from '../errors.js';
import type { GroupId, UserId } from '../ids.js';
import type { Member } from '../members/member.js';
import { ALL } from '../policy/scope.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_EVENTS,
  ALL_GROUPS,
  draft,
  newGroup,
  newGroupId,
  newResource,
  newUserId,
  race,
  T0,
  T1,
  tally,
  type World,
} from './world.js';

type Act = (stores: Stores) => Promise<{ readonly type: string }>;

/** Every way in which an active owner of a group can cease to be one. */
const ENDS_OF_OWNERS: Readonly<Record<string, (group: GroupId, id: UserId) => Act>> = {
  removing: (group, id) => remove(group, id),
  demoting: (group, id) => set(group, id, 'member'),
  disabling: (_group, id) => disable(id),
  deleting: (_group, id) => deleteUser(id),
  'beginning to delete': (_group, id) => (stores) =>
    stores.users.delete(id, { resources: 'delete', rowsAtOnceMax: 0 }, draft('user:delete')),
};

function set(groupId: GroupId, userId: UserId, role: string): Act {
  return (stores) => stores.members.set({ groupId, userId, role, at: T1 }, draft('member:set'));
}

function remove(groupId: GroupId, userId: UserId): Act {
  return (stores) => stores.members.remove({ groupId, userId }, draft('member:remove'));
}

function disable(id: UserId): Act {
  return (stores) => stores.users.change(id, { status: 'disabled', at: T1 }, draft('user:update'));
}

function deleteUser(id: UserId): Act {
  return (stores) => stores.users.delete(id, { resources: 'delete' }, draft('user:delete'));
}

async function membersOf({ storage }: World, groupId: GroupId): Promise<Member[]> {
  return storage.members.list({ groupId, olderThanId: null, count: 1000 });
}

async function rolesIn(world: World, groupId: GroupId): Promise<Record<string, string>> {
  return Object.fromEntries((await membersOf(world, groupId)).map(({ userId, role }) => [userId, role]));
}

/** The owners that count: a disabled user cannot act for the group. */
async function activeOwners(world: World, groupId: GroupId): Promise<UserId[]> {
  const owners = (await membersOf(world, groupId)).filter(({ role }) => role === 'owner');
  const found = await Promise.all(owners.map(({ userId }) => world.storage.users.find(userId)));
  return found.flatMap((user) => (user?.status === 'active' ? [user.id] : []));
}

async function versionOf({ storage }: World, id: UserId): Promise<number> {
  return (await storage.users.findWithPassword({ id }))?.authorityVersion ?? 0;
}

/** A user who owns something, so that a deletion of theirs is begun and not done at once. */
async function addOwner(world: World): Promise<UserId> {
  const { id } = await world.addUser();
  await world.addResource(id);
  return id;
}

/** A group with two active owners, and what the storage would say of a third command. */
async function addGroupOfTwo(world: World): Promise<[group: GroupId, ann: UserId, bob: UserId]> {
  const [ann, bob] = [await addOwner(world), await addOwner(world)];
  const { id } = await world.addGroup({ owners: [ann, bob] });
  return [id, ann, bob];
}

const DELETION = { resources: 'refuse', ifUnchangedSince: null, rowsAtOnceMax: 100 } as const;
const DONE: ReadonlySet<string> = new Set(['removed', 'set', 'changed', 'deleted', 'deleting']);

/** Checks the members of groups, and that a group keeps an owner. */
export const memberCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I2',
    title:
      'members.set, members.find: a member is as set, a later set changes the role, and each is recorded',
    async run(world) {
      const { storage } = world;
      const [user, { id: groupId }] = [await world.addUser(), await world.addGroup()];
      const key = { groupId, userId: user.id };
      const set = (role: string, at: Date) => storage.members.set({ ...key, role, at }, draft('member:set'));
      const member = { ...key, email: user.email, role: 'viewer', createdAt: T0, updatedAt: T0 };
      assert.equal(await storage.members.find(key), null);
      assert.deepEqual(await set('viewer', T0), { type: 'set', member });
      assert.deepEqual(await storage.members.find(key), member);
      const changed = { ...member, role: 'auditor', updatedAt: T1 };
      assert.deepEqual(await set('auditor', T1), { type: 'set', member: changed });
      assert.deepEqual(await storage.members.find(key), changed);
      assert.deepEqual(await remove(groupId, user.id)(storage), { type: 'removed' });
      assert.equal(await storage.members.find(key), null);
      assert.deepEqual(await remove(groupId, user.id)(storage), { type: 'absent' });
      const events = [await world.eventsOf('member:set'), await world.eventsOf('member:remove')];
      assert.deepEqual(
        events.map((some) => some.map(({ reason }) => reason)),
        [
          ['contract', 'contract'],
          ['absent', 'contract'],
        ],
      );
    },
  },
  {
    guarantee: 'I1',
    title: 'members.set: there is no member of a missing group, and no missing user is a member',
    async run(world) {
      const { storage } = world;
      const [user, { id: groupId }] = [await world.addUser(), await world.addGroup()];
      const missing = [newUserId(), groupId as never];
      for (const userId of missing)
        assert.deepEqual(await set(groupId, userId, 'member')(storage), { type: 'no-user' });
      for (const group of [newGroupId(), user.id as never])
        assert.deepEqual(await set(group, user.id, 'member')(storage), { type: 'no-group' });
      const leaving = await addOwner(world);
      await storage.users.delete(leaving, { resources: 'delete', rowsAtOnceMax: 0 }, draft('user:delete'));
      assert.deepEqual(await set(groupId, leaving, 'member')(storage), { type: 'no-user' });
      assert.deepEqual(await membersOf(world, groupId), []);
      const reasons = (await world.eventsOf('member:set')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['no-user', 'no-group', 'no-group', 'no-user', 'no-user']);
    },
  },
  {
    guarantee: 'A7',
    title: 'members.list, members.listOfUser: each is whole, in pages, and the newest comes first',
    async run(world) {
      const { members } = world.storage;
      const [group, other] = [await world.addGroup(), await world.addGroup()];
      const users = [await world.addUser(), await world.addUser(), await world.addUser()];
      for (const { id } of users) await set(group.id, id, 'member')(world.storage);
      const [ann] = users;
      assert.ok(ann !== undefined);
      await set(other.id, ann.id, 'viewer')(world.storage);
      const list = async (olderThanId: string | null, count: number) =>
        (await members.list({ groupId: group.id, olderThanId, count })).map(({ email }) => email);
      const emails = users.map(({ email }) => email).reverse();
      assert.deepEqual(await list(null, 10), emails);
      assert.deepEqual(await list(null, 2), emails.slice(0, 2));
      assert.deepEqual(await list(users[1]?.id ?? null, 2), emails.slice(2));
      const listOf = (query: Partial<Parameters<typeof members.listOfUser>[0]>) =>
        members.listOfUser({ userId: ann.id, scope: ALL, olderThanId: null, count: 10, ...query });
      const found = await listOf({});
      assert.deepEqual(
        found.map(({ group, role }) => [group, role]),
        [
          [other, 'viewer'],
          [group, 'member'],
        ],
      );
      assert.deepEqual(
        found.map(({ groupId, userId, email }) => [groupId, userId, email]),
        [
          [other.id, ann.id, ann.email],
          [group.id, ann.id, ann.email],
        ],
      );
      const groupsIn = async (query: Parameters<typeof listOf>[0]) =>
        (await listOf(query)).map(({ groupId }) => groupId);
      assert.deepEqual(await groupsIn({ count: 1 }), [other.id]);
      assert.deepEqual(await groupsIn({ olderThanId: other.id }), [group.id]);
      const scope = { type: 'owner', ownerIds: [group.id, newGroupId()] } as const;
      assert.deepEqual(await groupsIn({ scope }), [group.id]);
      assert.deepEqual(await groupsIn({ scope: { type: 'none' } }), []);
      assert.deepEqual(await groupsIn({ userId: newUserId() }), []);
    },
  },
  {
    guarantee: 'I2',
    title: 'members.remove: of all callers that race to remove one member, exactly one does',
    async run(world) {
      const [user, group] = [await world.addUser(), await world.addGroup()];
      await set(group.id, user.id, 'member')(world.storage);
      const outcomes = await race(5, () => remove(group.id, user.id)(world.storage));
      assert.deepEqual(tally(outcomes), { removed: 1, absent: 4 });
    },
  },
  {
    guarantee: 'A3',
    title:
      'members.set, members.remove: whoever changes the members of a group stops no command of theirs elsewhere',
    async run(world) {
      const [user, group] = [await world.addUser(), await world.addGroup()];
      await set(group.id, (await world.addUser()).id, 'owner')(world.storage);
      const authority = { userId: user.id, version: await versionOf(world, user.id) };
      for (const act of [
        set(group.id, user.id, 'viewer'),
        set(group.id, user.id, 'owner'),
        remove(group.id, user.id),
      ]) {
        await act(world.storage);
        const audit = draft('resource:create', undefined, authority);
        const created = await world.storage.resources.create(newResource(user.id), audit);
        assert.equal(created.type, 'created');
        assert.equal(await versionOf(world, user.id), authority.version);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'groups.add: the first member is an owner, and their authority version stays as it is',
    async run(world) {
      const { groups } = world.storage;
      const user = await world.addUser();
      const before = await versionOf(world, user.id);
      const group = newGroup();
      assert.deepEqual(await groups.add(group, draft('group:create'), { firstOwner: user.id }), {
        type: 'added',
      });
      assert.deepEqual(await rolesIn(world, group.id), { [user.id]: 'owner' });
      assert.equal(await versionOf(world, user.id), before);
      const orphan = newGroup();
      const refused = await groups.add(orphan, draft('group:create'), { firstOwner: newUserId() });
      assert.deepEqual(refused, { type: 'no-user' });
      assert.deepEqual(await groups.list(ALL_GROUPS), [group]);
    },
  },
  {
    guarantee: 'A4',
    title:
      'members.set, members.remove, users.change, users.delete: a group keeps its last active owner, and the refusal names it',
    async run(world) {
      for (const [how, end] of Object.entries(ENDS_OF_OWNERS)) {
        const [group, ann, bob] = await addGroupOfTwo(world);
        const other = await addOwner(world);
        await set(group, other, 'member')(world.storage);
        // A disabled owner does not count.
        assert.equal((await disable(bob)(world.storage)).type, 'changed');
        const { name } = (await world.storage.groups.find(group)) ?? assert.fail();
        const before = await versionOf(world, ann);
        const outcome = await end(group, ann)(world.storage);
        assert.deepEqual(outcome, { type: 'last-owner', groups: [{ id: group, name }] }, how);
        assert.deepEqual(await rolesIn(world, group), { [ann]: 'owner', [bob]: 'owner', [other]: 'member' });
        assert.deepEqual(await activeOwners(world, group), [ann], how);
        assert.equal(await versionOf(world, ann), before, how);
        // Without the rule, nobody could be removed: the disabled owner can.
        assert.ok(DONE.has((await end(group, bob)(world.storage)).type), how);
        await set(group, other, 'owner')(world.storage);
        assert.ok(DONE.has((await end(group, ann)(world.storage)).type), how);
        assert.deepEqual(await activeOwners(world, group), [other], how);
      }
      const reasons = await world.storage.auditEvents.list({ ...ALL_EVENTS, reason: 'last-owner' });
      assert.equal(reasons.length, Object.keys(ENDS_OF_OWNERS).length);
    },
  },
  {
    guarantee: 'A4',
    title:
      'users.delete, users.change: of several groups, the refusal names those that would lose their owner',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const alone = [await world.addGroup({ owners: [ann.id] }), await world.addGroup({ owners: [ann.id] })];
      await world.addGroup({ owners: [ann.id, bob.id] });
      await set((await world.addGroup({ owners: [bob.id] })).id, ann.id, 'viewer')(world.storage);
      const groups = alone.map(({ id, name }) => ({ id, name })).reverse();
      for (const end of [deleteUser, disable])
        assert.deepEqual(await end(ann.id)(world.storage), { type: 'last-owner', groups });
    },
  },
  {
    guarantee: 'A4',
    title:
      'members.set, members.remove, users.change, users.delete: when two owners cease to be one at once, one stays',
    async run(world) {
      for (const [how, end] of Object.entries(ENDS_OF_OWNERS)) {
        for (const [rivalHow, rivalEnd] of Object.entries(ENDS_OF_OWNERS)) {
          const [group, ann, bob] = await addGroupOfTwo(world);
          const [first, second] = await world.overlap(end(group, ann), () =>
            rivalEnd(group, bob)(world.storage),
          );
          const what = `${how} against ${rivalHow}`;
          assert.ok(DONE.has(first.type), `${what}: ${first.type}`);
          assert.deepEqual(await activeOwners(world, group), [bob], `${what} leaves no owner`);
          assert.equal(second.type, 'last-owner', what);
        }
      }
    },
  },
  {
    guarantee: 'A4',
    title:
      'members.remove: two owners who leave in two transactions of hosts, at any isolation level, leave one',
    async run(world) {
      const ends = [ENDS_OF_OWNERS.removing, ENDS_OF_OWNERS.disabling];
      for (const end of ends) {
        for (const rivalEnd of ends) {
          const [group, ann, bob] = await addGroupOfTwo(world);
          const rival = () =>
            world
              .hostTransaction(async (transaction) => {
                const stores = world.storage.within(transaction);
                // From here on, a strict isolation level shows the group as it is now.
                await stores.groups.find(group);
                return (await rivalEnd?.(group, bob)(stores))?.type;
              })
              .catch((error: unknown) => {
                if (isBailiwickError(error)) return error.code;
                throw error;
              });
          const [, ending] = await world.overlap((stores) => {
            return end?.(group, ann)(stores) ?? assert.fail();
          }, rival);
          assert.deepEqual(await activeOwners(world, group), [bob]);
          assert.ok(ending === 'last-owner' || ending === 'transaction-conflict', ending);
        }
      }
    },
  },
  {
    guarantee: 'A4',
    title:
      'groups.add: the first owner is not disabled or deleted by a transaction of a host that does not see the group',
    async run(world) {
      for (const [how, end] of Object.entries({ disable, deleteUser })) {
        const { id: ann } = await world.addUser();
        const group = newGroup();
        const rival = () =>
          world
            .hostTransaction(async (transaction) => {
              const stores = world.storage.within(transaction);
              // From here on, a strict isolation level shows the groups as they are now.
              await stores.groups.find(group.id);
              return end(ann)(stores);
            })
            .catch((error: unknown) => {
              if (isBailiwickError(error)) return { type: error.code };
              throw error;
            });
        const [added, ended] = await world.overlap(
          (stores) => stores.groups.add(group, draft('group:create'), { firstOwner: ann }),
          rival,
        );
        assert.deepEqual(added, { type: 'added' });
        assert.ok(['last-owner', 'transaction-conflict'].includes(ended.type), `${how}: ${ended.type}`);
        assert.deepEqual(await activeOwners(world, group.id), [ann], how);
      }
    },
  },
  {
    guarantee: 'A4',
    title: 'members.remove: an owner who waits for another one whose leaving is rolled back may leave',
    async run(world) {
      const [group, ann, bob] = await addGroupOfTwo(world);
      const rival = () => remove(group, bob)(world.storage);
      const [, outcome] = await world.overlap(remove(group, ann), rival, 'roll back');
      assert.deepEqual(outcome, { type: 'removed' });
      assert.deepEqual(await activeOwners(world, group), [ann]);
    },
  },
  {
    guarantee: 'A4',
    title: 'members.remove: however many owners leave at once, in whatever way, one stays',
    async run(world) {
      const ends = Object.values(ENDS_OF_OWNERS);
      for (let round = 0; round < 5; round += 1) {
        const owners = await race(6, () => addOwner(world));
        const { id: group } = await world.addGroup({ owners });
        const outcomes = await race(owners.length, (index) => {
          const owner = owners[index] ?? assert.fail();
          const end = ends[(index + round) % ends.length] ?? assert.fail();
          return end(group, owner)(world.storage);
        });
        assert.equal(tally(outcomes)['last-owner'], 1, JSON.stringify(tally(outcomes)));
        assert.equal((await activeOwners(world, group)).length, 1);
      }
    },
  },
  {
    guarantee: 'A4',
    title: 'members.remove: owners of several groups who cease to be one at once do not block each other',
    async run(world) {
      const [ann, bob, eve] = [await addOwner(world), await addOwner(world), await addOwner(world)];
      const groups: GroupId[] = [];
      for (let index = 0; index < 6; index += 1)
        groups.push((await world.addGroup({ owners: [ann, bob, eve] })).id);
      const outcomes = await Promise.all([
        disable(ann)(world.storage),
        deleteUser(bob)(world.storage),
        ...groups.toReversed().map((group) => set(group, ann, 'member')(world.storage)),
        ...groups.map((group) => remove(group, bob)(world.storage)),
      ]);
      for (const { type } of outcomes) assert.ok(type !== 'last-owner', type);
      for (const group of groups) assert.deepEqual(await activeOwners(world, group), [eve]);
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete, groups.delete: no membership is left of a user or a group that is gone, or going',
    async run(world) {
      const { storage } = world;
      const [gone, going, staying] = [await world.addUser(), await addOwner(world), await world.addUser()];
      const { id: group } = await world.addGroup({ owners: [staying.id] });
      for (const id of [gone.id, going]) await set(group, id, 'member')(storage);
      await deleteUser(gone.id)(storage);
      const begun = { resources: 'delete', rowsAtOnceMax: 0 } as const;
      assert.equal((await storage.users.delete(going, begun, draft('user:delete'))).type, 'deleting');
      assert.deepEqual(await rolesIn(world, group), { [staying.id]: 'owner' });
      const deleted = await storage.groups.delete(group, DELETION, draft('group:delete'));
      assert.deepEqual(deleted, { type: 'deleted' });
      assert.deepEqual(await membersOf(world, group), []);
      const page = { scope: ALL, olderThanId: null, count: 10 };
      assert.deepEqual(await storage.members.listOfUser({ userId: staying.id, ...page }), []);
      assert.equal((await deleteUser(staying.id)(storage)).type, 'deleted');
    },
  },
  {
    guarantee: 'I1',
    title: 'members.set: a set that waits for the deletion of the user or the group finds none',
    async run(world) {
      const [user, group] = [await world.addUser(), await world.addGroup()];
      const [, late] = await world.overlap(deleteUser(user.id), () =>
        set(group.id, user.id, 'member')(world.storage),
      );
      assert.deepEqual(late, { type: 'no-user' });
      const other = await world.addUser();
      const [, later] = await world.overlap(
        (stores) => stores.groups.delete(group.id, DELETION, draft('group:delete')),
        () => set(group.id, other.id, 'member')(world.storage),
      );
      assert.deepEqual(later, { type: 'no-group' });
    },
  },
  {
    guarantee: 'A3',
    title:
      'members.remove: a create of the member that was decided before is stopped, or is before the removal',
    async run(world) {
      const takings: readonly ((group: GroupId, user: UserId) => Act)[] = [
        remove,
        (group, user) => set(group, user, 'viewer'),
      ];
      for (const take of takings) {
        const [user, group] = [await world.addUser(), await world.addGroup()];
        await set(group.id, user.id, 'member')(world.storage);
        const version = await versionOf(world, user.id);
        const inGroup = ({ id }: { readonly id: GroupId }) => [{ path: [id], roles: ['member'] }] as const;
        const authority = { userId: user.id, version, paths: inGroup(group) };
        const create = (stores: Stores) => {
          const target = { type: 'resource', id: null, ownerId: group.id } as const;
          return stores.resources.create(newResource(group.id), draft('resource:create', target, authority));
        };
        const waited = await world.waits(create, () => take(group.id, user.id)(world.storage));
        assert.ok(waited, 'it does not wait for the create');
        assert.deepEqual(await create(world.storage), { type: 'authority-changed' });
        assert.equal((await world.resourcesOf(group.id)).length, 1);
        const other = await world.addGroup();
        await set(other.id, user.id, 'member')(world.storage);
        const inOther = { ...authority, paths: inGroup(other) };
        const [, late] = await world.overlap(take(other.id, user.id), () =>
          world.storage.resources.create(newResource(other.id), draft('resource:create', undefined, inOther)),
        );
        assert.deepEqual(late, { type: 'authority-changed' });
        assert.deepEqual(await world.resourcesOf(other.id), []);
      }
    },
  },
];
