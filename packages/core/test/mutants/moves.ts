import type { Group, GroupStore, MoveGroup } from '@bailiwick/core';
import { PATH_LENGTH_MAX } from '../../dist/limits.js';
import {
  pathOf,
  quotaRow,
  setQuotaRow,
  shiftUsageAt,
  type MemoryState,
  type Run,
} from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import { mutateStore, type Mutant } from './mutant.js';

const mutateGroups = (mutate: (genuine: GroupStore, run: Run) => Partial<GroupStore>) =>
  mutateStore('groups', mutate);

const above = (state: MemoryState, id: string | null): readonly string[] =>
  id === null ? [] : pathOf(state, id);

/** Moves, and then shifts what the group uses at the levels that `levels` chooses. */
function wronglyCharged(
  levels: (joined: readonly string[], left: readonly string[]) => readonly string[],
  sign: 1 | -1,
): Mutant['makeSubject'] {
  return mutateGroups((genuine, run) => ({
    async move(id, change, audit) {
      const paths = await run((state) => [above(state, change.to), above(state, change.from)] as const);
      const outcome = await genuine.move(id, change, audit);
      if (outcome.type === 'moved')
        await run((state) => {
          const [to, from] = paths;
          const usage = [...(state.quotas.get(id) ?? [])].map(([meter, { used }]) => [meter, used]);
          const joined = to.filter((one) => !from.includes(one));
          const left = from.filter((one) => !to.includes(one));
          shiftUsageAt(state, levels(joined, left), Object.fromEntries(usage), sign);
        });
      return outcome;
    },
  }));
}

/** Moves where the genuine store refuses with this outcome. */
function movingOn(
  type: 'cycle' | 'too-deep' | 'no-parent' | 'quota-exceeded',
  may: (state: MemoryState, id: string, change: MoveGroup) => boolean = () => true,
): Mutant['makeSubject'] {
  return mutateGroups((genuine, run) => ({
    async move(id, change, audit) {
      const outcome = await genuine.move(id, change, audit);
      if (outcome.type !== type) return outcome;
      return run((state) => {
        const group = { ...(state.groups.get(id) as Group), parentId: change.to };
        if (!may(state, id, change)) return outcome;
        // A cycle in memory would end no search for a root.
        if (type !== 'cycle') state.groups.set(id, group);
        return { type: 'moved', group };
      });
    },
  }));
}

export const moveMutants: readonly Mutant[] = [
  {
    guarantee: 'Q10',
    title: 'a move claims at the new parent, and not above it',
    makeSubject: wronglyCharged((joined) => joined.slice(1), -1),
  },
  {
    guarantee: 'Q10',
    title: 'a move claims at the new root, and not below it',
    makeSubject: wronglyCharged((joined) => joined.slice(0, -1), -1),
  },
  {
    guarantee: 'Q10',
    title: 'a move releases nothing on the old path',
    makeSubject: wronglyCharged((_joined, left) => left, 1),
  },
  {
    guarantee: 'Q10',
    title: 'a move releases at the old parent, and not above it',
    makeSubject: wronglyCharged((_joined, left) => left.slice(1), 1),
  },
  {
    guarantee: 'Q10',
    title: 'a move into a path without room changes the parent, and no usage',
    makeSubject: movingOn('quota-exceeded'),
  },
  {
    guarantee: 'Q10',
    title: 'a move within one organisation needs room in the organisation',
    makeSubject: mutateGroups((genuine, run) => ({
      async move(id, change, audit) {
        const isFull = await run((state) =>
          above(state, change.to).some((one) => {
            const { used, ownLimit } = quotaRow(state, one, 'resources');
            return used >= (ownLimit ?? Infinity) && quotaRow(state, id, 'resources').used > 0;
          }),
        );
        return isFull ? { type: 'quota-exceeded', quotas: [] } : genuine.move(id, change, audit);
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a move leaves the groups below where they were',
    makeSubject: mutateGroups((genuine, run) => ({
      async move(id, change, audit) {
        const outcome = await genuine.move(id, change, audit);
        if (outcome.type === 'moved')
          await run((state) => {
            for (const group of state.groups.values())
              if (group.parentId === id) state.groups.set(group.id, { ...group, parentId: change.from });
          });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a move claims only the first meter',
    makeSubject: mutateGroups((genuine, run) => ({
      async move(id, change, audit) {
        const saved = await run((state) => [...(state.quotas.get(id) ?? [])].slice(1));
        await run((state) => {
          for (const [meter, row] of saved) setQuotaRow(state, id, meter, { ...row, used: 0 });
        });
        const outcome = await genuine.move(id, change, audit);
        await run((state) => {
          for (const [meter, row] of saved) setQuotaRow(state, id, meter, row);
        });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q1',
    title: 'a move compares the limits before it waits for others',
    makeSubject: mutateGroups((genuine, run) => ({
      async move(id, change, audit) {
        // The move relies on what it has found, whatever the others commit before its turn.
        const limits = await run((state) =>
          above(state, change.to).map((one) => [one, quotaRow(state, one, 'resources')] as const),
        );
        await Promise.resolve();
        const view: Run = (operation) =>
          run((state) => {
            const seen = { ...state, quotas: new Map(state.quotas) };
            for (const [one, row] of limits) setQuotaRow(seen, one, 'resources', row);
            const result = operation(seen);
            for (const [owner, rows] of seen.quotas) state.quotas.set(owner, rows);
            return result;
          });
        return memoryStores(view, new Uint8Array()).groups.move(id, change, audit);
      },
    })),
  },
  {
    guarantee: 'Q11',
    title: 'a group moves into itself, or into a group that lies in it',
    makeSubject: movingOn('cycle'),
  },
  {
    guarantee: 'Q11',
    title: 'a move compares only the length of the path of the group itself',
    makeSubject: movingOn('too-deep', (state, _id, { to }) => above(state, to).length < PATH_LENGTH_MAX),
  },
  {
    guarantee: 'Q11',
    title: 'a move makes a path of any length',
    makeSubject: movingOn('too-deep'),
  },
  {
    guarantee: 'Q11',
    title: 'a group moves into a group that is not there',
    makeSubject: movingOn('no-parent'),
  },
  {
    guarantee: 'Q11',
    title: 'a move does not ask where the group lies by then',
    makeSubject: mutateGroups((genuine, run) => ({
      async move(id, change, audit) {
        const from = await run((state) => state.groups.get(id)?.parentId ?? null);
        return genuine.move(id, { ...change, from }, audit);
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'a move ignores the version that the caller has read',
    makeSubject: mutateGroups((genuine) => ({
      move: (id, change, audit) => genuine.move(id, { ...change, ifUnchangedSince: null }, audit),
    })),
  },
  {
    guarantee: 'A3',
    title: 'a move compares no authority',
    makeSubject: mutateGroups((genuine) => ({
      move: (id, change, audit) => genuine.move(id, change, { ...audit, authority: null }),
    })),
  },
];
