import assert from 'node:assert/strict';
import { isBailiwickError } from '../errors.js';
import type { GroupId, OwnerId, ResourceId, UserId } from '../ids.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import { ALL_GROUPS, ALL_RESOURCES, draft, idsOf, newGroupId, newResource, T1, type World } from './world.js';

type Outcome = Promise<{ readonly type: string }>;
type Command = (stores: Stores) => Outcome;

interface Addition {
  /** The resource that the owner has afterwards; `null`: it is another row. */
  readonly id: ResourceId | null;
  readonly add: (stores: Stores, ownerId: OwnerId) => Outcome;
}

function creating(world: World, given: Parameters<typeof newResource>[1]) {
  const { id } = newResource(newGroupId()).resource;
  const add = (stores: Stores, ownerId: OwnerId) =>
    world.create(newResource(ownerId, { ...given, id }), stores);
  return { id, add };
}

async function transferring(world: World, demand: Readonly<Record<string, number>>): Promise<Addition> {
  const { id: ownerId } = await world.addUser();
  const { id } = await world.addResource(ownerId, { demand });
  return {
    id,
    add: (stores, to) =>
      stores.resources.transfer(
        id,
        { ownerId, to, at: T1, ifUnchangedSince: null },
        draft('resource:transfer'),
      ),
  };
}

/** Each of these adds a row to an owner. Not all of them change a row that the owner has already. */
const ADDITIONS: Readonly<Record<string, (world: World) => Promise<Addition>>> = {
  'a create that demands nothing': async (world) => creating(world, { demand: {} }),
  'a create with a key': async (world) => creating(world, { demand: {}, key: 'another' }),
  'the first use of a meter': async (world) => creating(world, { demand: { databases: 1 } }),
  'a transfer of what demands nothing': (world) => transferring(world, {}),
  'a transfer to a new meter': (world) => transferring(world, { databases: 1 }),
  'a limit': async () => ({
    id: null,
    add: (stores, ownerId) =>
      stores.quotas.setLimit({ ownerId, meter: 'databases', limit: 5 }, draft('quota:set')),
  }),
};

/** Runs the command in a host's transaction that, at a strict isolation level, shows what was there before it waited. */
async function withOlderSnapshot(world: World, command: Command): Outcome {
  try {
    return await world.hostTransaction(async (transaction) => {
      const stores = world.storage.within(transaction);
      await stores.groups.list(ALL_GROUPS);
      return command(stores);
    });
  } catch (error) {
    if (isBailiwickError(error)) return { type: error.code };
    throw error;
  }
}

async function finishDeletion({ storage }: World, { id, store }: Owner): Promise<void> {
  const step = { olderThanId: null, rowsMax: 100 };
  for (let type = ''; type !== 'deleted' && type !== 'none';)
    ({ type } = await storage[store].continueDeletion(id as GroupId & UserId, step, draft('finish')));
}

interface Owner {
  readonly id: OwnerId;
  readonly store: 'users' | 'groups';
}

const OWNERS: Readonly<Record<Owner['store'], (world: World) => Promise<OwnerId>>> = {
  users: async (world) => (await world.addUser()).id,
  groups: async (world) => (await world.addGroup({ parentId: (await world.addGroup()).id })).id,
};

function deletion({ id, store }: Owner, fate: 'delete' | 'refuse' | 'transfer', to: OwnerId): Command {
  const options = { ifUnchangedSince: null, rowsAtOnceMax: 0 };
  const audit = draft('delete');
  if (store === 'users') {
    const resources = fate === 'transfer' ? { to, kinds: ['resource'], countMax: 10 } : fate;
    return (stores) => stores.users.delete(id as UserId, { ...options, resources }, audit);
  }
  const resources = fate === 'transfer' ? 'delete' : fate;
  return (stores) => stores.groups.delete(id as GroupId, { ...options, resources }, audit);
}

/** Checks commands on all rows of an owner, in a host's transaction that may not show them all. */
export const olderSnapshotCases: readonly CaseDefinition[] = [
  {
    guarantee: 'A7',
    title:
      'groups.move: in a host’s transaction, at any isolation level, it takes along what was added below meanwhile, or changes nothing',
    async run(world) {
      for (const [what, prepare] of Object.entries(ADDITIONS)) {
        const [ann, bob] = [await world.addUser(), await world.addUser()];
        const from = await world.addGroup({ owners: [ann.id] });
        const to = await world.addGroup({ owners: [bob.id] });
        const web = await world.addGroup({ parentId: from.id });
        const below = await world.addGroup({ parentId: web.id });
        const { add } = await prepare(world);
        const change = { from: from.id, to: to.id, at: T1, ifUnchangedSince: null };
        const move: Command = (stores) => stores.groups.move(web.id, change, draft('group:move'));
        const [, moved] = await world.overlap(
          (stores) => add(stores, below.id),
          () => withOlderSnapshot(world, move).catch(() => ({ type: 'not-available' })),
        );
        if (moved.type !== 'moved') assert.equal((await move(world.storage)).type, 'moved', what);
        const seenBy = async (userId: UserId, rootId: GroupId) => {
          const scope = { type: 'member', userId, roles: ['owner'], rootIds: [rootId] } as const;
          return idsOf(await world.storage.resources.list({ ...ALL_RESOURCES, scope }));
        };
        assert.deepEqual(await seenBy(ann.id, from.id), [], what);
        assert.deepEqual(await seenBy(bob.id, to.id), idsOf(await world.resourcesOf(below.id)), what);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.delete, groups.delete: in a host’s transaction, at any isolation level, a resource that was added meanwhile is not lost',
    async run(world) {
      for (const store of ['users', 'groups'] as const) {
        for (const fate of ['refuse', 'delete', 'transfer'] as const) {
          if (store === 'groups' && fate === 'transfer') continue;
          for (const [what, prepare] of Object.entries(ADDITIONS)) {
            const owner: Owner = { id: await OWNERS[store](world), store };
            const { id: to } = await world.addGroup();
            // Its record is left, so that the owner has more rows than are deleted at once.
            const used = await world.addResource(owner.id, { key: 'one' });
            await world.storage.resources.delete(used.id, owner.id, draft('resource:delete'));
            const { id, add } = await prepare(world);
            const [, ended] = await world.overlap(
              (stores) => add(stores, owner.id),
              () => withOlderSnapshot(world, deletion(owner, fate, to)),
            );
            const isGone = ['deleted', 'deleting'].includes(ended.type);
            await finishDeletion(world, owner);
            const resource = id === null ? null : await world.storage.resources.find(id);
            const left = fate === 'transfer' ? to : undefined;
            const how = `${store}, ${fate}, ${what}: ${ended.type}`;
            if (id !== null) assert.equal(resource?.ownerId, isGone ? left : owner.id, how);
            if (id !== null && fate === 'refuse') assert.ok(!isGone, how);
            await world.assertUsageIsTrue();
          }
        }
      }
    },
  },
];
