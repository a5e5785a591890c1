import { refused, type AuditDraft, type Stores } from '@bailiwick/core';
import type { MemoryState } from '../../dist/memory/memory-state.js';
import type { Run } from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import { mutateStore, type Mutant } from './mutant.js';

type Store = 'users' | 'members' | 'resources' | 'quotas' | 'sessions' | 'accessKeys';

/** Every command of the ports, with the position of its audit draft among the arguments. */
const COMMANDS: readonly (readonly [store: Store, method: string, draftAt: number])[] = [
  ['users', 'add', 1],
  ['users', 'addFirstAdmin', 1],
  ['users', 'change', 2],
  ['users', 'setPassword', 2],
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

/** Every command that takes authority from a user. */
const TAKINGS: readonly (readonly [store: Store, method: string])[] = [
  ['users', 'change'],
  ['users', 'setPassword'],
  // This concerns a deletion that has begun; after any other deletion, the user is gone.
  ['users', 'delete'],
  ['members', 'set'],
  ['members', 'remove'],
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
