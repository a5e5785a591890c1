import type { GroupId, MemberStore, Stores, UserId, UserStore } from '@bailiwick/core';
import type { MemoryState, Run } from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import { keeping, mutateStore, type Mutant } from './mutant.js';

const mutateMembers = (mutate: (genuine: MemberStore, run: Run) => Partial<MemberStore>) =>
  mutateStore('members', mutate);
const mutateUsers = (mutate: (genuine: UserStore, run: Run) => Partial<UserStore>) =>
  mutateStore('users', mutate);

/** An owner whom nothing takes away; no user has this id. */
const PHANTOM = '01900000-0000-7000-8000-00000000ffff';

/** Shows every group with one more active owner, so that none is the last. */
function withoutTheRule(run: Run): Stores {
  const view: Run = (operation) =>
    run((state) => {
      const phantoms = addPhantoms(state);
      try {
        return operation(state);
      } finally {
        for (const key of phantoms) state.members.delete(key);
        state.users.delete(PHANTOM);
      }
    });
  return memoryStores(view, new Uint8Array());
}

function addPhantoms({ groups, members, users }: MemoryState): string[] {
  const [somebody] = users.values();
  if (somebody === undefined) return [];
  users.set(PHANTOM, { ...somebody, user: { ...somebody.user, id: PHANTOM as UserId, status: 'active' } });
  return [...groups.values()].map(({ id, createdAt, updatedAt }) => {
    const key = `${id} ${PHANTOM}`;
    members.set(key, { groupId: id, userId: PHANTOM as UserId, role: 'owner', createdAt, updatedAt });
    return key;
  });
}

/** Decides with what was there before other callers, who have their turn meanwhile. */
const late = async <T>(run: Run, decide: () => Promise<T>): Promise<T> => {
  await run(() => null);
  return decide();
};

export const memberMutants: readonly Mutant[] = [
  {
    guarantee: 'A4',
    title: 'the last owner of a group can leave',
    makeSubject: mutateMembers((_genuine, run) => ({
      remove: (key, audit) => withoutTheRule(run).members.remove(key, audit),
    })),
  },
  {
    guarantee: 'A4',
    title: 'the last owner of a group can get another role',
    makeSubject: mutateMembers((_genuine, run) => ({
      set: (change, audit) => withoutTheRule(run).members.set(change, audit),
    })),
  },
  {
    guarantee: 'A4',
    title: 'the last owner of a group can be disabled',
    makeSubject: mutateUsers((genuine, run) => ({
      change: (id, change, audit) =>
        (change.status === 'disabled' ? withoutTheRule(run).users : genuine).change(id, change, audit),
    })),
  },
  {
    guarantee: 'A4',
    title: 'the last owner of a group can be deleted',
    makeSubject: mutateUsers((genuine, run) => ({
      delete: (id, options, audit) =>
        (options.rowsAtOnceMax === undefined ? withoutTheRule(run).users : genuine).delete(
          id,
          options,
          audit,
        ),
    })),
  },
  {
    guarantee: 'A4',
    title: 'the deletion of the last owner of a group can begin',
    makeSubject: mutateUsers((genuine, run) => ({
      delete: (id, options, audit) =>
        (options.rowsAtOnceMax === undefined ? genuine : withoutTheRule(run).users).delete(
          id,
          options,
          audit,
        ),
    })),
  },
  {
    guarantee: 'A4',
    title: 'an owner who is disabled counts as an owner that the group keeps',
    makeSubject: mutateMembers((_genuine, run) => ({
      remove: (key, audit) => seeingActive(run).members.remove(key, audit),
    })),
  },
  {
    guarantee: 'A4',
    title: 'whether an owner is the last one is read before the transaction that removes them',
    makeSubject: mutateMembers((genuine, run) => ({
      async remove(key, audit) {
        const isLast = await run((state) => {
          const owners = [...state.members.values()].filter(
            ({ groupId, role }) => groupId === key.groupId && role === 'owner',
          );
          return owners.length < 2;
        });
        if (isLast) return genuine.remove(key, audit);
        return late(run, () => withoutTheRule(run).members.remove(key, audit));
      },
    })),
  },
  {
    guarantee: 'A4',
    title: 'a refusal for the sake of a last owner names all groups of the user',
    makeSubject: mutateUsers((genuine, run) => ({
      async delete(id, options, audit) {
        const outcome = await genuine.delete(id, options, audit);
        if (outcome.type !== 'last-owner') return outcome;
        const groups = await run((state) =>
          [...state.members.values()]
            .filter(({ userId }) => userId === id)
            .map(({ groupId }) => ({ id: groupId, name: state.groups.get(groupId)?.name ?? '' })),
        );
        return { ...outcome, groups };
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'a deleted user stays a member',
    makeSubject: mutateUsers((_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'members'), new Uint8Array());
      return { delete: (id, options, audit) => users.delete(id, options, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'the members of a deleted group stay members of it',
    makeSubject: mutateStore('groups', (_genuine, run) => {
      const { groups } = memoryStores(keeping(run, 'members'), new Uint8Array());
      return { delete: (id, options, audit) => groups.delete(id, options, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'a user who does not exist becomes a member',
    makeSubject: mutateMembers((genuine, run) => ({
      async set(change, audit) {
        const outcome = await genuine.set(change, audit);
        if (outcome.type !== 'no-user') return outcome;
        const { groupId, userId, role, at } = change;
        const row = { groupId, userId, role, createdAt: at, updatedAt: at };
        await run((state) => state.members.set(`${groupId} ${userId}`, row));
        return { type: 'set', member: { ...row, email: '' } };
      },
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list of members is that of all groups',
    makeSubject: mutateMembers((genuine, run) => ({
      async list(query) {
        const groups = await run((state) => [...state.groups.keys()]);
        const lists = groups.map((id) => genuine.list({ ...query, groupId: id as GroupId }));
        return (await Promise.all(lists)).flat().slice(0, query.count);
      },
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list of the groups of a user ignores the scope',
    makeSubject: mutateMembers((genuine) => ({
      listOfUser: (query) => genuine.listOfUser({ ...query, scope: { type: 'all' } }),
    })),
  },
  {
    guarantee: 'I2',
    title: 'two callers both remove one member',
    makeSubject: mutateMembers((genuine, run) => ({
      async remove(key, audit) {
        const isThere = await run((state) => state.members.has(`${key.groupId} ${key.userId}`));
        const outcome = await genuine.remove(key, audit);
        return isThere && outcome.type === 'absent' ? { type: 'removed' } : outcome;
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'the user for whom a group is made is not its owner',
    makeSubject: mutateStore('groups', (_genuine, run) => {
      const { groups } = memoryStores(keeping(run, 'members'), new Uint8Array());
      return {
        add: async (group, audit, options) => {
          const outcome = await groups.add(group, audit, options);
          await run((state) => void state.members.delete(`${group.id} ${options?.firstOwner}`));
          return outcome;
        },
      };
    }),
  },
];

/** Shows every user as active. */
function seeingActive(run: Run): Stores {
  const view: Run = (operation) =>
    run((state) => {
      const disabled = [...state.users].filter(([, { user }]) => user.status === 'disabled');
      for (const [id, row] of disabled)
        state.users.set(id, { ...row, user: { ...row.user, status: 'active' } });
      try {
        return operation(state);
      } finally {
        for (const [id, { user }] of disabled) {
          const row = state.users.get(id);
          if (row !== undefined) state.users.set(id, { ...row, user: { ...row.user, status: user.status } });
        }
      }
    });
  return memoryStores(view, new Uint8Array());
}
