import { refused, type AuditDraft, type OwnerPath, type SeenPath, type Stores } from '@bailiwick/core';
import { raiseAuthorityVersion } from '../../dist/memory/authority.js';
import { memberRolesOf } from '../../dist/memory/member-roles.js';
import { pathOf, type MemoryState, type Run } from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import { mutateStore, type Mutant } from './mutant.js';

type Store = 'users' | 'groups' | 'members' | 'resources' | 'quotas' | 'sessions' | 'accessKeys';

/** Every command of the ports, with the position of its audit draft among the arguments. */
const COMMANDS: readonly (readonly [store: Store, method: string, draftAt: number])[] = [
  ['users', 'add', 1],
  ['users', 'addFirstAdmin', 1],
  ['users', 'change', 2],
  ['users', 'setPassword', 2],
  ['users', 'raisePasswordVersion', 1],
  ['users', 'delete', 2],
  ['resources', 'create', 1],
  ['resources', 'rename', 2],
  ['resources', 'delete', 2],
  ['members', 'set', 1],
  ['members', 'remove', 1],
  ['quotas', 'setLimit', 1],
  ['quotas', 'clearLimit', 1],
  ['quotas', 'setDefaultLimit', 1],
  ['quotas', 'repair', 1],
  ['sessions', 'confirm', 2],
  ['sessions', 'end', 2],
  ['sessions', 'endAll', 1],
  ['accessKeys', 'add', 1],
  ['accessKeys', 'delete', 2],
];

/** Every command whose target can belong to a group, with the position of its audit draft among the arguments. */
const COMMANDS_ON_PATHS: readonly (readonly [store: Store, method: string, draftAt: number])[] = [
  ['resources', 'create', 1],
  ['resources', 'rename', 2],
  ['resources', 'delete', 2],
  ['resources', 'transfer', 2],
  ['users', 'delete', 2],
  ['groups', 'add', 1],
  ['groups', 'rename', 2],
  ['groups', 'move', 2],
  ['groups', 'delete', 2],
  ['members', 'set', 1],
  ['members', 'remove', 1],
  ['quotas', 'setLimit', 1],
  ['quotas', 'clearLimit', 1],
];

/** Every command that takes authority from a user. */
const TAKINGS: readonly (readonly [store: Store, method: string])[] = [
  ['users', 'change'],
  ['users', 'setPassword'],
  // This concerns a deletion that has begun; after any other deletion, the user is gone.
  ['users', 'delete'],
  ['sessions', 'add'],
  ['sessions', 'end'],
  ['sessions', 'endAll'],
  ['accessKeys', 'delete'],
];

export const authorityMutants: readonly Mutant[] = [
  ...COMMANDS.map(([store, method, draftAt]): Mutant => ({
    guarantee: 'A3',
    title: `${store}.${method} does not compare the authority of the actor`,
    makeSubject: mutateStore(store, (genuine) =>
      replacing(genuine, method, (call, args) => {
        const draft: AuditDraft = { ...(args[draftAt] as AuditDraft), authority: null };
        return call(args.with(draftAt, draft));
      }),
    ),
  })),
  ...COMMANDS_ON_PATHS.map(([store, method, draftAt]): Mutant => ({
    guarantee: 'A3',
    title: `${store}.${method} does not compare the path of the group`,
    makeSubject: mutateStore(store, (genuine) =>
      replacing(genuine, method, (call, args) =>
        call(
          args.with(
            draftAt,
            withPaths(args[draftAt] as AuditDraft, () => []),
          ),
        ),
      ),
    ),
  })),
  ...COMMANDS_ON_PATHS.map(([store, method, draftAt]): Mutant => ({
    guarantee: 'A3',
    title: `${store}.${method} does not compare the roles along the path`,
    makeSubject: mutateStore(store, (genuine) =>
      replacing(genuine, method, (call, args) =>
        call(
          args.with(
            draftAt,
            withPaths(args[draftAt] as AuditDraft, ({ path }) => [{ path, roles: null }]),
          ),
        ),
      ),
    ),
  })),
  {
    guarantee: 'A3',
    title: 'a role that has been added along the path counts as no change',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const { userId = '' } = audit.authority ?? {};
        const asIs = await run((state) => memberRolesOf(state, userId, command.resource.ownerId));
        const paths = ({ path, roles }: SeenPath) => {
          const areThere = roles?.every((role) => asIs.includes(role)) === true;
          return [{ path, roles: areThere ? asIs : roles }];
        };
        return genuine.create(command, withPaths(audit, paths));
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'a change of a member stops all commands of the user',
    makeSubject: mutateStore('members', (genuine, run) => ({
      async set(change, audit) {
        await run((state) => raiseAuthorityVersion(state, change.userId));
        return genuine.set(change, audit);
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'a path is compared as far up as the parent',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const asIs = await run((state) => pathOf(state, command.resource.ownerId));
        const paths = (seen: SeenPath) => [seen.path[1] === asIs[1] ? { ...seen, path: asIs } : seen];
        return genuine.create(command, withPaths(audit, paths));
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'the path is compared before the transaction that writes',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const asIs = await run((state) => pathOf(state, command.resource.ownerId));
        await run(() => null);
        const paths = (seen: SeenPath) => (isSame(seen.path, asIs) ? [] : [seen]);
        return genuine.create(command, withPaths(audit, paths));
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'of two paths that a transfer depends on, only the first is compared',
    makeSubject: mutateStore('resources', (genuine) => ({
      transfer: (id, change, audit) =>
        genuine.transfer(
          id,
          change,
          withPaths(audit, (seen, index) => (index === 0 ? [seen] : [])),
        ),
    })),
  },
  {
    guarantee: 'A3',
    title: 'the path of a group that is gone counts as the same',
    makeSubject: mutateStore('groups', (genuine, run) => ({
      async add(group, audit, options) {
        const isGone = await run(({ groups }) => group.parentId !== null && !groups.has(group.parentId));
        return genuine.add(
          group,
          withPaths(audit, (seen) => (isGone ? [] : [seen])),
          options,
        );
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'a command is stopped when any other group has moved',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const moved = await run((state) =>
          [...state.groups.values()].some(({ createdAt, updatedAt }) => updatedAt > createdAt),
        );
        const stopped = moved && (audit.authority?.paths?.length ?? 0) > 0;
        return stopped ? { type: 'authority-changed' } : genuine.create(command, audit);
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'the roles of a user in a group leave out those above it',
    makeSubject: mutateStore('members', (genuine, run) => ({
      async rolesOf(userId, groupIds) {
        const found = await genuine.rolesOf(userId, groupIds);
        const own = await run(({ members }) => new Map(members));
        return new Map(
          [...found].map(([id, { path }]) => {
            const role = own.get(`${id} ${userId}`)?.role;
            return [id, { path, roles: role === undefined ? [] : [role] }];
          }),
        );
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'a resource that has another owner by now is renamed',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async rename(id, change, audit) {
        const row = await run(({ resources }) => resources.get(id));
        const ownerId = row?.resource.ownerId ?? change.ownerId;
        return genuine.rename(id, { ...change, ownerId }, audit);
      },
    })),
  },
  ...TAKINGS.map(([store, method]): Mutant => ({
    guarantee: 'A3',
    title: `${store}.${method} takes authority away, and does not change the authority version`,
    makeSubject: mutateStore(store, (_genuine, run) => {
      const stores: Stores = memoryStores(keepingVersions(run), new Uint8Array());
      return replacing(stores[store], method, (call, args) => call(args));
    }),
  })),
  {
    guarantee: 'A3',
    title: 'a command whose authority has changed leaves a refusal, although it will be decided anew',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type === 'authority-changed') {
          const { event } = refused(audit, outcome.type);
          await run((state) => state.auditEvents.set(event.id, { event, refusalKey: null }));
        }
        return outcome;
      },
    })),
  },
];

/** The draft with other paths in place of each that the decision depends on. */
function withPaths(
  draft: AuditDraft,
  replaced: (seen: SeenPath, index: number) => readonly SeenPath[],
): AuditDraft {
  if (draft.authority === null) return draft;
  const paths = (draft.authority.paths ?? []).flatMap(replaced);
  return { ...draft, authority: { ...draft.authority, paths } };
}

function isSame(one: OwnerPath, other: OwnerPath): boolean {
  return one.join() === other.join();
}

type Method = (args: readonly unknown[]) => unknown;

function replacing<Name extends Store>(
  genuine: Stores[Name],
  method: string,
  by: (call: Method, args: readonly unknown[]) => unknown,
): Partial<Stores[Name]> {
  const call: Method = (args) => {
    const original: unknown = Reflect.get(genuine, method);
    if (typeof original !== 'function') throw new Error(`There is no ${method}.`);
    return Reflect.apply(original, genuine, args);
  };
  return { [method]: (...args: readonly unknown[]) => by(call, args) } as Partial<Stores[Name]>;
}

/** Keeps the authority version of every user that the operation does not delete. */
function keepingVersions(run: Run): Run {
  return (operation) =>
    run((state: MemoryState) => {
      const before = new Map(state.users);
      const result = operation(state);
      for (const [id, row] of state.users) {
        const authorityVersion = before.get(id)?.authorityVersion ?? row.authorityVersion;
        state.users.set(id, { ...row, authorityVersion });
      }
      return result;
    });
}
