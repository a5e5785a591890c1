import assert from 'node:assert/strict';
import type { AuditDraft } from '../audit/audit-event.js';
import { AUTHORITY_CHANGED, type Authority, type OwnerPath, type SeenPath } from '../commands/authority.js';
import { isBailiwickError } from '../errors.js';
import type { Group } from '../groups/group.js';
import type { OwnerId, UserId } from '../ids.js';
import type { Stores } from '../storage.js';
import { everything } from './authority.js';
import type { CaseDefinition } from './case-definition.js';
import {
  draft,
  newGroup,
  newGroupId,
  newResource,
  newSessionId,
  newUserId,
  T1,
  type World,
} from './world.js';

/** A user who is a member of an organisation, in which a project lies, and another organisation. */
interface Tree {
  readonly userId: UserId;
  readonly version: number;
  readonly organisation: Group;
  readonly project: Group;
  readonly elsewhere: Group;
}

type Command = (stores: Stores, audit: AuditDraft) => Promise<{ readonly type: string }>;

const CHANGE = { at: T1, ifUnchangedSince: null } as const;
const REFUSE = { resources: 'refuse', ifUnchangedSince: null, rowsAtOnceMax: 100 } as const;

/** Every command that can depend on the role of a member of the organisation, in a world where it is accepted. */
const COMMANDS: Readonly<Record<string, (world: World, tree: Tree) => Promise<Command>>> = {
  'resources.create': async (world, { project }) => {
    // Rows of quotas that are there already may take another code path.
    await world.addResource(project.id);
    return (stores, audit) => stores.resources.create(newResource(project.id), audit);
  },
  'resources.create, the first one':
    async (_world, { project }) =>
    (stores, audit) =>
      stores.resources.create(newResource(project.id), audit),
  'resources.create, under a key':
    async (_world, { project }) =>
    (stores, audit) =>
      stores.resources.create(newResource(project.id, { key: 'on a path' }), audit),
  'resources.rename': async (world, { project }) => {
    const { id, ownerId } = await world.addResource(project.id);
    return (stores, audit) => stores.resources.rename(id, { ...CHANGE, ownerId, name: 'renamed' }, audit);
  },
  'resources.delete': async (world, { project }) => {
    const { id, ownerId } = await world.addResource(project.id);
    return (stores, audit) => stores.resources.delete(id, ownerId, audit);
  },
  'resources.transfer, to a user': async (world, { project, userId: to }) => {
    const { id, ownerId } = await world.addResource(project.id);
    return (stores, audit) => stores.resources.transfer(id, { ...CHANGE, ownerId, to }, audit);
  },
  'resources.transfer, to the project': async (world, { project: { id: to }, userId }) => {
    const { id, ownerId } = await world.addResource(userId);
    return (stores, audit) => stores.resources.transfer(id, { ...CHANGE, ownerId, to }, audit);
  },
  'users.delete, with a transfer': async (world, { project: { id: to } }) => {
    const { id } = await world.addUser();
    await world.addResource(id);
    const resources = { to, kinds: ['resource'], countMax: 10 };
    return (stores, audit) => stores.users.delete(id, { resources }, audit);
  },
  'groups.add':
    async (_world, { project: { id: parentId } }) =>
    (stores, audit) =>
      stores.groups.add(newGroup({ parentId }), audit),
  'groups.rename':
    async (_world, { project: { id } }) =>
    (stores, audit) =>
      stores.groups.rename(id, { ...CHANGE, name: 'renamed' }, audit),
  'groups.move':
    async (_world, { project: { id, parentId: from } }) =>
    (stores, audit) =>
      stores.groups.move(id, { ...CHANGE, from, to: null }, audit),
  'groups.move, into the project': async (world, { project: { id: to } }) => {
    const { id, parentId: from } = await world.addGroup();
    return (stores, audit) => stores.groups.move(id, { ...CHANGE, from, to }, audit);
  },
  'groups.delete':
    async (_world, { project: { id } }) =>
    (stores, audit) =>
      stores.groups.delete(id, REFUSE, audit),
  'members.set': async (world, { project: { id: groupId } }) => {
    const { id: userId } = await world.addUser();
    return (stores, audit) => stores.members.set({ groupId, userId, role: 'viewer', at: T1 }, audit);
  },
  'members.remove': async (world, { project: { id: groupId } }) => {
    const { id: userId } = await world.addUser();
    const member = { groupId, userId, role: 'viewer', at: T1 };
    await world.storage.members.set(member, draft('member:set'));
    return (stores, audit) => stores.members.remove({ groupId, userId }, audit);
  },
  'quotas.setLimit':
    async (_world, { project: { id: ownerId } }) =>
    (stores, audit) =>
      stores.quotas.setLimit({ ownerId, meter: 'resources', limit: 1 }, audit),
  'quotas.clearLimit':
    async (_world, { project: { id: ownerId } }) =>
    (stores, audit) =>
      stores.quotas.clearLimit({ ownerId, meter: 'resources' }, audit),
};

type Step = (stores: Stores, tree: Tree) => Promise<unknown>;

function move({ id, parentId: from }: Group, to: Group): Step {
  return async (stores) => {
    const change = { ...CHANGE, from, to: to.id };
    assert.equal((await stores.groups.move(id, change, draft('group:move'))).type, 'moved');
  };
}

function setRole(group: Group, userId: UserId, role: string): Step {
  return async ({ members }) => {
    const change = { groupId: group.id, userId, role, at: T1 };
    assert.equal((await members.set(change, draft('member:set'))).type, 'set');
  };
}

function remove(group: Group, userId: UserId): Step {
  return async ({ members }) => {
    const removed = await members.remove({ groupId: group.id, userId }, draft('member:remove'));
    assert.equal(removed.type, 'removed');
  };
}

const moveProject: Step = (stores, tree) => move(tree.project, tree.elsewhere)(stores, tree);

/** A change of one organisation, with some of its projects. */
interface Change {
  /** This change is made once, above the projects. */
  readonly above?: (world: World, tree: Tree) => Promise<unknown>;
  /** This change is made in each project afterwards. */
  readonly inEach?: (world: World, tree: Tree) => Promise<unknown>;
}

/** Every way in which the roles of the user along the path of a project change, one after the other. */
const CHANGES_OF_ROLES: Readonly<Record<string, Change>> = {
  'another role above': {
    above: ({ storage }, tree) => setRole(tree.organisation, tree.userId, 'viewer')(storage, tree),
  },
  'a role in the group, too': {
    above: ({ storage }, tree) => setRole(tree.organisation, tree.userId, 'member')(storage, tree),
    inEach: ({ storage }, tree) => setRole(tree.project, tree.userId, 'viewer')(storage, tree),
  },
  'the same role, in the group': {
    async above({ storage }, tree) {
      await remove(tree.organisation, tree.userId)(storage, tree);
      const seen = await storage.members.rolesOf(tree.userId, [tree.project.id]);
      assert.deepEqual(seen.get(tree.project.id)?.roles, ['viewer']);
    },
  },
  'no role': { inEach: ({ storage }, tree) => remove(tree.project, tree.userId)(storage, tree) },
};

/** Every way in which the path of a project changes. */
const MOVES: Readonly<Record<string, Change>> = {
  'the group has moved': { inEach: ({ storage }, tree) => moveProject(storage, tree) },
  'the group above has moved': {
    above: ({ storage }, tree) => move(tree.organisation, tree.elsewhere)(storage, tree),
  },
};

/** Changes that affect no path that a command depends on. */
const OTHER_CHANGES: Readonly<Record<string, Change>> = {
  'nothing has happened': {},
  'the group has moved away and back': {
    async inEach({ storage }, tree) {
      await moveProject(storage, tree);
      await move({ ...tree.project, parentId: tree.elsewhere.id }, tree.organisation)(storage, tree);
    },
  },
  'another group of the organisation has moved': {
    async above(world, tree) {
      const other = await world.addGroup({ parentId: tree.organisation.id });
      await move(other, tree.elsewhere)(world.storage, tree);
    },
  },
  'a group has moved into the project': {
    async inEach(world, tree) {
      const other = await world.addGroup();
      await move(other, tree.project)(world.storage, tree);
      await move({ ...other, parentId: tree.project.id }, tree.organisation)(world.storage, tree);
    },
  },
  'somebody else is a member, too': {
    async above(world, tree) {
      const { id } = await world.addUser();
      await setRole(tree.organisation, id, 'owner')(world.storage, tree);
    },
  },
  'the user has had another role for a while, and now has others elsewhere': {
    async above(world, tree) {
      const below = await world.addGroup({ parentId: tree.organisation.id });
      for (const change of [
        setRole(tree.organisation, tree.userId, 'viewer'),
        setRole(tree.organisation, tree.userId, 'member'),
        setRole(tree.elsewhere, tree.userId, 'owner'),
        setRole(below, tree.userId, 'viewer'),
      ])
        await change(world.storage, tree);
    },
    // Along the path they have the same role once more.
    inEach: ({ storage }, tree) => setRole(tree.project, tree.userId, 'member')(storage, tree),
  },
};

/** Checks that no command commits by a role in a group that its actor does not have any more, or in which its target does not lie. */
export const authorityOnPathCases: readonly CaseDefinition[] = [
  {
    guarantee: 'A3',
    title:
      'members.rolesOf: it returns the path of each group, and the roles of the user along it, each once',
    async run(world) {
      const { userId, organisation, project, elsewhere } = await addTree(world);
      const { members } = world.storage;
      await members.set({ groupId: project.id, userId, role: 'viewer', at: T1 }, draft('member:set'));
      const ids = [project.id, organisation.id, elsewhere.id, userId, newGroupId(), 'no id'];
      const found = await members.rolesOf(userId, ids);
      const path: OwnerPath = [project.id, organisation.id];
      assert.deepEqual(
        found,
        new Map([
          [project.id, { path, roles: ['member', 'viewer'] }],
          [organisation.id, { path: [organisation.id], roles: ['member'] }],
          [elsewhere.id, { path: [elsewhere.id], roles: [] }],
        ]),
      );
      await members.set({ groupId: project.id, userId, role: 'member', at: T1 }, draft('member:set'));
      const again = await members.rolesOf(userId, [project.id]);
      assert.deepEqual(again, new Map([[project.id, { path, roles: ['member'] }]]));
      const others = await members.rolesOf(newUserId(), [project.id]);
      assert.deepEqual(others, new Map([[project.id, { path, roles: [] }]]));
    },
  },
  ...Object.entries(MOVES).map(([name, change]): CaseDefinition => ({
    guarantee: 'A3',
    title: `storage: after ${name}, no command that was decided with the old path commits or leaves a trace`,
    async run(world) {
      const decided = await prepareAll(world);
      await make(change, world, decided);
      const before = await everything(world);
      for (const { command, tree, run } of decided)
        assert.deepEqual(await run(world.storage, draftOf(tree)), AUTHORITY_CHANGED, command);
      assert.deepEqual(await everything(world), before);
      await world.assertUsageIsTrue();
    },
  })),
  {
    guarantee: 'A3',
    title:
      'storage: once the roles of the user have changed, no command commits that was decided with the old ones',
    async run(world) {
      const decided = await prepareAll(world);
      for (const [name, change] of Object.entries(CHANGES_OF_ROLES)) {
        await make(change, world, decided);
        for (const { command, tree, run } of decided) {
          const outcome = await run(world.storage, draftOf(tree));
          assert.deepEqual(outcome, AUTHORITY_CHANGED, `${command}: ${name}`);
        }
        assert.deepEqual(await world.eventsOf('test:command'), [], name);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title:
      'storage: a command waits for a change of the roles that it depends on, and stops once that commits',
    async run(world) {
      for (const { command, tree, run } of await prepareAll(world)) {
        await setRole(tree.organisation, tree.userId, 'member')(world.storage, tree);
        const [, outcome] = await world.overlap(
          (stores) => remove(tree.organisation, tree.userId)(stores, tree),
          () => run(world.storage, draftOf(tree)),
        );
        assert.deepEqual(outcome, AUTHORITY_CHANGED, command);
      }
    },
  },
  ...Object.entries(OTHER_CHANGES).map(([name, change]): CaseDefinition => ({
    guarantee: 'A3',
    title: `storage: where ${name}, a command that depends on the path is carried out`,
    async run(world) {
      const decided = await prepareAll(world);
      await make(change, world, decided);
      for (const [index, { command, tree, run }] of decided.entries()) {
        const { type } = await run(world.storage, draftOf(tree));
        assert.notEqual(type, 'authority-changed', command);
        const events = await world.eventsOf('test:command');
        assert.equal(events.length, index + 1, command);
        assert.equal(events[0]?.outcome, 'accepted', `${command}: ${type}`);
      }
      await world.assertUsageIsTrue();
    },
  })),
  {
    guarantee: 'A3',
    title: 'storage: a command that does not depend on the path is carried out after the group has moved',
    async run(world) {
      for (const { command, tree, run } of await prepareAll(world)) {
        // A move also says where the group lies.
        if (command === 'groups.move') continue;
        await moveProject(world.storage, tree);
        const { userId, version } = tree;
        const { type } = await run(world.storage, draft('test:command', undefined, { userId, version }));
        assert.notEqual(type, 'authority-changed', command);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'storage: of two paths that a command depends on, each must be the same',
    async run(world) {
      const tree = await addTree(world);
      const { project, organisation, elsewhere } = tree;
      const other = await world.addGroup();
      const resource = await world.addResource(project.id);
      const transfer = (to: Group) => {
        const paths: readonly SeenPath[] = [
          seen([project.id, organisation.id], ['member']),
          seen([to.id], []),
        ];
        const change = { ...CHANGE, ownerId: project.id, to: to.id };
        return world.storage.resources.transfer(resource.id, change, draftOf(tree, paths));
      };
      await move(other, elsewhere)(world.storage, tree);
      assert.deepEqual(await transfer(other), AUTHORITY_CHANGED);
      assert.equal((await transfer(elsewhere)).type, 'transferred');
    },
  },
  {
    guarantee: 'A3',
    title:
      'storage: a command that depends on the path waits for a move in progress, and stops once that commits',
    async run(world) {
      for (const { command, tree, run } of await prepareAll(world)) {
        const [, outcome] = await world.overlapOwn(
          (stores) => moveProject(stores, tree),
          () => run(world.storage, draftOf(tree)),
        );
        assert.deepEqual(outcome, AUTHORITY_CHANGED, command);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title: 'storage: a command that waits for a move which is rolled back is carried out',
    async run(world) {
      for (const { command, tree, run } of await prepareAll(world)) {
        const [, { type }] = await world.overlapOwn(
          (stores) => moveProject(stores, tree),
          () => run(world.storage, draftOf(tree)),
          'roll back',
        );
        assert.notEqual(type, 'authority-changed', command);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'storage: a move waits for the commands in flight that depend on the path',
    async run(world) {
      for (const [command, prepare] of Object.entries(COMMANDS)) {
        const tree = await addTree(world);
        const run = await prepare(world, tree);
        const { id, parentId: from } = tree.organisation;
        const change = { ...CHANGE, from, to: tree.elsewhere.id };
        const waited = await world.waits(
          (stores) => run(stores, draftOf(tree)),
          () => world.storage.groups.move(id, change, draft('group:move')),
        );
        assert.ok(waited, command);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title:
      'storage.within: a command in a host’s transaction that is older than the move, at any isolation level, does not commit',
    async run(world) {
      for (const { command, tree, run } of await prepareAll(world)) {
        const type = await typeInOlderTransaction(world, tree, moveProject, run);
        assertStopped(command, type);
      }
    },
  },
  {
    guarantee: 'A3',
    title:
      'storage.within: a command in a host’s transaction that is older than the change of a role, at any isolation level, does not commit',
    async run(world) {
      for (const { command, tree, run } of await prepareAll(world)) {
        await setRole(tree.organisation, tree.userId, 'member')(world.storage, tree);
        const demote: Step = (stores) => setRole(tree.organisation, tree.userId, 'viewer')(stores, tree);
        const type = await typeInOlderTransaction(world, tree, demote, run);
        assertStopped(command, type);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'storage: where a user belongs, the group of the path that a command depends on is nobody',
    async run(world) {
      const tree = await addTree(world);
      const { id, parentId: from } = tree.project;
      const { members, groups, sessions } = world.storage;
      const nobody = id as OwnerId as UserId;
      const member = { groupId: id, userId: nobody, role: 'member', at: T1 };
      assert.deepEqual(await members.set(member, draftOf(tree)), { type: 'no-user' });
      assert.deepEqual(
        await groups.add(newGroup({ parentId: from }), draftOf(tree), { firstOwner: nobody }),
        {
          type: 'no-user',
        },
      );
      const ended = await sessions.end(newSessionId(), nobody, draftOf(tree));
      assert.deepEqual(ended, { type: 'absent' });
      const events = await world.eventsOf('test:command');
      assert.ok(events.every(({ outcome }) => outcome === 'refused'));
    },
  },
  {
    guarantee: 'A3',
    title: 'groups.delete: a command that depends on the path of a group that is gone is decided again',
    async run(world) {
      const tree = await addTree(world);
      const { id } = tree.project;
      const deleted = await world.storage.groups.delete(id, REFUSE, draft('group:delete'));
      assert.deepEqual(deleted, { type: 'deleted' });
      const sought = [seen([id, tree.organisation.id], ['member']), seen([id], null)];
      for (const paths of sought.map((path) => [path])) {
        const create = world.storage.resources.create(newResource(id), draftOf(tree, paths));
        assert.deepEqual(await create, AUTHORITY_CHANGED);
        const add = world.storage.groups.add(newGroup({ parentId: id }), draftOf(tree, paths));
        assert.deepEqual(await add, AUTHORITY_CHANGED);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: concurrent creates: only those stop whose group has moved',
    async run(world) {
      const [loser, keeper] = [await addTree(world), await addTree(world)];
      for (const { project } of [loser, keeper]) await world.addResource(project.id);
      await moveProject(world.storage, loser);
      const outcomes = await Promise.all(
        [keeper, loser, keeper, loser].map((tree) =>
          world.storage.resources.create(newResource(tree.project.id), draftOf(tree)),
        ),
      );
      const types = outcomes.map(({ type }) => type);
      assert.deepEqual(types, ['created', 'authority-changed', 'created', 'authority-changed']);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: concurrent creates: only those stop whose actor has another role by now',
    async run(world) {
      const [loser, keeper] = [await addTree(world), await addTree(world)];
      for (const { project } of [loser, keeper]) await world.addResource(project.id);
      await setRole(loser.organisation, loser.userId, 'viewer')(world.storage, loser);
      const outcomes = await Promise.all(
        [keeper, loser, keeper, loser].map((tree) =>
          world.storage.resources.create(newResource(tree.project.id), draftOf(tree)),
        ),
      );
      const types = outcomes.map(({ type }) => type);
      assert.deepEqual(types, ['created', 'authority-changed', 'created', 'authority-changed']);
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.rename: a resource that has another owner by now is not renamed',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { id, ownerId } = await world.addResource(ann.id);
      const rename = (stores: Stores) =>
        stores.resources.rename(id, { ...CHANGE, ownerId, name: 'renamed' }, draft('resource:update'));
      const [, late] = await world.overlap(
        (stores) =>
          stores.resources.transfer(id, { ...CHANGE, ownerId, to: bob.id }, draft('resource:transfer')),
        () => rename(world.storage),
      );
      assert.deepEqual(late, { type: 'absent' });
      assert.deepEqual(await rename(world.storage), { type: 'absent' });
      assert.equal((await world.storage.resources.find(id))?.name, 'thing');
    },
  },
];

/**
 * Runs the command in a host's transaction that overlaps with the step, and returns the type of its outcome or error. The
 * transaction reads before it waits: at a strict isolation level, it shows everything as it was.
 */
async function typeInOlderTransaction(world: World, tree: Tree, step: Step, run: Command): Promise<string> {
  const rival = () =>
    world
      .hostTransaction(async (transaction) => {
        const stores = world.storage.within(transaction);
        await stores.groups.find(tree.project.id);
        return (await run(stores, draftOf(tree))).type;
      })
      .catch((error: unknown) => (isBailiwickError(error) ? error.code : String(error)));
  const [, type] = await world.overlapOwn((stores) => step(stores, tree), rival);
  return type;
}

function assertStopped(command: string, type: string): void {
  const isStopped = type === 'authority-changed' || type === 'transaction-conflict';
  // A move may not be available there.
  const isRefused = command.startsWith('groups.move') && type.startsWith('Error: ');
  assert.ok(isStopped || isRefused, `${command}: ${type}`);
}

/** A command that was decided by the role of the user in the organisation. */
interface Decided {
  readonly command: string;
  readonly tree: Tree;
  readonly run: Command;
}

/** Prepares all commands in one organisation, each in a project of its own, so that none affects another. */
async function prepareAll(world: World): Promise<readonly Decided[]> {
  const tree = await addTree(world);
  const all: Decided[] = [];
  for (const [command, prepare] of Object.entries(COMMANDS)) {
    const own = { ...tree, project: await world.addGroup({ parentId: tree.organisation.id }) };
    all.push({ command, tree: own, run: await prepare(world, own) });
  }
  return all;
}

async function make({ above, inEach }: Change, world: World, decided: readonly Decided[]): Promise<void> {
  const [first = assert.fail()] = decided;
  await above?.(world, first.tree);
  for (const { tree } of decided) await inEach?.(world, tree);
}

async function addTree(world: World): Promise<Tree> {
  const { id: userId } = await world.addUser();
  const [organisation, elsewhere] = [await world.addGroup(), await world.addGroup()];
  const project = await world.addGroup({ parentId: organisation.id });
  const member = { groupId: organisation.id, userId, role: 'member', at: T1 };
  assert.equal((await world.storage.members.set(member, draft('member:set'))).type, 'set');
  const found = await world.storage.users.findWithPassword({ id: userId });
  return { userId, version: found?.authorityVersion ?? 0, organisation, project, elsewhere };
}

/** The decision was made with the role in the organisation, in which the project lay. */
function draftOf(
  { userId, version, project, organisation }: Tree,
  paths: readonly SeenPath[] = [seen([project.id, organisation.id], ['member'])],
): AuditDraft {
  const authority: Authority = { userId, version, paths };
  return draft('test:command', undefined, authority);
}

function seen(path: OwnerPath, roles: readonly string[] | null): SeenPath {
  return { path, roles };
}
