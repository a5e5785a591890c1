// Which methods of the stores share statements?
import type {
  AccessKeyStore,
  GroupStore,
  MemberStore,
  ResourceStore,
  RolesOnPath,
  SessionStore,
} from '@bailiwick/core';
import type { Executor } from '../executor.js';
import type { Operations } from '../operations.js';
import type { PlainStores } from '../plain-stores.js';
import type { AskedRoles } from '../members.js';
import { Batcher, GATHER_MS } from './batcher.js';
import { batchedCreate } from './creates.js';
import { batchedList } from './first-pages.js';
import { batchedLookUp } from './look-ups.js';

/** Wraps the stores of a pool. A host's transaction has its statements to itself, and uses the plain stores. */
export function batchedStores(plain: PlainStores, operations: Operations, executor: Executor) {
  const { groups, members, resources, sessions, accessKeys } = plain;
  // With one connection, a read that is sent while another statement runs would only wait.
  const gatherMs = executor.dialect.hasOneConnection ? GATHER_MS : 0;
  const rolesOf = new Batcher<AskedRoles, ReadonlyMap<string, RolesOnPath>>(
    (asked) => members.rolesOfSeveral(asked),
    { gatherMs },
  );
  return {
    ...plain,
    groups: withMethods<GroupStore>(groups, {
      find: batchedLookUp((ids) => groups.findMany(ids), gatherMs),
    }),
    members: withMethods<MemberStore>(members, {
      rolesOf: (userId, groupIds) => rolesOf.add({ userId, groupIds }),
    }),
    resources: withMethods<ResourceStore>(resources, {
      create: batchedCreate(resources, operations, executor),
      find: batchedLookUp((ids) => resources.findMany(ids), gatherMs),
      list: batchedList(resources, operations, executor, gatherMs),
    }),
    sessions: withMethods<SessionStore>(sessions, {
      findByTokenHash: batchedLookUp((hashes) => sessions.findByTokenHashes(hashes), gatherMs),
    }),
    accessKeys: withMethods<AccessKeyStore>(accessKeys, {
      find: batchedLookUp((ids) => accessKeys.findMany(ids), gatherMs),
    }),
  };
}

/** Returns the store with some of its methods replaced; the others still run on the store itself. */
function withMethods<Store extends object>(store: Store, methods: Partial<Store>): Store {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(store)) as (keyof Store)[];
  const own = names.map((name) => {
    const method = store[name];
    return [name, typeof method === 'function' ? method.bind(store) : method];
  });
  return { ...Object.fromEntries(own), ...methods };
}
