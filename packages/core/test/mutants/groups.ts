import type { DefaultLimit, Group, GroupStore, ResourceStore, Stores } from '@bailiwick/core';
import {
  defaultLimitId,
  pathOf,
  quotaRow,
  setQuotaRow,
  shiftUsage,
  typeOf,
  type MemoryState,
  type QuotaRow,
  type Run,
} from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import { mutateStore, type Mutant } from './mutant.js';

const mutateResources = (mutate: (genuine: ResourceStore, run: Run) => Partial<ResourceStore>) =>
  mutateStore('resources', mutate);
const mutateGroups = (mutate: (genuine: GroupStore, run: Run) => Partial<GroupStore>) =>
  mutateStore('groups', mutate);

/** Shows other groups to the stores; what they change in the groups is lost. */
function showing(run: Run, change: (group: Group) => Group): Stores {
  const view: Run = (operation) =>
    run((state) => operation({ ...state, groups: changed(state.groups, change) }));
  return memoryStores(view, new Uint8Array());
}

function changed(groups: MemoryState['groups'], change: (group: Group) => Group) {
  return new Map([...groups].map(([id, group]) => [id, change(group)] as const));
}

/** Shows other default limits to the stores. */
function withDefaults(run: Run, change: (state: MemoryState) => readonly DefaultLimit[]): Stores {
  const view: Run = (operation) =>
    run((state) => {
      const limits = change(state).map(
        (limit) => [defaultLimitId(limit.ownerType, limit.meter), limit] as const,
      );
      return operation({ ...state, defaultLimits: new Map(limits) });
    });
  return memoryStores(view, new Uint8Array());
}

const asRoot = (group: Group): Group => ({ ...group, parentId: null });

export const groupMutants: readonly Mutant[] = [
  {
    guarantee: 'Q1',
    title: 'a create compares and claims the quotas of its group, and none above',
    makeSubject: mutateResources((_genuine, run) => ({
      create: (command, audit) => showing(run, asRoot).resources.create(command, audit),
    })),
  },
  {
    guarantee: 'Q1',
    title: 'a create compares only the limit of the root',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const { ownerId } = command.resource;
        const saved = await run((state) => {
          const [own, ...above] = pathOf(state, ownerId);
          if (own === undefined || above.length === 0) return null;
          const row = quotaRow(state, own, 'resources');
          setQuotaRow(state, own, 'resources', { ...row, ownLimit: undefined });
          return row;
        });
        const outcome = await genuine.create(command, audit);
        if (saved !== null)
          await run((state) => {
            const row = quotaRow(state, ownerId, 'resources');
            setQuotaRow(state, ownerId, 'resources', { ...row, ownLimit: saved.ownLimit });
          });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q2',
    title: 'a create that meets another one below the same root is refused',
    makeSubject: mutateResources((genuine, run) => {
      const busy = new Set<string>();
      return {
        async create(command, audit) {
          const path = await run((state) => pathOf(state, command.resource.ownerId));
          const root = path.at(-1) ?? '';
          if (path.length > 1 && busy.has(root)) return { type: 'quota-exceeded', quotas: [] };
          busy.add(root);
          return genuine.create(command, audit).finally(() => busy.delete(root));
        },
      };
    }),
  },
  {
    guarantee: 'Q6',
    title: 'the default limits of types do not hold above the group',
    makeSubject: mutateResources((_genuine, run) => ({
      create: (command, audit) =>
        withDefaults(run, (state) => {
          const own = typeOf(state, command.resource.ownerId);
          return [...state.defaultLimits.values()].filter(({ ownerType }) => ownerType === own);
        }).resources.create(command, audit),
    })),
  },
  {
    guarantee: 'Q6',
    title: 'the default limits of users hold for groups, too',
    makeSubject: mutateResources((_genuine, run) => ({
      create: (command, audit) =>
        withDefaults(run, (state) =>
          [...state.defaultLimits.values()].flatMap((limit) => [limit, { ...limit, ownerType: 'group' }]),
        ).resources.create(command, audit),
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a delete releases its claim at its group, and not above',
    makeSubject: mutateResources((_genuine, run) => ({
      delete: (...args) => showing(run, asRoot).resources.delete(...args),
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a level without a limit does not count',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        await run((state) => {
          for (const level of pathOf(state, command.resource.ownerId).slice(1)) {
            const row = quotaRow(state, level, 'resources');
            const isUnlimited = row.ownLimit === undefined && outcome.type === 'created';
            if (isUnlimited) setQuotaRow(state, level, 'resources', { ...row, used: 0 });
          }
        });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q4',
    title: 'a create that is refused at one level keeps its claim at the root',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type === 'quota-exceeded')
          await run((state) => {
            const [root, ...below] = [...pathOf(state, command.resource.ownerId)].reverse();
            if (root !== undefined && below.length > 0) shiftUsage(state, root, command.demand, 1);
          });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a group cannot get a higher limit than its parent',
    makeSubject: mutateStore('quotas', (genuine, run) => ({
      async setLimit(change, audit) {
        const above = await run((state) => {
          const [, parent] = pathOf(state, change.ownerId);
          return parent === undefined ? undefined : quotaRow(state, parent, change.meter).ownLimit;
        });
        const limit = Math.min(change.limit ?? Infinity, above ?? Infinity);
        return genuine.setLimit({ ...change, limit: Number.isFinite(limit) ? limit : null }, audit);
      },
    })),
  },
  {
    guarantee: 'Q8',
    title: 'the quotas of a path are those of the group alone',
    makeSubject: mutateStore('quotas', (genuine) => ({
      listOnPath: async (id) => (await genuine.listOnPath(id))?.slice(0, 1) ?? null,
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer claims on the new path, and releases nothing',
    makeSubject: mutateResources((genuine, run) => ({
      async transfer(id, change, audit) {
        const row = await run((state) => state.resources.get(id));
        const outcome = await genuine.transfer(id, change, audit);
        if (outcome.type === 'transferred')
          await run((state) => shiftUsage(state, change.ownerId, row?.demand ?? {}, 1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer compares no limit',
    makeSubject: mutateResources((_genuine, run) => ({
      transfer(id, change, audit) {
        const view: Run = (operation) =>
          run((state) => {
            const unlimited = [...state.quotas].map(
              ([owner, rows]) =>
                [
                  owner,
                  new Map([...rows].map(([meter, row]) => [meter, { ...row, ownLimit: null }] as const)),
                ] as const,
            );
            const seen = { ...state, quotas: new Map<string, ReadonlyMap<string, QuotaRow>>(unlimited) };
            const result = operation(seen);
            for (const [owner, rows] of seen.quotas)
              for (const [meter, { used }] of rows)
                setQuotaRow(state, owner, meter, { ...quotaRow(state, owner, meter), used });
            return result;
          });
        return memoryStores(view, new Uint8Array()).resources.transfer(id, change, audit);
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer between two groups of one organisation needs room in the organisation',
    makeSubject: mutateResources((genuine, run) => ({
      async transfer(id, change, audit) {
        const isFull = await run((state) =>
          pathOf(state, change.to).some((owner) => {
            const { used, ownLimit } = quotaRow(state, owner, 'resources');
            return used >= (ownLimit ?? Infinity);
          }),
        );
        return isFull ? { type: 'quota-exceeded', quotas: [] } : genuine.transfer(id, change, audit);
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer does not ask whose the resource is by then',
    makeSubject: mutateResources((genuine, run) => ({
      async transfer(id, change, audit) {
        const row = await run((state) => state.resources.get(id));
        const { ownerId = change.ownerId } = row?.resource ?? {};
        return genuine.transfer(id, { ...change, ownerId }, audit);
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'a transfer ignores the version that the caller has read',
    makeSubject: mutateResources((genuine) => ({
      transfer: (id, change, audit) => genuine.transfer(id, { ...change, ifUnchangedSince: null }, audit),
    })),
  },
  {
    guarantee: 'Q11',
    title: 'a path can have any length',
    makeSubject: mutateGroups((_genuine, run) => ({
      async add(group, audit) {
        const outcome = await showing(run, asRoot).groups.add(group, audit);
        if (outcome.type === 'added') await run((state) => state.groups.set(group.id, group));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q11',
    title: 'a group can lie in a group that is not there',
    makeSubject: mutateGroups((genuine, run) => ({
      async add(group, audit) {
        const isThere = await run((state) => group.parentId === null || state.groups.has(group.parentId));
        if (isThere) return genuine.add(group, audit);
        await run((state) => state.groups.set(group.id, group));
        return { type: 'added' };
      },
    })),
  },
  {
    guarantee: 'Q11',
    title: 'a group with groups in it is deleted',
    makeSubject: mutateGroups((_genuine, run) => ({
      async delete(id, options, audit) {
        const outcome = await showing(run, asRoot).groups.delete(id, options, audit);
        if (outcome.type === 'deleted') await run((state) => state.groups.delete(id));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'a group is deleted whether it owns resources or not',
    makeSubject: mutateGroups((genuine, run) => ({
      async delete(id, options, audit) {
        const outcome = await genuine.delete(id, options, audit);
        if (outcome.type !== 'owns-resources') return outcome;
        await run((state) => state.groups.delete(id));
        return { type: 'deleted' };
      },
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list of groups ignores in which group they lie',
    makeSubject: mutateGroups((genuine) => ({
      list: (query) => genuine.list({ ...query, parentId: null }),
    })),
  },
  {
    guarantee: 'A3',
    title: 'the commands on groups compare no authority',
    makeSubject: mutateGroups((genuine) => ({
      rename: (id, change, audit) => genuine.rename(id, change, { ...audit, authority: null }),
    })),
  },
];
