import {
  totalDemand,
  type AddGroup,
  type Demand,
  type Group,
  type GroupStore,
  type MemberStore,
  type QuotaShortfall,
  type QuotaStore,
  type UserStore,
} from '@bailiwick/core';
import {
  pathOf,
  shiftUsageAt,
  type MemberRow,
  type MemoryState,
  type Run,
} from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import { keeping, mutateStore, type Mutant } from './mutant.js';

const mutateGroups = (mutate: (genuine: GroupStore, run: Run) => Partial<GroupStore>) =>
  mutateStore('groups', mutate);
const mutateMembers = (mutate: (genuine: MemberStore, run: Run) => Partial<MemberStore>) =>
  mutateStore('members', mutate);
const mutateQuotas = (mutate: (genuine: QuotaStore, run: Run) => Partial<QuotaStore>) =>
  mutateStore('quotas', mutate);
const mutateUsers = (mutate: (genuine: UserStore, run: Run) => Partial<UserStore>) =>
  mutateStore('users', mutate);

const above = (state: MemoryState, { parentId }: Pick<Group, 'parentId'>): readonly string[] =>
  parentId === null ? [] : pathOf(state, parentId);

/** Adds groups, and then charges levels for something. */
const afterAdding = (
  work: (state: MemoryState, group: Group, options: AddGroup) => void,
): Mutant['makeSubject'] =>
  mutateGroups((genuine, run) => ({
    async add(group, audit, options = {}) {
      const outcome = await genuine.add(group, audit, options);
      if (outcome.type === 'added') await run((state) => work(state, group, options));
      return outcome;
    },
  }));

/** Adds members, and then charges levels for a demand that was claimed. */
const afterJoining = (work: (state: MemoryState, row: MemberRow) => void): Mutant['makeSubject'] =>
  mutateMembers((genuine, run) => ({
    async set(change, audit) {
      const key = `${change.groupId} ${change.userId}`;
      const isNew = !(await run(({ members }) => members.has(key)));
      const outcome = await genuine.set(change, audit);
      if (outcome.type === 'set' && isNew)
        await run((state) => {
          const row = state.members.get(key);
          if (row !== undefined) work(state, row);
        });
      return outcome;
    },
  }));

/** Adds a group even where the genuine store finds no room, if `may` says so of the figures. */
const addingOn = (may: (quotas: readonly QuotaShortfall[], group: Group) => boolean): Mutant['makeSubject'] =>
  mutateGroups((genuine, run) => ({
    async add(group, audit, options = {}) {
      const outcome = await genuine.add(group, audit, options);
      if (outcome.type !== 'quota-exceeded' || !may(outcome.quotas, group)) return outcome;
      return addUncompared(genuine, run, group, audit, options);
    },
  }));

/** Adds a group without comparing any limit, and then claims. */
async function addUncompared(
  genuine: GroupStore,
  run: Run,
  group: Group,
  audit: Parameters<GroupStore['add']>[1],
  options: AddGroup,
) {
  const { firstOwner = null, demand = {}, memberDemand = {} } = options;
  const outcome = await genuine.add(group, audit, { firstOwner });
  if (outcome.type === 'added')
    await run((state) => {
      const ofMember = firstOwner === null ? {} : memberDemand;
      shiftUsageAt(state, above(state, group), totalDemand([demand, ofMember]), 1);
      shiftUsageAt(state, [group.id], ofMember, 1);
      state.groupDemands.set(group.id, demand);
      const key = `${group.id} ${firstOwner}`;
      const row = state.members.get(key);
      if (row !== undefined) state.members.set(key, { ...row, demand: memberDemand });
    });
  return outcome;
}

/** Adds a member without comparing any limit, and then claims. */
async function joinUncompared(
  genuine: MemberStore,
  run: Run,
  ...[change, audit]: Parameters<MemberStore['set']>
) {
  const { demand = {}, ...rest } = change;
  const outcome = await genuine.set(rest, audit);
  if (outcome.type === 'set')
    await run((state) => {
      const key = `${change.groupId} ${change.userId}`;
      const row = state.members.get(key);
      if (row === undefined) return;
      state.members.set(key, { ...row, demand });
      shiftUsageAt(state, pathOf(state, change.groupId), demand, 1);
    });
  return outcome;
}

const demandsOf = (rows: Iterable<MemberRow>): Demand =>
  totalDemand([...rows].map(({ demand = {} }) => demand));

/** Deletes users, and then charges the groups of theirs once more. */
const keepingSeats = (when: (rowsAtOnceMax: number | undefined) => boolean): Mutant['makeSubject'] =>
  mutateUsers((genuine, run) => ({
    async delete(id, options, audit) {
      const rows = await run(({ members }) => [...members.values()].filter(({ userId }) => userId === id));
      const outcome = await genuine.delete(id, options, audit);
      const isDone = outcome.type === 'deleted' || outcome.type === 'deleting';
      if (isDone && when(options.rowsAtOnceMax))
        await run((state) => {
          for (const { groupId, demand = {} } of rows) shiftUsageAt(state, pathOf(state, groupId), demand, 1);
        });
      return outcome;
    },
  }));

/** Deletes groups, and then changes what is counted of them. */
const afterDeleting = (
  work: (state: MemoryState, deleted: { group: Group; own: Demand; ofMembers: Demand }) => void,
): Mutant['makeSubject'] =>
  mutateGroups((genuine, run) => ({
    async delete(id, options, audit) {
      const deleted = await run((state) => {
        const group = state.groups.get(id);
        const members = [...state.members.values()].filter(({ groupId }) => groupId === id);
        const own = state.groupDemands.get(id) ?? {};
        return group === undefined ? null : { group, own, ofMembers: demandsOf(members) };
      });
      const outcome = await genuine.delete(id, options, audit);
      const isGone = outcome.type === 'deleted' || outcome.type === 'deleting';
      if (isGone && deleted !== null) await run((state) => work(state, deleted));
      return outcome;
    },
  }));

/** Moves groups, and then charges one of the paths for what the group itself takes. */
const afterMoving = (
  work: (state: MemoryState, own: Demand, left: readonly string[], joined: readonly string[]) => void,
): Mutant['makeSubject'] =>
  mutateGroups((genuine, run) => ({
    async move(id, change, audit) {
      const outcome = await genuine.move(id, change, audit);
      if (outcome.type === 'moved')
        await run((state) => {
          const [from, to] = [above(state, { parentId: change.from }), above(state, { parentId: change.to })];
          const left = from.filter((one) => !to.includes(one));
          const joined = to.filter((one) => !from.includes(one));
          work(state, state.groupDemands.get(id) ?? {}, left, joined);
        });
      return outcome;
    },
  }));

/** Shows the quota store no demands of these rows. */
const without =
  (table: 'members' | 'groupDemands') =>
  (run: Run): QuotaStore => {
    const view: Run = (operation) => run((state) => operation({ ...state, [table]: new Map() }));
    return memoryStores(view, new Uint8Array()).quotas;
  };

export const meteredGroupMutants: readonly Mutant[] = [
  {
    guarantee: 'Q1',
    title: 'a group takes its demand whatever the limits',
    makeSubject: addingOn(() => true),
  },
  {
    guarantee: 'Q1',
    title: 'the limit of the parent binds a new group, and none above',
    makeSubject: addingOn((quotas, { parentId }) =>
      quotas.every(
        ({ owner, limit, used, requested }) =>
          owner?.id !== parentId || limit === null || used + requested <= limit,
      ),
    ),
  },
  {
    guarantee: 'Q1',
    title: 'a new group is compared with the limits before the transaction that writes',
    makeSubject: mutateGroups((genuine, run) => ({
      async add(group, audit, options = {}) {
        const { demand = {} } = options;
        const fits = await run((state) =>
          above(state, group).every((id) =>
            Object.entries(demand).every(([meter, amount = 0]) => {
              const row = state.quotas.get(id)?.get(meter);
              const limit = row?.ownLimit ?? Infinity;
              return (row?.used ?? 0) + amount <= limit;
            }),
          ),
        );
        await run(() => null);
        return fits ? addUncompared(genuine, run, group, audit, options) : genuine.add(group, audit, options);
      },
    })),
  },
  {
    guarantee: 'Q1',
    title: 'the first member of a group is not bound by the limit of its type',
    makeSubject: addingOn((quotas, { id }) =>
      quotas.every(
        ({ owner, limit, used, requested }) =>
          owner?.id === id || limit === null || used + requested <= limit,
      ),
    ),
  },
  {
    guarantee: 'Q1',
    title: 'a member takes a seat whatever the limits',
    makeSubject: mutateMembers((genuine, run) => ({
      async set(change, audit) {
        const outcome = await genuine.set(change, audit);
        return outcome.type === 'quota-exceeded' ? joinUncompared(genuine, run, change, audit) : outcome;
      },
    })),
  },
  {
    guarantee: 'Q1',
    title: 'the limit of the group binds a new member, and none above',
    makeSubject: mutateMembers((genuine, run) => ({
      async set(change, audit) {
        const outcome = await genuine.set(change, audit);
        if (outcome.type !== 'quota-exceeded') return outcome;
        const isFull = outcome.quotas.some(
          ({ owner, limit, used, requested }) =>
            owner?.id === change.groupId && limit !== null && used + requested > limit,
        );
        return isFull ? outcome : joinUncompared(genuine, run, change, audit);
      },
    })),
  },
  {
    guarantee: 'Q1',
    title: 'default limits do not bind new members',
    makeSubject: mutateMembers((_genuine, run) => {
      const view: Run = (operation) => run((state) => operation({ ...state, defaultLimits: new Map() }));
      const { members } = memoryStores(view, new Uint8Array());
      return { set: (change, audit) => members.set(change, audit) };
    }),
  },
  {
    guarantee: 'Q2',
    title: 'a member who gets another role needs a free seat',
    makeSubject: mutateMembers((genuine) => ({
      async set(change, audit) {
        const before = await genuine.find(change);
        if (before === null || before.role === change.role) return genuine.set(change, audit);
        await genuine.remove(change, audit);
        const outcome = await genuine.set({ ...change, demand: { members: 2 } }, audit);
        if (outcome.type === 'quota-exceeded') return outcome;
        await genuine.remove(change, audit);
        return genuine.set(change, audit);
      },
    })),
  },
  {
    guarantee: 'Q2',
    title: 'a group that would take exactly what is left is refused',
    makeSubject: mutateGroups((genuine) => ({
      async add(group, audit, options = {}) {
        const { demand = {} } = options;
        const more = Object.entries(demand).map(([meter, amount = 0]) => [meter, amount + 1]);
        const tried = await genuine.add(group, audit, { ...options, demand: Object.fromEntries(more) });
        if (tried.type !== 'added' || more.length === 0) return tried;
        await genuine.delete(
          group.id,
          { resources: 'refuse', ifUnchangedSince: null, rowsAtOnceMax: 1 },
          audit,
        );
        return genuine.add(group, audit, options);
      },
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a group takes its demand from its parent, and from none above',
    makeSubject: afterAdding((state, group, { demand = {} }) =>
      shiftUsageAt(state, above(state, group).slice(1), demand, -1),
    ),
  },
  {
    guarantee: 'Q3',
    title: 'a group takes its demand from itself, too',
    makeSubject: afterAdding((state, group, { demand = {} }) => shiftUsageAt(state, [group.id], demand, 1)),
  },
  {
    guarantee: 'Q3',
    title: 'a group that is deleted does not release its own demand',
    makeSubject: afterDeleting((state, { group, own }) => shiftUsageAt(state, above(state, group), own, 1)),
  },
  {
    guarantee: 'Q3',
    title: 'a group that is deleted keeps the seats of its members above',
    makeSubject: afterDeleting((state, { group, ofMembers }) =>
      shiftUsageAt(state, above(state, group), ofMembers, 1),
    ),
  },
  {
    guarantee: 'Q3',
    title: 'a member takes a seat in the group, and none above',
    makeSubject: afterJoining((state, { groupId, demand = {} }) =>
      shiftUsageAt(state, pathOf(state, groupId).slice(1), demand, -1),
    ),
  },
  {
    guarantee: 'Q3',
    title: 'a member takes a seat of the root, and none below',
    makeSubject: afterJoining((state, { groupId, demand = {} }) =>
      shiftUsageAt(state, pathOf(state, groupId).slice(0, -1), demand, -1),
    ),
  },
  {
    guarantee: 'Q3',
    title: 'a member who gets another role takes a seat again',
    makeSubject: mutateMembers((genuine, run) => ({
      async set(change, audit) {
        const before = await genuine.find(change);
        const outcome = await genuine.set(change, audit);
        if (outcome.type === 'set' && before !== null && before.role !== change.role)
          await run((state) => shiftUsageAt(state, pathOf(state, change.groupId), change.demand ?? {}, 1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a member who gets another role has what a new one would take',
    makeSubject: mutateMembers((genuine, run) => ({
      async set(change, audit) {
        const outcome = await genuine.set(change, audit);
        if (outcome.type === 'set')
          await run(({ members }) => {
            const key = `${change.groupId} ${change.userId}`;
            const row = members.get(key);
            if (row !== undefined) members.set(key, { ...row, demand: change.demand ?? {} });
          });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a member who is removed keeps the seat',
    makeSubject: mutateMembers((_genuine, run) => {
      const { members } = memoryStores(keeping(run, 'quotas'), new Uint8Array());
      return { remove: (key, audit) => members.remove(key, audit) };
    }),
  },
  {
    guarantee: 'Q3',
    title: 'a user who is deleted keeps their seats',
    makeSubject: keepingSeats((rowsAtOnceMax) => rowsAtOnceMax !== 0),
  },
  {
    guarantee: 'Q3',
    title: 'a user whose deletion begins keeps their seats',
    makeSubject: keepingSeats((rowsAtOnceMax) => rowsAtOnceMax === 0),
  },
  ...(['members', 'groupDemands'] as const).flatMap((table): Mutant[] => {
    const what = table === 'members' ? 'members' : 'groups';
    return [
      {
        guarantee: 'Q3',
        title: `a verification does not count the demands of ${what}`,
        makeSubject: mutateQuotas((_genuine, run) => ({
          check: (from, max) => without(table)(run).check(from, max),
        })),
      },
      {
        guarantee: 'Q3',
        title: `a repair does not count the demands of ${what}`,
        makeSubject: mutateQuotas((_genuine, run) => ({
          repair: (key, audit) => without(table)(run).repair(key, audit),
        })),
      },
    ];
  }),
  {
    guarantee: 'Q4',
    title: 'a group for whose first member there is no room is added without the member’s seat',
    makeSubject: mutateGroups((genuine) => ({
      async add(group, audit, options = {}) {
        const outcome = await genuine.add(group, audit, options);
        if (outcome.type !== 'quota-exceeded') return outcome;
        return genuine.add(group, audit, { ...options, memberDemand: {} });
      },
    })),
  },
  {
    guarantee: 'Q4',
    title: 'a group that is refused has taken what there was room for',
    makeSubject: mutateGroups((genuine, run) => ({
      async add(group, audit, options = {}) {
        const outcome = await genuine.add(group, audit, options);
        if (outcome.type === 'quota-exceeded')
          await run((state) => {
            for (const { owner, meter, limit, used, requested } of outcome.quotas) {
              const fits = limit === null || used + requested <= limit;
              const isThere = owner !== undefined && state.groups.has(owner.id);
              if (fits && isThere) shiftUsageAt(state, [owner.id], { [meter]: requested }, 1);
            }
          });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q8',
    title: 'the refusal of a group leaves out the levels and meters with room',
    makeSubject: mutateGroups((genuine) => ({
      async add(group, audit, options) {
        const outcome = await genuine.add(group, audit, options);
        if (outcome.type !== 'quota-exceeded') return outcome;
        const quotas = outcome.quotas.filter(
          ({ limit, used, requested }) => limit !== null && used + requested > limit,
        );
        return { ...outcome, quotas };
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a move leaves the demand of the group itself on the old path',
    makeSubject: afterMoving((state, own, left) => shiftUsageAt(state, left, own, 1)),
  },
  {
    guarantee: 'Q10',
    title: 'a move does not claim the demand of the group itself on the new path',
    makeSubject: afterMoving((state, own, _left, joined) => shiftUsageAt(state, joined, own, -1)),
  },
  {
    guarantee: 'Q10',
    title: 'a move finds room without looking at the demand of the group itself',
    makeSubject: mutateGroups((genuine, run) => ({
      async move(id, change, audit) {
        const outcome = await genuine.move(id, change, audit);
        if (outcome.type !== 'quota-exceeded') return outcome;
        const own = await run(({ groupDemands }) => groupDemands.get(id) ?? {});
        await run(({ groupDemands }) => groupDemands.set(id, {}));
        const again = await genuine.move(id, change, audit);
        await run((state) => {
          state.groupDemands.set(id, own);
          if (again.type !== 'moved') return;
          shiftUsageAt(state, above(state, { parentId: change.to }), own, 1);
          shiftUsageAt(state, above(state, { parentId: change.from }), own, -1);
        });
        return again;
      },
    })),
  },
];
