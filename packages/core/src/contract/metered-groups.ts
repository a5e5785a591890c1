import assert from 'node:assert/strict';
import type { Group } from '../groups/group.js';
import type { AddGroup, AddGroupOutcome } from '../groups/group-store.js';
import type { GroupId, OwnerId, UserId } from '../ids.js';
import type { SetMemberOutcome } from '../members/member-store.js';
import type { Demand } from '../quotas/quota.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newGroup, newResource, race, T1, tally, type World } from './world.js';

/** The demands of a group and of a member, unless a case says otherwise. */
const PROJECT: Demand = { projects: 1 };
const SEAT: Demand = { members: 1 };

const METERS = ['resources', 'projects', 'members'] as const;

type Stage = Pick<World, 'storage'> | { readonly storage: Stores };

function addProject(
  { storage }: Stage,
  parentId: GroupId | null,
  options: AddGroup = {},
): Promise<AddGroupOutcome> {
  return storage.groups.add(newGroup({ parentId }), draft('group:create'), { demand: PROJECT, ...options });
}

async function addedProject(world: World, parentId: GroupId | null, options: AddGroup = {}): Promise<Group> {
  const group = newGroup({ parentId });
  const added = world.storage.groups.add(group, draft('group:create'), { demand: PROJECT, ...options });
  assert.deepEqual(await added, { type: 'added' });
  return group;
}

function join(
  { storage }: Stage,
  groupId: GroupId,
  userId: UserId,
  { role = 'member', demand = SEAT }: { role?: string; demand?: Demand } = {},
): Promise<SetMemberOutcome> {
  return storage.members.set({ groupId, userId, role, at: T1, demand }, draft('member:set'));
}

/** Adds a user who is a member of the group. */
async function addMember(world: World, groupId: GroupId, demand: Demand = SEAT): Promise<UserId> {
  const { id } = await world.addUser();
  assert.equal((await join(world, groupId, id, { demand })).type, 'set');
  return id;
}

function leave({ storage }: Stage, groupId: GroupId, userId: UserId): Promise<{ readonly type: string }> {
  return storage.members.remove({ groupId, userId }, draft('member:remove'));
}

function move({ storage }: Stage, { id, parentId: from }: Group, to: GroupId | null) {
  const change = { from, to, at: T1, ifUnchangedSince: null };
  return storage.groups.move(id, change, draft('group:move'));
}

function remove({ storage }: Stage, id: GroupId, rowsAtOnceMax = 100) {
  const options = { resources: 'delete', ifUnchangedSince: null, rowsAtOnceMax } as const;
  return storage.groups.delete(id, options, draft('group:delete'));
}

/** Returns the complete usage of each owner by the name of the meter. */
async function usedOf(world: World, owners: readonly { readonly id: OwnerId }[]): Promise<object[]> {
  const used: object[] = [];
  for (const { id } of owners) {
    const amounts: [string, number][] = [];
    for (const meter of METERS) {
      const amount = (await world.meter(id, meter)).used;
      if (amount > 0) amounts.push([meter, amount]);
    }
    used.push(Object.fromEntries(amounts));
  }
  await world.assertUsageIsTrue();
  return used;
}

const figures = (
  { id, type, name }: Group,
  meter: string,
  [limit, used, requested]: readonly [number | null, number, number],
) => ({ meter, owner: { id, type, name }, limit, used, requested });

/** Checks groups and members that take something from the quotas on their path. */
export const meteredGroupCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q3',
    title: 'groups.add, groups.delete: a group takes its demand from every group above it, and releases it',
    async run(world) {
      const acme = await addedProject(world, null);
      const sales = await addedProject(world, acme.id);
      const web = await addedProject(world, sales.id, { demand: { projects: 3 } });
      assert.deepEqual(await usedOf(world, [acme, sales, web]), [{ projects: 4 }, { projects: 3 }, {}]);
      assert.deepEqual(await remove(world, web.id), { type: 'deleted' });
      assert.deepEqual(await usedOf(world, [acme, sales]), [{ projects: 1 }, {}]);
      assert.deepEqual(await remove(world, web.id), { type: 'absent' });
      assert.deepEqual(await remove(world, sales.id), { type: 'deleted' });
      assert.deepEqual(await usedOf(world, [acme]), [{}]);
    },
  },
  {
    guarantee: 'Q3',
    title:
      'members.set, members.remove: a member takes their demand from the group and every group above, once',
    async run(world) {
      const acme = await world.addGroup();
      const web = await world.addGroup({ parentId: acme.id });
      const ann = await addMember(world, web.id);
      const bob = await addMember(world, acme.id);
      assert.deepEqual(await usedOf(world, [acme, web]), [{ members: 2 }, { members: 1 }]);
      // The same user in another group is another member.
      assert.equal((await join(world, acme.id, ann)).type, 'set');
      assert.deepEqual(await usedOf(world, [acme, web]), [{ members: 3 }, { members: 1 }]);
      // Neither a repeat nor another role takes anything, whatever the demand is by now.
      for (const role of ['member', 'viewer', 'viewer'])
        assert.equal((await join(world, web.id, ann, { role, demand: { members: 7 } })).type, 'set');
      assert.deepEqual(await usedOf(world, [acme, web]), [{ members: 3 }, { members: 1 }]);
      assert.deepEqual(await leave(world, web.id, ann), { type: 'removed' });
      assert.deepEqual(await leave(world, web.id, ann), { type: 'absent' });
      assert.deepEqual(await usedOf(world, [acme, web]), [{ members: 2 }, {}]);
      for (const id of [ann, bob]) await leave(world, acme.id, id);
      assert.deepEqual(await usedOf(world, [acme, web]), [{}, {}]);
    },
  },
  {
    guarantee: 'Q3',
    title: 'groups.add, members.set: what was taken is released, whatever the demand is by then',
    async run(world) {
      const acme = await world.addGroup();
      const web = await addedProject(world, acme.id, { demand: { projects: 2 } });
      const ann = await addMember(world, web.id, { members: 5 });
      await addMember(world, web.id, {});
      assert.deepEqual(await usedOf(world, [acme, web]), [{ projects: 2, members: 5 }, { members: 5 }]);
      assert.deepEqual(await leave(world, web.id, ann), { type: 'removed' });
      assert.deepEqual(await usedOf(world, [acme, web]), [{ projects: 2 }, {}]);
      assert.deepEqual(await remove(world, web.id), { type: 'deleted' });
      assert.deepEqual(await usedOf(world, [acme]), [{}]);
    },
  },
  {
    guarantee: 'Q3',
    title: 'users.delete: a user who is deleted, or begins to be, releases what their memberships have taken',
    async run(world) {
      for (const rowsAtOnceMax of [100, 0]) {
        const acme = await world.addGroup();
        const web = await world.addGroup({ parentId: acme.id });
        const other = await world.addGroup();
        const ann = await addMember(world, web.id);
        await addMember(world, web.id);
        for (const { id } of [acme, other]) await join(world, id, ann, { demand: { members: 2 } });
        await world.addResource(ann);
        const groups = [acme, web, other];
        assert.deepEqual(await usedOf(world, groups), [{ members: 4 }, { members: 2 }, { members: 2 }]);
        const deletion = { resources: 'delete', rowsAtOnceMax } as const;
        await world.storage.users.delete(ann, deletion, draft('user:delete'));
        assert.deepEqual(await usedOf(world, groups), [{ members: 1 }, { members: 1 }, {}]);
        const step = { olderThanId: null, rowsMax: 100 };
        await world.storage.users.continueDeletion(ann, step, draft('user:delete'));
        assert.deepEqual(await usedOf(world, groups), [{ members: 1 }, { members: 1 }, {}]);
      }
    },
  },
  {
    guarantee: 'Q3',
    title: 'groups.delete: a group that is deleted at once or in steps releases what its members have taken',
    async run(world) {
      for (const rowsAtOnceMax of [100, 1]) {
        const acme = await world.addGroup();
        const web = await addedProject(world, acme.id);
        await addMember(world, web.id);
        const ann = await addMember(world, web.id);
        await join(world, acme.id, ann);
        for (let index = 0; index < 3; index += 1) await world.addResource(web.id);
        const before = { resources: 3, members: 3, projects: 1 };
        assert.deepEqual((await usedOf(world, [acme]))[0], before);
        const { type } = await remove(world, web.id, rowsAtOnceMax);
        assert.equal(type, rowsAtOnceMax === 1 ? 'deleting' : 'deleted');
        assert.deepEqual(await usedOf(world, [acme]), [{ members: 1 }]);
        const step = { olderThanId: null, rowsMax: 100 };
        await world.storage.groups.continueDeletion(web.id, step, draft('group:delete'));
        assert.deepEqual(await usedOf(world, [acme]), [{ members: 1 }]);
      }
    },
  },
  {
    guarantee: 'Q1',
    title: 'groups.add: racers for the last groups below an organisation never exceed its limit',
    async run(world) {
      const acme = await world.addGroup({ limits: { projects: 3 } });
      const parents = [acme, await world.addGroup({ parentId: acme.id })];
      const outcomes = await race(10, (index) => addProject(world, parents[index % 2]?.id ?? null));
      assert.deepEqual(tally(outcomes), { added: 3, 'quota-exceeded': 7 });
      const groups = await world.storage.quotas.check(null, 1000);
      assert.equal(groups.ownersChecked, 2 + 3);
      assert.deepEqual((await usedOf(world, [acme]))[0], { projects: 3 });
    },
  },
  {
    guarantee: 'Q1',
    title: 'members.set: racers for the last seats of an organisation never exceed its limit',
    async run(world) {
      const acme = await world.addGroup({ limits: { members: 3 } });
      const projects = [acme, await world.addGroup({ parentId: acme.id })];
      const users = await Promise.all(Array.from({ length: 10 }, () => world.addUser()));
      const outcomes = await Promise.all(
        users.map(({ id }, index) => join(world, projects[index % 2]?.id ?? assert.fail(), id)),
      );
      assert.deepEqual(tally(outcomes), { set: 3, 'quota-exceeded': 7 });
      const page = { olderThanId: null, count: 100 };
      const members = await Promise.all(
        projects.map(({ id: groupId }) => world.storage.members.list({ groupId, ...page })),
      );
      assert.equal(members.flat().length, 3);
      assert.deepEqual((await usedOf(world, [acme]))[0], { members: 3 });
    },
  },
  {
    guarantee: 'Q1',
    title: 'members.set: two who take the last seat at once, below different projects: one gets it',
    async run(world) {
      const acme = await world.addGroup({ limits: { members: 1 } });
      const [web, app] = [
        await world.addGroup({ parentId: acme.id }),
        await world.addGroup({ parentId: acme.id }),
      ];
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const [first, second] = await world.overlap(
        (storage) => join({ storage }, web.id, ann.id),
        () => join(world, app.id, bob.id),
      );
      assert.deepEqual([first.type, second.type], ['set', 'quota-exceeded']);
      assert.deepEqual(await usedOf(world, [acme, web, app]), [{ members: 1 }, { members: 1 }, {}]);
    },
  },
  {
    guarantee: 'Q1',
    title:
      'groups.add, members.set: default limits bind, and one that is lowered binds those that come later',
    async run(world) {
      const { quotas } = world.storage;
      const acme = await world.addGroup();
      for (const meter of ['projects', 'members'])
        await quotas.setDefaultLimit({ ownerType: 'group', meter, limit: 1 }, draft('default-limit:set'));
      await addedProject(world, acme.id);
      await addMember(world, acme.id);
      const ann = await world.addUser();
      assert.equal((await addProject(world, acme.id)).type, 'quota-exceeded');
      assert.equal((await join(world, acme.id, ann.id)).type, 'quota-exceeded');
      // The first member of a new root is bound by the limit of its type.
      const options = { firstOwner: ann.id, memberDemand: { members: 2 } };
      assert.equal((await addProject(world, null, options)).type, 'quota-exceeded');
      await addedProject(world, null, { ...options, memberDemand: { members: 1 } });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q2',
    title:
      'groups.add, members.set: what fits is never refused: equality, a free place, another role, no demand',
    async run(world) {
      const acme = await world.addGroup({ limits: { projects: 2, members: 1 } });
      const web = await addedProject(world, acme.id, { demand: { projects: 2 } });
      const ann = await addMember(world, web.id);
      const bob = await world.addUser();
      const add = () => addProject(world, acme.id);
      assert.equal((await add()).type, 'quota-exceeded');
      assert.equal((await join(world, acme.id, bob.id)).type, 'quota-exceeded');
      assert.deepEqual(await addProject(world, acme.id, { demand: {} }), { type: 'added' });
      assert.equal((await join(world, web.id, ann, { role: 'owner' })).type, 'set');
      assert.equal((await join(world, acme.id, bob.id, { demand: {} })).type, 'set');
      await world.storage.users.delete(ann, { resources: 'delete' }, draft('user:delete'));
      // Ann was the last owner.
      await addMember(world, web.id, {});
      assert.deepEqual(await usedOf(world, [acme]), [{ projects: 2, members: 1 }]);
    },
  },
  {
    guarantee: 'Q2',
    title: 'groups.add, members.set: one that waits for a release, or for a claim that is rolled back, fits',
    async run(world) {
      const acme = await world.addGroup({ limits: { projects: 1, members: 1 } });
      const web = await addedProject(world, acme.id);
      const ann = await addMember(world, acme.id);
      const bob = await world.addUser();
      const [, added] = await world.overlap(
        (storage) => remove({ storage }, web.id),
        () => addProject(world, acme.id),
      );
      assert.deepEqual(added, { type: 'added' });
      const [, joined] = await world.overlap(
        (storage) => leave({ storage }, acme.id, ann),
        () => join(world, acme.id, bob.id),
      );
      assert.equal(joined.type, 'set');
      await leave(world, acme.id, bob.id);
      const [, again] = await world.overlap(
        (storage) => join({ storage }, acme.id, ann),
        () => join(world, acme.id, bob.id),
        'roll back',
      );
      assert.equal(again.type, 'set');
      assert.deepEqual(await usedOf(world, [acme]), [{ projects: 1, members: 1 }]);
    },
  },
  {
    guarantee: 'Q4',
    title: 'groups.add: a group and its first member take all meters at all levels, or nothing',
    async run(world) {
      const { storage } = world;
      const acme = await world.addGroup({ limits: { projects: 1 } });
      const sales = await world.addGroup({ parentId: acme.id, limits: { members: 1 } });
      const ann = await world.addUser();
      const options = { firstOwner: ann.id, memberDemand: SEAT };
      const web = await addedProject(world, sales.id, options);
      const taken = [{ projects: 1, members: 1 }, { projects: 1, members: 1 }, { members: 1 }];
      assert.deepEqual(await usedOf(world, [acme, sales, web]), taken);
      for (const [meter, limit] of [
        ['projects', 2],
        ['members', 2],
      ] as const) {
        assert.equal((await addProject(world, sales.id, options)).type, 'quota-exceeded', meter);
        assert.deepEqual(await usedOf(world, [acme, sales, web]), taken);
        const owner = meter === 'projects' ? acme : sales;
        await world.setLimit(owner.id, meter, limit);
      }
      assert.deepEqual(await addProject(world, sales.id, options), { type: 'added' });
      const page = { olderThanId: null, count: 100 };
      const [member] = await storage.members.list({ groupId: web.id, ...page });
      assert.equal(member?.userId, ann.id);
      assert.deepEqual((await usedOf(world, [acme]))[0], { projects: 2, members: 2 });
    },
  },
  {
    guarantee: 'Q8',
    title: 'groups.add, members.set: a refusal has the figures of each level with its owner, and is recorded',
    async run(world) {
      const acme = await world.addGroup({ limits: { projects: 0, members: 0 } });
      const sales = await world.addGroup({ parentId: acme.id, limits: { members: 5 } });
      const ann = await world.addUser();
      const web = newGroup({ parentId: sales.id });
      const options = { demand: PROJECT, firstOwner: ann.id, memberDemand: SEAT };
      const added = await world.storage.groups.add(web, draft('group:create'), options);
      const ofBoth = [
        figures(web, 'members', [null, 0, 1]),
        figures(sales, 'projects', [null, 0, 1]),
        figures(sales, 'members', [5, 0, 1]),
        figures(acme, 'projects', [0, 0, 1]),
        figures(acme, 'members', [0, 0, 1]),
      ];
      assert.deepEqual(added, { type: 'quota-exceeded', quotas: ofBoth });
      const joined = await join(world, sales.id, ann.id, { demand: { members: 2 } });
      const ofMember = [figures(sales, 'members', [5, 0, 2]), figures(acme, 'members', [0, 0, 2])];
      assert.deepEqual(joined, { type: 'quota-exceeded', quotas: ofMember });
      assert.equal(await world.storage.groups.find(web.id), null);
      const [ofAdd] = await world.eventsOf('group:create');
      assert.deepEqual([ofAdd?.reason, ofAdd?.details], ['quota-exceeded', { quotas: ofBoth }]);
      // Without room, whether the id is taken is not looked at.
      const again = newGroup({ id: sales.id, parentId: acme.id });
      const refused = await world.storage.groups.add(again, draft('group:create'), { demand: PROJECT });
      assert.deepEqual(refused, { type: 'quota-exceeded', quotas: [figures(acme, 'projects', [0, 0, 1])] });
      const [ofSet] = await world.eventsOf('member:set');
      assert.deepEqual([ofSet?.reason, ofSet?.details], ['quota-exceeded', { quotas: ofMember }]);
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: the demands of the group, of those below it and of all members move along',
    async run(world) {
      const [acme, umbrella] = [await world.addGroup(), await world.addGroup()];
      const sales = await addedProject(world, acme.id);
      const web = await addedProject(world, sales.id, { demand: { projects: 2 } });
      await addMember(world, sales.id);
      await addMember(world, web.id);
      await addMember(world, acme.id);
      await world.addResource(web.id);
      const groups = [acme, umbrella, sales, web];
      const inside = { resources: 1, projects: 2, members: 2 };
      const ofWeb = { resources: 1, members: 1 };
      assert.deepEqual(await usedOf(world, groups), [
        { resources: 1, projects: 3, members: 3 },
        {},
        inside,
        ofWeb,
      ]);
      assert.equal((await move(world, sales, umbrella.id)).type, 'moved');
      const moved = { resources: 1, projects: 3, members: 2 };
      assert.deepEqual(await usedOf(world, groups), [{ members: 1 }, moved, inside, ofWeb]);
      // Within one root, what both paths share is untouched.
      assert.equal((await move(world, web, umbrella.id)).type, 'moved');
      assert.deepEqual(await usedOf(world, groups), [{ members: 1 }, moved, { members: 1 }, ofWeb]);
      assert.equal((await move(world, { ...sales, parentId: umbrella.id }, null)).type, 'moved');
      const left = { resources: 1, projects: 2, members: 1 };
      assert.deepEqual(await usedOf(world, groups), [{ members: 1 }, left, { members: 1 }, ofWeb]);
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: without room for the group itself or its members on the new path, nothing changes',
    async run(world) {
      const [acme, umbrella] = [await world.addGroup(), await world.addGroup()];
      const web = await addedProject(world, acme.id);
      await addMember(world, web.id);
      const before = [{ projects: 1, members: 1 }, {}];
      for (const [meter, other] of [
        ['projects', 'members'],
        ['members', 'projects'],
      ] as const) {
        await world.setLimit(umbrella.id, meter, 0);
        const outcome = await move(world, web, umbrella.id);
        assert.equal(outcome.type, 'quota-exceeded', meter);
        const quotas = outcome.type === 'quota-exceeded' ? outcome.quotas : [];
        assert.deepEqual(
          quotas.find((one) => one.meter === meter),
          figures(umbrella, meter, [0, 0, 1]),
        );
        assert.equal(quotas.find((one) => one.meter === other)?.requested, 1);
        assert.deepEqual(await usedOf(world, [acme, umbrella]), before);
        await world.setLimit(umbrella.id, meter, 1);
      }
      assert.equal((await move(world, web, umbrella.id)).type, 'moved');
      assert.deepEqual(await usedOf(world, [acme, umbrella]), [{}, { projects: 1, members: 1 }]);
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: adding groups and members races with a move, and is charged on one of the two paths',
    async run(world) {
      type Scene = { readonly web: Group; readonly ann: UserId; readonly bob: UserId };
      const acts: readonly ((storage: Stores, scene: Scene) => Promise<{ readonly type: string }>)[] = [
        (storage, { web }) => addProject({ storage }, web.id),
        (storage, { web, ann }) => join({ storage }, web.id, ann),
        (storage, { web, bob }) => leave({ storage }, web.id, bob),
        (storage, { web }) => remove({ storage }, web.id),
      ];
      for (const act of acts) {
        for (const first of ['act', 'move']) {
          const [acme, umbrella] = [await world.addGroup(), await world.addGroup()];
          const web = await addedProject(world, acme.id);
          const scene = { web, ann: (await world.addUser()).id, bob: await addMember(world, web.id) };
          const acting = (storage: Stores) => act(storage, scene);
          const moving = (storage: Stores) => move({ storage }, web, umbrella.id);
          await (first === 'act'
            ? world.overlap(acting, () => moving(world.storage))
            : world.overlapOwn(moving, () => acting(world.storage)));
          await world.assertUsageIsTrue();
        }
      }
    },
  },
  {
    guarantee: 'Q3',
    title: 'members.set, members.remove, groups.add, groups.delete: many racers leave every usage true',
    async run(world) {
      const acme = await world.addGroup({ limits: { members: 4, projects: 4 } });
      const sales = await world.addGroup({ parentId: acme.id });
      const users = await Promise.all(Array.from({ length: 6 }, () => world.addUser()));
      await race(24, async (index) => {
        const { id } = users[index % users.length] ?? assert.fail();
        const group = index % 2 === 0 ? acme : sales;
        await join(world, group.id, id);
        if (index % 3 === 0) await leave(world, group.id, id);
        const project = newGroup({ parentId: group.id });
        const options = { demand: PROJECT, firstOwner: id, memberDemand: SEAT };
        await world.storage.groups.add(project, draft('group:create'), options);
        if (index % 3 !== 0) await remove(world, project.id);
      });
      const [first] = users;
      assert.ok(first !== undefined);
      const deletion = { resources: 'delete' } as const;
      await race(2, () => world.storage.users.delete(first.id, deletion, draft('user:delete')));
      await world.assertUsageIsTrue();
      for (const meter of ['members', 'projects']) assert.ok((await world.meter(acme.id, meter)).used <= 4);
    },
  },
  {
    guarantee: 'Q3',
    title: 'quotas.check, quotas.repair: the demands of groups and members count at every level',
    async run(world) {
      const acme = await world.addGroup();
      const sales = await addedProject(world, acme.id);
      const web = await addedProject(world, sales.id);
      await addMember(world, web.id);
      await addMember(world, sales.id, { members: 3, projects: 2 });
      await world.create(newResource(web.id, { demand: { members: 4 } }));
      assert.deepEqual(await usedOf(world, [acme, sales, web]), [
        { projects: 4, members: 8 },
        { projects: 3, members: 8 },
        { members: 5 },
      ]);
      for (const { id: ownerId } of [acme, sales, web]) {
        for (const meter of METERS) {
          const outcome = await world.storage.quotas.repair({ ownerId, meter }, draft('quota:repair'));
          assert.deepEqual(outcome, { type: 'true' }, meter);
        }
      }
    },
  },
  {
    guarantee: 'I6',
    title: 'storage.within: after a refused group and a refused member, a host can go on',
    async run(world) {
      const acme = await world.addGroup({ limits: { projects: 0, members: 0 } });
      const ann = await world.addUser();
      await world.hostTransaction(async (transaction) => {
        const storage = world.storage.within(transaction);
        assert.equal((await addProject({ storage }, acme.id)).type, 'quota-exceeded');
        assert.equal((await join({ storage }, acme.id, ann.id)).type, 'quota-exceeded');
        assert.deepEqual(await addProject({ storage }, acme.id, { demand: {} }), { type: 'added' });
      });
      assert.deepEqual(await usedOf(world, [acme]), [{}]);
    },
  },
];
