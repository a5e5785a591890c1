import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createBailiwick } from '../bailiwick.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { Storage, Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import { ALL_EVENTS, ALL_USERS, draft, newSession, newUser } from './world.js';

const EMAIL = 'ann@example.com';
const PASSWORDS = {
  first: 'the very first password',
  second: 'the second password, chosen later',
  third: 'a third one, set by an administrator',
  wrong: 'not the password of anybody',
};

/** Checks that no password, no fast hash of one and no token reaches a store, and that lists and errors show none. */
export const secretCases: readonly CaseDefinition[] = [
  {
    guarantee: 'A6',
    title: 'storage.users, sessions: no password, no fast hash of one and no token reaches a store',
    async run(world) {
      const given: unknown[] = [];
      const token = await useCredentials(recording(world.storage, given));
      assertHides(JSON.stringify(given), [token, ...Object.values(PASSWORDS).flatMap(guessable)]);
      // The recording does capture stored values.
      assert.match(JSON.stringify(given), /hash-of-1/);
    },
  },
  {
    guarantee: 'A6',
    title: 'auditEvents.list, users.list: neither reveals a hash of a password or of a token',
    async run(world) {
      const token = await useCredentials(world.storage);
      const told = [
        await world.storage.auditEvents.list(ALL_EVENTS),
        await world.storage.users.list(ALL_USERS),
      ];
      const tokenHash = createHash('sha256').update(token).digest('base64url');
      assertHides(JSON.stringify(told), ['hash-of-', tokenHash, token]);
    },
  },
  {
    guarantee: 'A6',
    title: 'storage.users, sessions: the error of an unavailable storage repeats none of its inputs',
    async run(world) {
      const session = newSession((await world.addUser()).id);
      const user = { ...newUser(), passwordHash: 'hash-of-a-password' };
      await world.during('unreachable', async ({ storage }) => {
        const { users, sessions } = storage;
        const errors = await Promise.all([
          errorOf(users.add(user, draft('user:create'))),
          errorOf(
            sessions.add(
              { session, tokenHash: 'hash-of-a-token', passwordVersion: 1, countMax: 100 },
              draft('x'),
            ),
          ),
        ]);
        assertHides(errors.map(allThatIsTold).join('\n'), ['hash-of-a-', user.user.email]);
      });
    },
  },
];

/** Uses every command that takes a password or makes a token. */
async function useCredentials(storage: Storage): Promise<string> {
  const bailiwick = createBailiwick({ storage, passwordHasher: numberingHasher() });
  const system = bailiwick.system('contract');
  const { first, second, third, wrong } = PASSWORDS;
  await bailiwick.users.createFirstAdmin(system, { email: EMAIL, password: first });
  const { actor, token } = await bailiwick.sessions.logIn({ email: EMAIL, password: first });
  await bailiwick.authenticate({ bearer: token });
  await bailiwick.authenticate({ email: EMAIL, password: first });
  await assert.rejects(bailiwick.sessions.logIn({ email: EMAIL, password: wrong }));
  await assert.rejects(
    bailiwick.users.changePassword(actor, { currentPassword: wrong, newPassword: second }),
  );
  await bailiwick.users.changePassword(actor, { currentPassword: first, newPassword: second });
  await bailiwick.users.changeEmail(actor, { currentPassword: second, email: `new.${EMAIL}` });
  await bailiwick.users.setPassword(system, actor.id, { password: third });
  await bailiwick.users.create(system, { email: `bob.${EMAIL}`, password: second });
  return token;
}

/** Its hashes reveal nothing about the password, so every occurrence of the password has bypassed it. */
function numberingHasher(): PasswordHasher {
  const hashes = new Map<string, string>();
  return {
    async hash(password) {
      const hash = `hash-of-${hashes.size + 1}`;
      hashes.set(hash, password);
      return hash;
    },
    check: async (password, hash) => (hashes.get(hash) === password ? 'ok' : 'no'),
    checkNobody: async () => {},
  };
}

function guessable(password: string): string[] {
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) =>
      createHash(algorithm).update(password).digest(encoding),
    ),
  );
  return [password, ...hashes];
}

function assertHides(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `It tells "${secret}".`);
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.fail('A storage that is away has answered.'),
    (error: unknown) => error,
  );
}

/** The message, stack and every property of the error and of its causes. */
function allThatIsTold(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const properties = Object.getOwnPropertyNames(error).map(
    (name) => [name, Reflect.get(error, name)] as const,
  );
  return properties
    .map(([name, value]) => (name === 'cause' ? allThatIsTold(value) : JSON.stringify(value)))
    .join('\n');
}

/** The same storage, which also records all arguments of its stores in `given`. */
function recording(storage: Storage, given: unknown[]): Storage {
  const listen = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          given.push([name, args]);
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  const stores = Object.entries(storage).map(([name, member]) => [
    name,
    typeof member === 'object' ? listen(member as Stores[keyof Stores]) : member,
  ]);
  return Object.fromEntries(stores) as Storage;
}
