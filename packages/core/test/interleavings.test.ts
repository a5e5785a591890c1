import {
  createBailiwick,
  type Actor,
  type Bailiwick,
  type CreateResourceOutcome,
  type Storage,
  type User,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { exploreInterleavings, fastHasher, type Schedule } from '@bailiwick/core/testing';
import test from 'ava';
import assert, { AssertionError } from 'node:assert/strict';
import { codeOf, idOf, PASSWORD } from './support/start-library.js';

/**
 * These tests run commands concurrently in many orders of their storage operations. `BAILIWICK_INTERLEAVINGS` sets the
 * number of seeds, and `BAILIWICK_INTERLEAVING_SEED` repeats the seed that a failure names.
 */
const SEEDS = Number(process.env['BAILIWICK_INTERLEAVINGS'] ?? 60);
const REPLAY = process.env['BAILIWICK_INTERLEAVING_SEED'];
const NEW_PASSWORD = 'a password that is new';
const EVERYTHING = { type: 'all' } as const;

interface Host {
  /** The library whose storage operations take turns during a race. */
  readonly bailiwick: Bailiwick;
  /** The library on the same storage without turns, to set up a race and to inspect its result. */
  readonly quiet: Bailiwick;
  readonly system: Actor;
  readonly ann: User;
  readonly race: Schedule['race'];
}

/** Each of these runs one race and asserts what must hold after every order. */
const RACES = {
  'a create that begins after the limit was lowered fits below it, despite other creates': async (host) => {
    const { bailiwick, quiet, system, ann, race } = host;
    const limit = { ownerId: ann.id, meter: 'resources', limit: 1 };
    const createLater = async () => {
      await bailiwick.quotas.setLimit(system, limit);
      return create(bailiwick, system, ann);
    };
    const rivals = Array.from({ length: 3 }, () => () => codeOf(create(bailiwick, system, ann)));
    const [code] = await race([() => codeOf(createLater()), ...rivals]);
    // It fits only while there is no resource, and then leaves no room for another.
    const { length: count } = (await quiet.resources.list(system)).items;
    assert.ok(
      code === 'no error' ? count === 1 : code === 'quota-exceeded' && count > 0,
      `${code}, ${count}`,
    );
  },

  'a create that races the deletion of its owner leaves no resource without an owner': async (host) => {
    const { bailiwick, quiet, system, ann, race } = host;
    const codes = await race([
      () => codeOf(create(bailiwick, system, ann)),
      () => codeOf(bailiwick.users.delete(system, ann.id)),
    ]);
    const { items } = await quiet.resources.list(system);
    const expected = items.length === 1 ? ['no error', 'owns-resources'] : ['not-found', 'no error'];
    assert.deepEqual(codes, expected);
  },

  'no session of the old password survives logins that race its change': async (host) => {
    const { bailiwick, quiet, system, ann, race } = host;
    const tokens: string[] = [];
    const logIn = async () => {
      const { token } = await bailiwick.sessions.logIn({ email: ann.email, password: PASSWORD });
      tokens.push(token);
    };
    await race([
      () => codeOf(logIn()),
      () => codeOf(logIn()),
      () => codeOf(bailiwick.users.setPassword(system, ann.id, { password: NEW_PASSWORD })),
    ]);
    for (const bearer of tokens) {
      assert.equal(await codeOf(quiet.authenticate({ bearer })), 'invalid-token');
    }
    assert.equal(await codeOf(quiet.authenticate({ email: ann.email, password: NEW_PASSWORD })), 'no error');
  },

  'of two changes of one’s own password with the same current password, exactly one succeeds': async (
    host,
  ) => {
    const { bailiwick, quiet, ann, race } = host;
    const { actor } = await quiet.sessions.logIn({ email: ann.email, password: PASSWORD });
    const change = (newPassword: string) => () =>
      codeOf(bailiwick.users.changePassword(actor, { currentPassword: PASSWORD, newPassword }));
    const codes = await race([change(NEW_PASSWORD), change(`${NEW_PASSWORD} too`)]);
    assert.deepEqual(codes.toSorted(), ['confirmation-failed', 'no error']);
  },

  'of administrators who demote, disable and delete each other, one is left': async (host) => {
    const { bailiwick, quiet, system, race } = host;
    const eve = await joinAdmin(quiet, 'eve');
    const mallory = await joinAdmin(quiet, 'mallory');
    const trent = await joinAdmin(quiet, 'trent');
    await race([
      () => codeOf(bailiwick.users.change(eve, idOf(mallory), { role: 'user' })),
      () => codeOf(bailiwick.users.change(mallory, idOf(trent), { status: 'disabled' })),
      () => codeOf(bailiwick.users.delete(trent, idOf(eve))),
    ]);
    const left = await quiet.users.list(system, { role: 'admin', status: 'active' });
    assert.equal(left.items.length, 1);
  },

  'when two administrators demote each other, the one who is demoted first demotes nobody': async (host) => {
    const { bailiwick, quiet, system, race } = host;
    const eve = await joinAdmin(quiet, 'eve');
    const mallory = await joinAdmin(quiet, 'mallory');
    await joinAdmin(quiet, 'trent');
    const codes = await race([
      () => codeOf(bailiwick.users.change(eve, idOf(mallory), { role: 'user' })),
      () => codeOf(bailiwick.users.change(mallory, idOf(eve), { role: 'user' })),
    ]);
    assert.deepEqual(codes.toSorted(), ['no error', 'not-found']);
    const left = await quiet.users.list(system, { role: 'admin', status: 'active' });
    assert.equal(left.items.length, 2);
  },

  'a disabled administrator cannot make another user an administrator': async (host) => {
    const { bailiwick, quiet, system, race } = host;
    const eve = await joinAdmin(quiet, 'eve');
    await joinAdmin(quiet, 'trent');
    const disabledAt = { events: 0 };
    const events = async () => (await quiet.auditEvents.list(system, { action: 'user:create' })).items;
    const backdoor = { email: 'backdoor@example.com', password: PASSWORD, role: 'admin' };
    const [code] = await race([
      () => codeOf(bailiwick.users.create(eve, backdoor)),
      async () => {
        await bailiwick.users.change(system, idOf(eve), { status: 'disabled' });
        disabledAt.events = (await events()).length;
        return '';
      },
    ]);
    // The resource was created before the disabling committed, or it does not exist.
    const made = (await events()).filter(({ outcome }) => outcome === 'accepted');
    assert.ok(code === 'no error' ? disabledAt.events === made.length : made.length === 3, code);
  },

  'creates with one idempotency key make one resource, charged once': async (host) => {
    const { bailiwick, quiet, system, ann, race } = host;
    const input = { ownerId: ann.id, name: 'thing', idempotencyKey: 'key' };
    const create3 = Array.from({ length: 3 }, () => () => bailiwick.resources.create(system, input));
    const ids = (await race(create3)).map(({ id }) => id);
    assert.equal(new Set(ids).size, 1);
    assert.equal((await quiet.quotas.list(system, ann.id))[0]?.used, 1);
  },

  'a group that moves while others create in it counts where it lies, within the limit there': async (
    host,
  ) => {
    const { bailiwick, quiet, system, race } = host;
    const acme = await quiet.groups.create(system, { name: 'Acme' });
    const umbrella = await quiet.groups.create(system, { name: 'Umbrella' });
    const web = await quiet.groups.create(system, { name: 'web', parentId: acme.id });
    await quiet.quotas.setLimit(system, { ownerId: umbrella.id, meter: 'resources', limit: 1 });
    await race([
      () => codeOf(bailiwick.groups.move(system, web.id, { parentId: umbrella.id })),
      () => codeOf(create(bailiwick, system, web)),
      () => codeOf(create(bailiwick, system, web)),
    ]);
    const { length: count } = (await quiet.resources.list(system)).items;
    const { parentId } = await quiet.groups.get(system, web.id);
    const used = [await usedOf(quiet, system, acme), await usedOf(quiet, system, umbrella)];
    assert.deepEqual(used, parentId === acme.id ? [count, 0] : [0, count]);
    assert.ok(parentId === acme.id || count <= 1, `${count} resources below a limit of 1`);
  },

  'of moves that would close a cycle together, one is refused': async (host) => {
    const { bailiwick, quiet, system, race } = host;
    const one = await quiet.groups.create(system, { name: 'one' });
    const other = await quiet.groups.create(system, { name: 'other' });
    const codes = await race([
      () => codeOf(bailiwick.groups.move(system, one.id, { parentId: other.id })),
      () => codeOf(bailiwick.groups.move(system, other.id, { parentId: one.id })),
    ]);
    assert.deepEqual(codes.toSorted(), ['invalid-request', 'no error']);
  },

  'of transfers of one resource, one succeeds, and one owner is charged': async (host) => {
    const { bailiwick, quiet, system, ann, race } = host;
    const { id } = await create(quiet, system, ann);
    const receivers: { readonly id: string }[] = [];
    for (const name of ['one', 'other']) receivers.push(await quiet.groups.create(system, { name }));
    const codes = await race(
      receivers.map((to) => () => codeOf(bailiwick.resources.transfer(system, id, { ownerId: to.id }))),
    );
    // The second one may begin after the first, and then transfers the resource again.
    assert.ok(codes.includes('no error'), codes.join());
    const { ownerId } = await quiet.resources.get(system, id);
    for (const owner of [ann, ...receivers])
      assert.equal(await usedOf(quiet, system, owner), owner.id === ownerId ? 1 : 0);
  },

  'what is created for a user who is deleted with a transfer goes to the receiver, or is refused': async (
    host,
  ) => {
    const { bailiwick, quiet, system, ann, race } = host;
    const acme = await quiet.groups.create(system, { name: 'Acme' });
    await create(quiet, system, ann);
    const deletion = { resources: 'transfer', to: acme.id } as const;
    const [created, deleted] = await race([
      () => codeOf(create(bailiwick, system, ann)),
      () => codeOf(bailiwick.users.delete(system, ann.id, deletion)),
    ]);
    assert.equal(deleted, 'no error');
    const count = created === 'no error' ? 2 : 1;
    const { items } = await quiet.resources.list(system, { ownerId: acme.id });
    assert.deepEqual([items.length, await usedOf(quiet, system, acme)], [count, count]);
  },
} satisfies Record<string, Run>;

for (const [title, run] of Object.entries(RACES)) {
  test(`interleavings: ${title}`, async (t) => {
    const replay = REPLAY === undefined ? {} : { replay: Number(REPLAY) };
    await t.notThrowsAsync(explore(run, (storage) => storage, { seeds: SEEDS, ...replay }));
  });
}

/**
 * Faulty ports that check first and act later, each with the race that must find the fault. They run on the storage
 * that takes turns, so that other callers can act in between.
 */
const FAULTS: readonly { title: keyof typeof RACES; fault: (storage: Storage) => Storage }[] = [
  {
    title: 'a create that begins after the limit was lowered fits below it, despite other creates',
    fault: (storage) =>
      replacing(storage, 'resources', {
        async create({ resource, ...command }, audit) {
          const [quota] = (await storage.quotas.list(resource.ownerId)) ?? [];
          const limit = quota?.limit ?? null;
          const query = {
            scope: EVERYTHING,
            ownerId: resource.ownerId,
            kind: null,
            olderThanId: null,
            count: 9,
          };
          const { length: used } = await storage.resources.list(query);
          if (limit !== null && used >= limit) {
            return { type: 'quota-exceeded', quotas: [{ meter: 'resources', limit, used, requested: 1 }] };
          }
          return storage.resources.create({ ...command, resource, demand: {} }, audit);
        },
      }),
  },
  {
    title: 'a create that races the deletion of its owner leaves no resource without an owner',
    fault: (storage) =>
      replacing(storage, 'users', {
        async delete(id, _options, audit) {
          const query = { scope: EVERYTHING, ownerId: id, kind: null, olderThanId: null, count: 9 };
          const { length: count } = await storage.resources.list(query);
          if (count > 0) return { type: 'owns-resources', count };
          return storage.users.delete(id, { resources: 'delete' }, audit);
        },
      }),
  },
  {
    title: 'no session of the old password survives logins that race its change',
    fault: (storage) =>
      replacing(storage, 'sessions', {
        async add(added, audit) {
          const found = await storage.users.findWithPassword({ id: added.session.userId });
          return storage.sessions.add({ ...added, passwordVersion: found?.passwordVersion ?? 0 }, audit);
        },
      }),
  },
  {
    title: 'of two changes of one’s own password with the same current password, exactly one succeeds',
    fault: (storage) =>
      replacing(storage, 'users', {
        setPassword: (id, change, audit) =>
          storage.users.setPassword(id, { ...change, expectedVersion: null }, { ...audit, authority: null }),
      }),
  },
  {
    title: 'when two administrators demote each other, the one who is demoted first demotes nobody',
    fault: (storage) =>
      replacing(storage, 'users', {
        change: (id, change, audit) => storage.users.change(id, change, { ...audit, authority: null }),
      }),
  },
  {
    title: 'a disabled administrator cannot make another user an administrator',
    fault: (storage) =>
      replacing(storage, 'users', {
        async add(user, audit) {
          const { authority } = audit;
          const found = authority && (await storage.users.findWithPassword({ id: authority.userId }));
          if (found?.authorityVersion !== authority?.version) return { type: 'authority-changed' };
          return storage.users.add(user, { ...audit, authority: null });
        },
      }),
  },
  {
    title: 'a group that moves while others create in it counts where it lies, within the limit there',
    fault: (storage) =>
      replacing(storage, 'groups', {
        async move(id, change, audit) {
          const ownerId = change.to;
          if (ownerId === null) return storage.groups.move(id, change, audit);
          const [own] = (await storage.quotas.list(id)) ?? [];
          const [target] = (await storage.quotas.list(ownerId)) ?? [];
          const { limit = null } = target ?? {};
          if (limit !== null && (own?.used ?? 0) > limit) return { type: 'quota-exceeded', quotas: [] };
          await storage.quotas.clearLimit({ ownerId, meter: 'resources' }, audit);
          const outcome = await storage.groups.move(id, change, audit);
          await storage.quotas.setLimit({ ownerId, meter: 'resources', limit }, audit);
          return outcome;
        },
      }),
  },
  {
    title: 'what is created for a user who is deleted with a transfer goes to the receiver, or is refused',
    fault: (storage) =>
      replacing(storage, 'users', {
        async delete(id, options, audit) {
          const { resources } = options;
          if (typeof resources !== 'object') return storage.users.delete(id, options, audit);
          const query = { scope: EVERYTHING, ownerId: id, kind: null, olderThanId: null, count: 9 };
          for (const { id: resourceId } of await storage.resources.list(query)) {
            const change = { ownerId: id, to: resources.to, at: audit.at, ifUnchangedSince: null };
            await storage.resources.transfer(resourceId, change, audit);
          }
          return storage.users.delete(id, { resources: 'delete' }, audit);
        },
      }),
  },
  {
    title: 'creates with one idempotency key make one resource, charged once',
    fault(storage) {
      const results = new Map<string, CreateResourceOutcome>();
      return replacing(storage, 'resources', {
        async create(command, audit) {
          const key = command.idempotency?.key ?? '';
          const earlier = results.get(key);
          if (earlier !== undefined) return earlier;
          const outcome = await storage.resources.create({ ...command, idempotency: null }, audit);
          results.set(key, outcome);
          return outcome;
        },
      });
    },
  },
];

for (const { title, fault } of FAULTS) {
  test(`interleavings: a port that checks first and writes later breaks “${title}”, and again with its seed`, async (t) => {
    const found = await t.throwsAsync(explore(RACES[title], fault, { seeds: 300 }));
    const [, seed] = /^Interleaving with seed (\d+): /.exec(found?.message ?? '') ?? [];
    t.true(found?.cause instanceof AssertionError, found?.message);
    const again = await t.throwsAsync(explore(RACES[title], fault, { seeds: 1, replay: Number(seed) }));
    t.is(again?.message, found?.message);
  });
}

type Run = (host: Host) => Promise<void>;

async function explore(
  race: Run,
  port: (storage: Storage) => Storage,
  options: { readonly seeds: number; readonly replay?: number },
): Promise<void> {
  await exploreInterleavings({
    ...options,
    async run(schedule) {
      const storage = memoryStorage();
      const quiet = createBailiwick({ storage, passwordHasher: fastHasher });
      const turning = port(schedule.storage(storage) as Storage);
      const bailiwick = createBailiwick({ storage: turning, passwordHasher: fastHasher });
      const system = quiet.system('test');
      const ann = await quiet.users.create(system, { email: 'ann@example.com', password: PASSWORD });
      await race({ bailiwick, quiet, system, ann, race: (tasks) => schedule.race(tasks) });
    },
  });
}

/** Returns the storage with some methods of one store replaced. */
function replacing<Name extends 'users' | 'groups' | 'resources' | 'sessions'>(
  storage: Storage,
  name: Name,
  methods: Partial<Storage[Name]>,
): Storage {
  const store = new Proxy(storage[name], {
    get: (target, method) => Reflect.get(methods, method) ?? Reflect.get(target, method),
  });
  return { ...storage, [name]: store };
}

function create(bailiwick: Bailiwick, actor: Actor, { id: ownerId }: { readonly id: string }) {
  return bailiwick.resources.create(actor, { ownerId, name: 'thing' });
}

async function usedOf(bailiwick: Bailiwick, actor: Actor, { id }: { readonly id: string }): Promise<number> {
  return (await bailiwick.quotas.get(actor, { ownerId: id, meter: 'resources' })).used;
}

async function joinAdmin(bailiwick: Bailiwick, name: string): Promise<Actor> {
  const credentials = { email: `${name}@example.com`, password: PASSWORD };
  await bailiwick.users.create(bailiwick.system('test'), { ...credentials, role: 'admin' });
  return (await bailiwick.sessions.logIn(credentials)).actor;
}
