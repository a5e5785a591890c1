import type { DeleteUser, GroupStore, TransferAll, UserStore } from '@bailiwick/core';
import {
  pathOf,
  shiftUsage,
  shiftUsageAt,
  type MemoryState,
  type Run,
} from '../../dist/memory/memory-state.js';
import { mutateState, mutateStore, type Mutant } from './mutant.js';

const mutateGroups = (mutate: (genuine: GroupStore, run: Run) => Partial<GroupStore>) =>
  mutateStore('groups', mutate);

/** Deletes users, with other words about the transfer of what they own. */
const transferring = (change: (transfer: TransferAll) => TransferAll): Mutant['makeSubject'] =>
  mutateStore('users', (genuine) => ({
    delete: (id, options, audit) => genuine.delete(id, changed(options, change), audit),
  }));

function changed(options: DeleteUser, change: (transfer: TransferAll) => TransferAll): DeleteUser {
  const { resources } = options;
  return typeof resources === 'object' ? { ...options, resources: change(resources) } : options;
}

/** Deletes users, and then does something about a transfer that was made. */
const afterTransfer = (
  work: (state: MemoryState, to: string, moved: readonly { readonly demand: object }[]) => void,
): Mutant['makeSubject'] =>
  mutateStore('users', (genuine, run) => ({
    async delete(id, options, audit) {
      const owned = await run((state) =>
        [...state.resources.values()].filter(({ resource }) => resource.ownerId === id),
      );
      const outcome = await genuine.delete(id, options, audit);
      const { resources } = options;
      if (outcome.type === 'deleted' && typeof resources === 'object')
        await run((state) => work(state, resources.to, owned));
      return outcome;
    },
  }));

export const groupDeletionMutants: readonly Mutant[] = [
  {
    guarantee: 'I1',
    title: 'a deleted group is still counted above',
    makeSubject: mutateGroups((genuine, run) => ({
      async delete(id, options, audit) {
        const [above, usage] = await run((state) => {
          const used = [...(state.quotas.get(id) ?? [])].map(([meter, row]) => [meter, row.used] as const);
          return [pathOf(state, id).slice(1), Object.fromEntries(used)] as const;
        });
        const outcome = await genuine.delete(id, options, audit);
        const isGone = outcome.type === 'deleted' || outcome.type === 'deleting';
        if (isGone) await run((state) => shiftUsageAt(state, above, usage, 1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'what a deleted group has left can be found',
    makeSubject: mutateState(
      ['resources'],
      (run) => (operation) => run((state) => operation({ ...state, groupDeletions: new Map() })),
    ),
  },
  {
    guarantee: 'I1',
    title: 'a deletion of a group that refuses resources deletes them',
    makeSubject: mutateGroups((genuine) => ({
      delete: (id, options, audit) => genuine.delete(id, { ...options, resources: 'delete' }, audit),
    })),
  },
  {
    guarantee: 'I1',
    title: 'a group is deleted at once, however much it owns',
    makeSubject: mutateGroups((genuine) => ({
      delete: (id, options, audit) => genuine.delete(id, { ...options, rowsAtOnceMax: 1e9 }, audit),
    })),
  },
  {
    guarantee: 'I1',
    title: 'a step of the deletion of a group deletes more than its bound',
    makeSubject: mutateGroups((genuine) => ({
      continueDeletion: (id, step, audit) => genuine.continueDeletion(id, { ...step, rowsMax: 100 }, audit),
    })),
  },
  {
    guarantee: 'I2',
    title: 'the event of a deletion of a group does not say what was used',
    makeSubject: mutateGroups((genuine, run) => ({
      async delete(id, options, audit) {
        const outcome = await genuine.delete(id, options, audit);
        if (outcome.type === 'deleting')
          await run((state) => {
            const row = state.auditEvents.get(audit.id);
            if (row !== undefined)
              state.auditEvents.set(audit.id, { ...row, event: { ...row.event, details: {} } });
          });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer of everything that a user owns charges the receiver, and no group above',
    makeSubject: afterTransfer((state, to, moved) => {
      const above = pathOf(state, to).slice(1);
      for (const { demand } of moved) shiftUsageAt(state, above, demand, -1);
    }),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer of everything that a user owns charges nobody',
    makeSubject: afterTransfer((state, to, moved) => {
      for (const { demand } of moved) shiftUsage(state, to, demand, -1);
    }),
  },
  {
    guarantee: 'Q10',
    title: 'a transfer to an owner without room deletes the resources instead',
    makeSubject: mutateStore('users', (genuine) => ({
      async delete(id, options, audit) {
        const outcome = await genuine.delete(id, options, audit);
        if (outcome.type !== 'quota-exceeded') return outcome;
        return genuine.delete(id, { ...options, resources: 'delete' }, audit);
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'a transfer of everything that a user owns takes any kind',
    makeSubject: transferring((transfer) => ({ ...transfer, kinds: ['resource', 'database'] })),
  },
  {
    guarantee: 'I1',
    title: 'a transfer of everything that a user owns has no bound',
    makeSubject: transferring((transfer) => ({ ...transfer, countMax: 1e9 })),
  },
  {
    guarantee: 'I1',
    title: 'a transfer of everything to a missing owner deletes the resources instead',
    makeSubject: mutateStore('users', (genuine: UserStore) => ({
      async delete(id, options, audit) {
        const outcome = await genuine.delete(id, options, audit);
        if (outcome.type !== 'no-owner') return outcome;
        return genuine.delete(id, { ...options, resources: 'delete' }, audit);
      },
    })),
  },
];
