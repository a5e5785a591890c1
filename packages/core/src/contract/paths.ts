import assert from 'node:assert/strict';
import type { Group } from '../groups/group.js';
import type { OwnerId } from '../ids.js';
import { PATH_LENGTH_MAX } from '../limits.js';
import type { Demand } from '../quotas/quota.js';
import type { CreateResourceOutcome } from '../resources/resource-store.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newResource, race, tally, type World } from './world.js';

const OF_ALL = 'resources';

/** Adds an organisation with projects, each with a limit or none. */
async function addTree(
  world: World,
  limit: number | null,
  projectLimits: readonly (number | null)[],
): Promise<{ root: Group; projects: Group[] }> {
  const root = await world.addGroup({ limits: limit === null ? {} : { [OF_ALL]: limit } });
  const projects: Group[] = [];
  for (const one of projectLimits)
    projects.push(await world.addGroup({ parentId: root.id, limits: one === null ? {} : { [OF_ALL]: one } }));
  return { root, projects };
}

function level({ id, type, name }: Group, limit: number | null, used: number, requested = 1, meter = OF_ALL) {
  return { meter, owner: { id, type, name }, limit, used, requested };
}

/** Creates in each group in turn, all at once, and returns the outcomes in that order. */
function createInTurn(world: World, groups: readonly Group[], count: number) {
  return race(count, (index) => {
    const group = groups[index % groups.length] ?? assert.fail();
    return world.create(newResource(group.id));
  });
}

async function usedOf(world: World, groups: readonly { readonly id: OwnerId }[]): Promise<number[]> {
  const used: number[] = [];
  for (const { id } of groups) used.push((await world.meter(id)).used);
  return used;
}

function quotasOf(outcome: CreateResourceOutcome) {
  return outcome.type === 'quota-exceeded' ? outcome.quotas : assert.fail(`it is ${outcome.type}`);
}

/** Checks the quotas of groups, at every level of a path. */
export const pathCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q1',
    title: 'resources.create: racers in several projects cannot exceed the limit of their organisation',
    async run(world) {
      const { root, projects } = await addTree(world, 8, [2, 2, null]);
      const outcomes = await createInTurn(world, projects, 40);
      assert.deepEqual(tally(outcomes), { created: 8, 'quota-exceeded': 32 });
      const used = await usedOf(world, projects);
      assert.equal(
        used.reduce((sum, one) => sum + one, 0),
        8,
      );
      assert.ok((used[0] ?? 3) <= 2 && (used[1] ?? 3) <= 2, `the projects use ${used.join()}`);
      assert.deepEqual(await world.meter(root.id), { limit: 8, used: 8 });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.create: racers in several projects are counted once at every level',
    async run(world) {
      const { root, projects } = await addTree(world, null, [null, null, null]);
      for (const { id } of projects) await world.addResource(id);
      assert.deepEqual(tally(await createInTurn(world, projects, 12)), { created: 12 });
      assert.deepEqual(await usedOf(world, [root, ...projects]), [15, 5, 5, 5]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: an organisation’s own creates and those of its projects share its limit',
    async run(world) {
      const { root, projects } = await addTree(world, 5, [null, 3]);
      const outcomes = await createInTurn(world, [root, ...projects], 30);
      assert.deepEqual(tally(outcomes), { created: 5, 'quota-exceeded': 25 });
      assert.deepEqual(await usedOf(world, [root]), [5]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: the create of one project waits for that of another, and then counts it',
    async run(world) {
      const { root, projects } = await addTree(world, 1, [null, null]);
      const [one, other] = projects as [Group, Group];
      for (const end of ['roll back', 'commit'] as const) {
        const [first, second] = await world.overlap(
          (stores) => world.create(newResource(one.id), stores),
          () => world.create(newResource(other.id)),
          end,
        );
        assert.equal(first.type, 'created');
        if (end === 'roll back') {
          assert.equal(second.type, 'created', 'what was rolled back takes no room');
          await world.setLimit(root.id, OF_ALL, 2);
        } else {
          assert.deepEqual(quotasOf(second), [level(other, null, 1), level(root, 2, 2)]);
        }
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title: 'resources.create: a limit above that is lowered at the same time holds for what comes after it',
    async run(world) {
      const { root, projects } = await addTree(world, 5, [null]);
      const [project] = projects as [Group];
      const [, created] = await world.overlap(
        (stores) => stores.quotas.setLimit({ ownerId: root.id, meter: OF_ALL, limit: 0 }, draft('quota:set')),
        () => world.create(newResource(project.id)),
      );
      assert.deepEqual(quotasOf(created), [level(project, null, 0), level(root, 0, 0)]);
    },
  },
  {
    guarantee: 'Q2',
    title: 'resources.create: racers in several projects are all accepted while there is room at every level',
    async run(world) {
      const { root, projects } = await addTree(world, 12, [4, 4, 4]);
      const outcomes = await createInTurn(world, projects, 12);
      assert.deepEqual(tally(outcomes), { created: 12 });
      assert.deepEqual(await usedOf(world, [root, ...projects]), [12, 4, 4, 4]);
    },
  },
  {
    guarantee: 'Q2',
    title:
      'resources.create: creates and deletes that race at the limit above are refused only when it is full',
    async run(world) {
      const { root, projects } = await addTree(world, 4, [3, 3]);
      for (let round = 0; round < 3; round += 1) {
        const outcomes = await createInTurn(world, projects, 8);
        assert.deepEqual(tally(outcomes), { created: 4, 'quota-exceeded': 4 });
        const made = outcomes.flatMap((outcome) => (outcome.type === 'created' ? [outcome.resource] : []));
        const deleted = await race(made.length, (index) => {
          const { id, ownerId } = made[index] ?? assert.fail();
          return world.storage.resources.delete(id, ownerId, draft('resource:delete'));
        });
        assert.deepEqual(tally(deleted), { deleted: 4 });
        assert.deepEqual(await usedOf(world, [root, ...projects]), [0, 0, 0]);
      }
    },
  },
  {
    guarantee: 'Q3',
    title:
      'resources.create, resources.delete: every group above counts what is created, and releases it once',
    async run(world) {
      const chain: Group[] = [];
      for (let depth = 0; depth < PATH_LENGTH_MAX; depth += 1)
        chain.push(await world.addGroup({ parentId: chain.at(-1)?.id ?? null }));
      const sibling = await world.addGroup({ parentId: chain[0]?.id ?? null });
      const last = chain.at(-1) ?? assert.fail();
      const resource = await world.addResource(last.id, { demand: { resources: 2 } });
      await world.addResource(sibling.id);
      const middle = await world.addResource(chain[1]?.id ?? last.id);
      assert.deepEqual(await usedOf(world, [...chain, sibling]), [4, 3, 2, 2, 1]);
      await world.assertUsageIsTrue();
      const remove = () => world.storage.resources.delete(resource.id, last.id, draft('resource:delete'));
      assert.deepEqual(tally(await race(3, remove)), { deleted: 1, absent: 2 });
      assert.deepEqual(await usedOf(world, [...chain, sibling]), [2, 1, 0, 0, 1]);
      await world.storage.resources.delete(middle.id, middle.ownerId, draft('resource:delete'));
      assert.deepEqual(await usedOf(world, [...chain, sibling]), [1, 0, 0, 0, 1]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.create: a level without a limit counts too, so that a limit set later holds at once',
    async run(world) {
      const { root, projects } = await addTree(world, null, [null]);
      const [project] = projects as [Group];
      await world.addResource(project.id);
      await world.setLimit(root.id, OF_ALL, 1);
      const refusal = await world.create(newResource(project.id));
      assert.deepEqual(quotasOf(refusal), [level(project, null, 1), level(root, 1, 1)]);
    },
  },
  {
    guarantee: 'Q4',
    title: 'resources.create: all meters are claimed at every level, or none at any',
    async run(world) {
      const root = await world.addGroup({ limits: { databases: 5, storage: 30 } });
      const project = await world.addGroup({ parentId: root.id, limits: { databases: 2 } });
      const demand: Demand = { storage: 20, databases: 1 };
      await world.addResource(project.id, { demand });
      const refusal = await world.create(newResource(project.id, { demand }));
      assert.deepEqual(quotasOf(refusal), [
        level(project, null, 20, 20, 'storage'),
        level(project, 2, 1, 1, 'databases'),
        level(root, 30, 20, 20, 'storage'),
        level(root, 5, 1, 1, 'databases'),
      ]);
      for (const { id } of [project, root]) {
        assert.equal((await world.meter(id, 'databases')).used, 1);
        assert.equal((await world.meter(id, 'storage')).used, 20);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q4',
    title: 'resources.create: a create that is refused below takes nothing above, and the reverse',
    async run(world) {
      const { root, projects } = await addTree(world, 3, [1, null]);
      const [narrow, wide] = projects as [Group, Group];
      await world.addResource(narrow.id);
      assert.equal((await world.create(newResource(narrow.id))).type, 'quota-exceeded');
      assert.deepEqual(await usedOf(world, [root, narrow]), [1, 1]);
      await world.addResource(wide.id);
      await world.addResource(wide.id);
      assert.equal((await world.create(newResource(wide.id))).type, 'quota-exceeded');
      const taken = newResource(wide.id, { id: (await world.resourcesOf(wide.id))[0]?.id ?? assert.fail() });
      await world.setLimit(root.id, OF_ALL, 4);
      assert.deepEqual(await world.create(taken), { type: 'id-taken' });
      assert.deepEqual(await usedOf(world, [root, narrow, wide]), [3, 1, 2]);
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.setLimit: a limit above that of the parent is legal, and a group can be over its limit',
    async run(world) {
      const { root, projects } = await addTree(world, 2, [100]);
      const [project] = projects as [Group];
      await world.addResource(project.id);
      await world.addResource(project.id);
      const refusal = await world.create(newResource(project.id));
      assert.deepEqual(quotasOf(refusal), [level(project, 100, 2), level(root, 2, 2)]);
      const change = { ownerId: root.id, meter: OF_ALL, limit: 1 };
      const quota = { meter: OF_ALL, limit: 1, used: 2, over: 1, source: 'group' };
      assert.deepEqual(await world.storage.quotas.setLimit(change, draft('quota:set')), {
        type: 'set',
        quota,
      });
      assert.deepEqual(await world.storage.quotas.list(root.id), [quota]);
      const cleared = await world.storage.quotas.clearLimit(change, draft('quota:set'));
      const none = { ...quota, limit: null, over: 0, source: 'default' };
      assert.deepEqual(cleared, { type: 'set', quota: none });
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.setDefaultLimit: the default of users is not that of groups',
    async run(world) {
      const group = await world.addGroup();
      const user = await world.addUser();
      await world.storage.quotas.setDefaultLimit({ meter: OF_ALL, limit: 0 }, draft('x'));
      assert.equal((await world.create(newResource(user.id))).type, 'quota-exceeded');
      assert.equal((await world.create(newResource(group.id))).type, 'created');
      assert.deepEqual(await world.meter(group.id), { limit: null, used: 1 });
      const quota = { meter: OF_ALL, limit: null, used: 1, over: 0, source: 'default' };
      assert.deepEqual(await world.storage.quotas.list(group.id), [quota]);
    },
  },
  {
    guarantee: 'Q6',
    title: 'quotas.setDefaultLimit: that of a type holds at every level of a path, until a group has its own',
    async run(world) {
      const { quotas } = world.storage;
      const root = await world.addGroup({ type: 'organisation' });
      const project = await world.addGroup({ type: 'project', parentId: root.id });
      const other = await world.addGroup({ type: 'project', parentId: root.id });
      await world.addResource(project.id);
      const [ofRoots, ofProjects] = [
        { ownerType: 'organisation', meter: OF_ALL, limit: 3 },
        { ownerType: 'project', meter: OF_ALL, limit: 2 },
      ];
      for (const limit of [ofProjects, ofRoots])
        await quotas.setDefaultLimit(limit, draft('default-limit:set'));
      assert.deepEqual(await quotas.listDefaultLimits(), [ofRoots, ofProjects]);

      const inProject = await race(4, () => world.create(newResource(project.id)));
      assert.deepEqual(tally(inProject), { created: 1, 'quota-exceeded': 3 });
      const refusal = await world.create(newResource(project.id));
      assert.deepEqual(quotasOf(refusal), [level(project, 2, 2), level(root, 3, 2)]);
      const inOther = await race(4, () => world.create(newResource(other.id)));
      assert.deepEqual(tally(inOther), { created: 1, 'quota-exceeded': 3 });

      const byDefault = { meter: OF_ALL, limit: 3, used: 3, over: 0, source: 'default' };
      assert.deepEqual(await quotas.list(root.id), [byDefault]);
      const levels = (await quotas.listOnPath(other.id)) ?? [];
      assert.deepEqual(
        levels.map((one) => one.quotas),
        [[{ ...byDefault, limit: 2, used: 1 }], [byDefault]],
      );
      await world.setLimit(root.id, OF_ALL, 4);
      assert.equal((await world.create(newResource(other.id))).type, 'created');
      const key = { ownerId: root.id, meter: OF_ALL };
      assert.deepEqual(await quotas.clearLimit(key, draft('quota:set')), {
        type: 'set',
        quota: { ...byDefault, used: 4, over: 1 },
      });
      assert.deepEqual(await quotas.list((await world.addUser()).id), []);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q6',
    title:
      'quotas.setDefaultLimit: a create below a group of the type that waits for the change is bound by it',
    async run(world) {
      const root = await world.addGroup({ type: 'organisation' });
      const project = await world.addGroup({ type: 'project', parentId: root.id });
      await world.addResource(project.id);
      const limit = { ownerType: 'organisation', meter: OF_ALL, limit: 1 };
      const [, created] = await world.overlap(
        (stores) => stores.quotas.setDefaultLimit(limit, draft('default-limit:set')),
        () => world.create(newResource(project.id)),
      );
      assert.deepEqual(quotasOf(created), [level(project, null, 1), level(root, 1, 1)]);
    },
  },
  {
    guarantee: 'Q8',
    title: 'quotas.listOnPath: each level has its owner and its quotas, from the group up',
    async run(world) {
      const { root, projects } = await addTree(world, 5, [null, 2]);
      const [project, other] = projects as [Group, Group];
      await world.addResource(project.id, { demand: { resources: 1, gigabytes: 3 } });
      await world.addResource(other.id);
      const owner = ({ id, type, name }: Group) => ({ id, type, name });
      const quota = (meter: string, limit: number | null, used: number) => ({
        meter,
        limit,
        used,
        over: 0,
        source: limit === null ? 'default' : 'group',
      });
      assert.deepEqual(await world.storage.quotas.listOnPath(project.id), [
        { owner: owner(project), quotas: [quota('gigabytes', null, 3), quota(OF_ALL, null, 1)] },
        { owner: owner(root), quotas: [quota('gigabytes', null, 3), quota(OF_ALL, 5, 2)] },
      ]);
      assert.equal(await world.storage.quotas.listOnPath((await world.addUser()).id), null);
    },
  },
  {
    guarantee: 'I3',
    title: 'resources.create: a repeat for a group claims nothing more at any level',
    async run(world) {
      const { root, projects } = await addTree(world, 1, [null]);
      const [project] = projects as [Group];
      const command = newResource(project.id, { key: 'k' });
      const outcomes = await race(4, () => world.create(command));
      assert.deepEqual(tally(outcomes), { created: 1, repeated: 3 });
      const other = newResource(project.id, { key: 'k', payloadHash: 'other' });
      assert.deepEqual(await world.create(other), { type: 'key-reused' });
      assert.deepEqual(await usedOf(world, [root, project]), [1, 1]);
    },
  },
  {
    guarantee: 'Q3',
    title: 'quotas.check, quotas.repair: a wrong usage is found and corrected at its level, and only there',
    async run(world) {
      const { root, projects } = await addTree(world, null, [null, null]);
      const [project, other] = projects as [Group, Group];
      await world.addResource(project.id, { demand: { resources: 2 } });
      await world.addResource(other.id);
      const outcome = await world.storage.quotas.repair(
        { ownerId: root.id, meter: OF_ALL },
        draft('quota:repair'),
      );
      assert.deepEqual(outcome, { type: 'true' });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q9',
    title: 'resources.create: in a group it reads no more rows when there are many siblings with resources',
    async run(world) {
      const { root, projects } = await addTree(world, 1000, [null]);
      const [project] = projects as [Group];
      await world.addResource(project.id);
      const measure = () =>
        world.rowsRead(async (stores) => {
          const outcome = await stores.resources.create(newResource(project.id), draft('resource:create'));
          assert.equal(outcome.type, 'created');
        });
      const few = await measure();
      for (let index = 0; index < SIBLINGS; index += 1) {
        const { id } = await world.addGroup({ parentId: root.id });
        await world.addResource(id);
      }
      const many = await measure();
      assert.ok(few > 0, 'the storage says that it read nothing at all');
      assert.ok(many - few < SIBLINGS / 2, `${few} rows read, ${many} with ${SIBLINGS} siblings`);
    },
  },
];

const SIBLINGS = 40;
