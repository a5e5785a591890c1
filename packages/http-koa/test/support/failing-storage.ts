import type { Storage } from '@bailiwick/core';
import { memoryStorage, type MemoryTransaction } from '@bailiwick/core/memory';

/** Makes a storage that works until it is switched off; from then on, every operation of every store rejects. */
export function failingStorage(): { storage: Storage<MemoryTransaction>; fail: (error: Error) => void } {
  let failure: Error | null = null;
  const memory = memoryStorage();

  function breakable<Store extends object>(store: Store): Store {
    return new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          failure === null ? member.apply(target, args) : Promise.reject(failure);
      },
    });
  }

  const storage: Storage<MemoryTransaction> = {
    ...memory,
    users: breakable(memory.users),
    resources: breakable(memory.resources),
    quotas: breakable(memory.quotas),
    sessions: breakable(memory.sessions),
    accessKeys: breakable(memory.accessKeys),
    auditEvents: breakable(memory.auditEvents),
  };
  return {
    storage,
    fail(error) {
      failure = error;
    },
  };
}
