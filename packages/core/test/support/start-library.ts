import { createBailiwick, type Actor, type UserActor } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';

export const PASSWORD = 'correct horse battery staple';

/** Starts the library on memory storage, with a clock that stands still, two users and an administrator. */
export async function startLibrary() {
  const clock = manualClock();
  const storage = memoryStorage();
  const bailiwick = createBailiwick({
    storage,
    passwordHasher: fastHasher,
    clock,
    kinds: { database: { databases: 1, storageGiB: 20 }, note: {} },
    roles: ['support'],
  });
  const system = bailiwick.system('test');
  async function join(name: string, role: 'user' | 'admin' | 'support' = 'user'): Promise<UserActor> {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, { ...credentials, role });
    return (await bailiwick.sessions.logIn(credentials)).actor;
  }
  const [ann, bob, admin] = [await join('ann'), await join('bob'), await join('admin', 'admin')];
  return { bailiwick, storage, clock, system, join, ann, bob, admin };
}

/** Returns the code of the error that `promise` rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

export function idOf(actor: Actor): string {
  if (actor.type !== 'user') throw new TypeError('Only users have ids.');
  return actor.id;
}
