import assert from 'node:assert/strict';
import type { UserId } from '../ids.js';
import type { Limit } from '../quotas/quota.js';
import type { NewUser, UserQuery } from '../users/user-store.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_RESOURCES,
  ALL_USERS,
  draft,
  idsOf,
  newResource,
  newUser,
  newUserId,
  race,
  T0,
  T1,
  tally,
} from './world.js';

/** Checks how users are added, listed, changed and deleted, and that one active administrator always stays. */
export const userCases: readonly CaseDefinition[] = [
  {
    guarantee: 'A5',
    title: 'users.add: a user is found as it was added, by id and by email key',
    async run({ storage }) {
      const added = newUser({ role: 'support' });
      await storage.users.add(added, draft('user:create'));
      assert.deepEqual(await storage.users.find(added.user.id), added.user);
      const withPassword = {
        user: added.user,
        passwordHash: 'hash-1',
        passwordVersion: 1,
        authorityVersion: 1,
      };
      assert.deepEqual(await storage.users.findWithPassword({ id: added.user.id }), withPassword);
      assert.deepEqual(await storage.users.findWithPassword({ emailKey: added.emailKey }), withPassword);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.find: it returns null for an absent user, by id and by email key',
    async run({ storage }) {
      assert.equal(await storage.users.find(newUserId()), null);
      assert.equal(await storage.users.findWithPassword({ id: newUserId() }), null);
      assert.equal(await storage.users.findWithPassword({ emailKey: 'nobody@example.com' }), null);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add: exactly one of ten racers with one email key adds a user, and only that user exists',
    async run({ storage }) {
      const email = 'twin@example.com';
      const outcomes = await race(10, () => storage.users.add(newUser({ email }), draft('user:create')));
      assert.deepEqual(tally(outcomes), { added: 1, 'email-taken': 9 });
      assert.equal((await storage.users.list(ALL_USERS)).length, 1);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add: email keys are compared exactly, without folding by the database',
    async run({ storage }) {
      for (const email of ['strasse@example.com', 'straße@example.com', 'STRASSE@example.com']) {
        assert.deepEqual(await storage.users.add(newUser({ email }), draft('user:create')), {
          type: 'added',
        });
      }
      const found = await storage.users.findWithPassword({ emailKey: 'straße@example.com' });
      assert.equal(found?.user.email, 'straße@example.com');
    },
  },
  {
    guarantee: 'I3',
    title: 'users.add: a repeat returns the first result, also after a change and a delete, with one event',
    async run(world) {
      const { users } = world.storage;
      const actor = await world.addUser({ role: 'admin' });
      const idempotency = { actorId: actor.id, key: 'k', payloadHash: 'payload' };
      const email = 'ann@example.com';
      const first = newUser({ email, idempotency });
      const add = (user: NewUser) => users.add(user, draft('user:invite'));
      assert.deepEqual(await add(first), { type: 'added' });
      const repeat = () => add(newUser({ email, idempotency }));
      assert.deepEqual(await repeat(), { type: 'repeated', user: first.user });
      await users.change(first.user.id, { role: 'support', at: T1 }, draft('user:update'));
      assert.deepEqual(await repeat(), { type: 'repeated', user: first.user });
      await users.delete(first.user.id, { resources: 'refuse' }, draft('user:delete'));
      assert.deepEqual(await repeat(), { type: 'repeated', user: first.user });
      assert.equal((await world.eventsOf('user:invite')).length, 1);
      assert.deepEqual(idsOf(await users.list(ALL_USERS)), [actor.id]);
    },
  },
  {
    guarantee: 'I3',
    title:
      'users.add: a key with another payload is refused, a refused add leaves no record, actors share no keys',
    async run(world) {
      const { users } = world.storage;
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const add = (actorId: UserId, payloadHash: string, email?: string) =>
        users.add(
          newUser({ idempotency: { actorId, key: 'k', payloadHash }, ...(email ? { email } : {}) }),
          draft('user:invite'),
        );
      assert.deepEqual(await add(ann.id, 'payload', bob.email), { type: 'email-taken' });
      assert.deepEqual(await add(ann.id, 'other'), { type: 'added' });
      assert.deepEqual(await add(ann.id, 'payload'), { type: 'key-reused' });
      assert.deepEqual(await add(bob.id, 'payload'), { type: 'added' });
      assert.deepEqual(await add(newUserId(), 'payload'), { type: 'no-actor' });
      assert.equal((await users.list(ALL_USERS)).length, 4);
      const reasons = (await world.eventsOf('user:invite')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['no-actor', 'contract', 'key-reused', 'contract', 'email-taken']);
    },
  },
  {
    guarantee: 'I3',
    title: 'users.add: ten racers with one key are one user and nine repeats of it',
    async run(world) {
      const actor = await world.addUser();
      const idempotency = { actorId: actor.id, key: 'k', payloadHash: 'payload' };
      const email = 'twin@example.com';
      const outcomes = await race(10, () =>
        world.storage.users.add(newUser({ email, idempotency }), draft('user:create')),
      );
      assert.deepEqual(tally(outcomes), { added: 1, repeated: 9 });
      const repeated = outcomes.flatMap((outcome) => ('user' in outcome ? [outcome.user.id] : []));
      const found = await world.storage.users.findWithPassword({ emailKey: email });
      assert.deepEqual([...new Set(repeated)], [found?.user.id]);
    },
  },
  {
    guarantee: 'I3',
    title: 'users.add: an actor with idempotency records can be deleted',
    async run(world) {
      const actor = await world.addUser();
      const idempotency = { actorId: actor.id, key: 'k', payloadHash: 'payload' };
      await world.storage.users.add(newUser({ idempotency }), draft('user:create'));
      const outcome = await world.storage.users.delete(
        actor.id,
        { resources: 'refuse' },
        draft('user:delete'),
      );
      assert.deepEqual(outcome, { type: 'deleted' });
    },
  },
  {
    guarantee: 'A4',
    title: 'users.addFirstAdmin: exactly one of ten racers adds an administrator',
    async run({ storage }) {
      const outcomes = await race(10, () =>
        storage.users.addFirstAdmin(newUser({ role: 'admin' }), draft('user:create')),
      );
      assert.deepEqual(tally(outcomes), { added: 1, 'admin-exists': 9 });
      assert.equal((await storage.users.list({ ...ALL_USERS, role: 'admin' })).length, 1);
    },
  },
  {
    guarantee: 'A4',
    title: 'users.addFirstAdmin: an email address that is taken is refused',
    async run(world) {
      const { email } = await world.addUser();
      const admin = newUser({ email, role: 'admin' });
      const outcome = await world.storage.users.addFirstAdmin(admin, draft('user:create'));
      assert.deepEqual(outcome, { type: 'email-taken' });
    },
  },
  {
    guarantee: 'A7',
    title: 'users.list: pages have each user once, newest first',
    async run(world) {
      const added = [];
      for (let index = 0; index < 5; index += 1) added.unshift((await world.addUser()).id);
      const first = idsOf(await world.storage.users.list({ ...ALL_USERS, count: 2 }));
      const second = idsOf(
        await world.storage.users.list({ ...ALL_USERS, count: 9, olderThanId: first[1] ?? null }),
      );
      assert.deepEqual([...first, ...second], added);
    },
  },
  {
    guarantee: 'A7',
    title: 'users.list: every filter applies, alone and combined',
    async run(world) {
      const { users } = world.storage;
      const over = await world.addUser({ limits: { resources: 1 } });
      const admin = await world.addUser({ role: 'admin' });
      const disabled = await world.addUser();
      await world.addResource(over.id);
      await world.setLimit(over.id, 'resources', 0);
      await users.change(disabled.id, { status: 'disabled', at: T1 }, draft('user:update'));
      const list = async (filter: Partial<typeof ALL_USERS>) =>
        idsOf(await users.list({ ...ALL_USERS, ...filter }));
      assert.deepEqual(await list({ role: 'admin' }), [admin.id]);
      assert.deepEqual(await list({ status: 'disabled' }), [disabled.id]);
      assert.deepEqual(await list({ emailKey: admin.email }), [admin.id]);
      assert.deepEqual(await list({ over: true }), [over.id]);
      assert.deepEqual(await list({ over: false }), [disabled.id, admin.id]);
      assert.deepEqual(await list({ over: true, role: 'admin' }), []);
    },
  },
  {
    guarantee: 'A7',
    title:
      'users.list: by the beginning of the email key, which is no pattern, users come in the order of their keys, page by page',
    async run({ storage: { users } }) {
      const emails = [
        'ann_b@x.org',
        'ann%b@x.org',
        'ann@x.org',
        'annb@x.org',
        'an@x.org',
        'ann~@x.org',
        'b@x.org',
        'joann@x.org',
      ];
      for (const email of emails) await users.add(newUser({ email }), draft('user:create'));
      const list = async (prefix: string, more: { afterKey?: string | null } & Partial<UserQuery> = {}) => {
        const { afterKey = null, ...filter } = more;
        const found = await users.list({ ...ALL_USERS, ...filter, byEmail: { prefix, afterKey } });
        return found.map(({ email }) => email.replace('@x.org', ''));
      };
      const sorted = ['ann%b', 'ann', 'ann_b', 'annb', 'ann~'];
      assert.deepEqual(await list('ann'), sorted);
      assert.deepEqual(await list('ann', { count: 2 }), sorted.slice(0, 2));
      assert.deepEqual(await list('ann', { afterKey: 'ann@x.org' }), sorted.slice(2));
      // The position holds where nobody stands any more.
      assert.deepEqual(await list('ann', { afterKey: 'ann^' }), sorted.slice(2));
      assert.deepEqual(await list('ann_'), ['ann_b']);
      assert.deepEqual(await list('ann%'), ['ann%b']);
      assert.deepEqual(await list('ann@x.org'), ['ann']);
      assert.deepEqual(await list('Ann'), []);
      assert.deepEqual(await list('a', { role: 'admin' }), []);
    },
  },
  {
    guarantee: 'Q6',
    title:
      'users.list: users near a limit of their own or a default are listed from the asked percentage on, never with nothing used',
    async run(world) {
      const { quotas, users } = world.storage;
      await quotas.setDefaultLimit({ meter: 'd', limit: 10 }, draft('default-limit:set'));
      const using = async (meter: string, used: number, limits: Record<string, Limit> = {}) => {
        const { id } = await world.addUser({ limits });
        if (used > 0) await world.addResource(id, { demand: { [meter]: used } });
        return id;
      };
      const near = async (filter: Partial<UserQuery>) =>
        idsOf(await users.list({ ...ALL_USERS, ...filter })).toReversed();
      const at79 = await using('o', 79, { o: 100 });
      const at80 = await using('o', 80, { o: 100 });
      const full = await using('o', 3, { o: 3 });
      const byDefault = await using('d', 8);
      const belowDefault = await using('d', 7);
      const over = await using('d', 11, { d: 11 });
      await world.setLimit(over, 'd', 10);
      await using('d', 9, { d: null });
      await using('e', 1000);
      await using('o', 0, { o: 0 });
      assert.deepEqual(await near({ nearPercent: 80 }), [at80, full, byDefault, over]);
      assert.deepEqual(await near({ nearPercent: 79 }), [at79, at80, full, byDefault, over]);
      assert.deepEqual(await near({ nearPercent: 70 }), [at79, at80, full, byDefault, belowDefault, over]);
      assert.deepEqual(await near({ nearPercent: 100 }), [full, over]);
      assert.deepEqual(await near({ nearPercent: 80, over: false }), [at80, full, byDefault]);
      assert.deepEqual(await near({ nearPercent: 80, olderThanId: byDefault }), [at80, full]);
      assert.deepEqual(await near({ nearPercent: 80, count: 2 }), [byDefault, over]);
      // A change of a limit holds at once.
      await world.setLimit(at79, 'o', 90);
      await quotas.setDefaultLimit({ meter: 'd', limit: 100 }, draft('default-limit:set'));
      await quotas.setDefaultLimit({ meter: 'e', limit: 1000 }, draft('default-limit:set'));
      assert.equal((await near({ nearPercent: 80 })).length, 5);
      assert.deepEqual((await near({ nearPercent: 80 })).slice(0, 4), [at79, at80, full, over]);
      await quotas.clearLimit({ ownerId: full, meter: 'o' }, draft('quota:set'));
      assert.deepEqual((await near({ nearPercent: 80 })).slice(0, 3), [at79, at80, over]);
    },
  },
  {
    guarantee: 'Q6',
    title:
      'users.list: users over a default limit are listed, users with an unlimited quota of their own are not',
    async run(world) {
      const over = await world.addUser();
      const unlimited = await world.addUser({ limits: { resources: null } });
      const within = await world.addUser();
      for (const { id } of [over, over, unlimited, unlimited, within]) await world.addResource(id);
      await world.storage.quotas.setDefaultLimit(
        { meter: 'resources', limit: 1 },
        draft('default-limit:set'),
      );
      assert.deepEqual(idsOf(await world.storage.users.list({ ...ALL_USERS, over: true })), [over.id]);
    },
  },
  {
    guarantee: 'A7',
    title:
      'users.list: a scope of an owner matches that user, its negation all other users, and a scope of a kind none',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { users } = world.storage;
      const ownScope = { type: 'owner', ownerIds: [ann.id] } as const;
      const list = async (scope: typeof ALL_USERS.scope) => idsOf(await users.list({ ...ALL_USERS, scope }));
      assert.deepEqual(await list(ownScope), [ann.id]);
      assert.deepEqual(await list({ type: 'not', scope: ownScope }), [bob.id]);
      assert.deepEqual(await list({ type: 'id', ids: [bob.id] }), [bob.id]);
      assert.deepEqual(await list({ type: 'kind', kinds: ['resource'] }), []);
      assert.deepEqual(await list({ type: 'none' }), []);
      assert.deepEqual(await list({ type: 'not', scope: { type: 'kind', kinds: ['resource'] } }), [
        bob.id,
        ann.id,
      ]);
    },
  },
  {
    guarantee: 'I2',
    title: 'users.change: email, role and status change together, with one audit event',
    async run(world) {
      const user = await world.addUser();
      const change = {
        email: { email: 'New@example.com', emailKey: 'new@example.com' },
        role: 'admin',
      } as const;
      const outcome = await world.storage.users.change(user.id, { ...change, at: T1 }, draft('user:update'));
      const changed = { ...user, email: 'New@example.com', role: 'admin', updatedAt: T1 };
      assert.deepEqual(outcome, { type: 'changed', user: changed });
      assert.deepEqual(await world.storage.users.find(user.id), changed);
      assert.equal(await world.storage.users.findWithPassword({ emailKey: user.email }), null);
      const events = await world.eventsOf('user:update');
      assert.deepEqual(
        events.map(({ outcome: result }) => result),
        ['accepted'],
      );
    },
  },
  {
    guarantee: 'A5',
    title:
      'users.change: if the email is taken, nothing else changes either; the user’s own email is no conflict',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { users } = world.storage;
      const toBobs = { email: bob.email, emailKey: bob.email };
      const refusal = await users.change(
        ann.id,
        { email: toBobs, role: 'admin', at: T1 },
        draft('user:update'),
      );
      assert.deepEqual(refusal, { type: 'email-taken' });
      assert.deepEqual(await users.find(ann.id), ann);
      const toOwn = { email: bob.email.toUpperCase(), emailKey: bob.email };
      assert.equal(
        (await users.change(bob.id, { email: toOwn, at: T1 }, draft('user:update'))).type,
        'changed',
      );
    },
  },
  {
    guarantee: 'A5',
    title: 'users.change: exactly one of ten users who race for one email gets it',
    async run(world) {
      const racers = await race(10, () => world.addUser());
      const email = { email: 'wanted@example.com', emailKey: 'wanted@example.com' };
      const outcomes = await race(10, (index) => {
        const racer = racers[index] ?? assert.fail();
        return world.storage.users.change(racer.id, { email, at: T1 }, draft('user:update'));
      });
      assert.deepEqual(tally(outcomes), { changed: 1, 'email-taken': 9 });
    },
  },
  {
    guarantee: 'A4',
    title: 'users.change: the last active administrator can be neither demoted nor disabled',
    async run(world) {
      const admin = await world.addUser({ role: 'admin' });
      const dormant = await world.addUser({ role: 'admin' });
      const { users } = world.storage;
      await users.change(dormant.id, { status: 'disabled', at: T1 }, draft('user:update'));
      const demote = await users.change(admin.id, { role: 'user', at: T1 }, draft('user:update'));
      const disable = await users.change(admin.id, { status: 'disabled', at: T1 }, draft('user:update'));
      assert.deepEqual([demote, disable], [{ type: 'last-admin' }, { type: 'last-admin' }]);
      assert.deepEqual(await users.find(admin.id), admin);
    },
  },
  {
    guarantee: 'A4',
    title: 'users.change: when administrators demote each other at the same instant, one stays',
    async run(world) {
      for (let round = 0; round < 5; round += 1) {
        const admins = await race(3, () => world.addUser({ role: 'admin' }));
        const active = { ...ALL_USERS, role: 'admin', status: 'active' } as const;
        const everyone = await world.storage.users.list(active);
        const outcomes = await race(everyone.length, (index) => {
          const target = everyone[index] ?? assert.fail();
          const change = index % 2 === 0 ? { role: 'user' } : { status: 'disabled' as const };
          return world.storage.users.change(target.id, { ...change, at: T1 }, draft('user:update'));
        });
        assert.equal(tally(outcomes)['last-admin'], 1, `${admins.length} administrators in round ${round}`);
        assert.equal((await world.storage.users.list(active)).length, 1);
      }
    },
  },
  {
    guarantee: 'A4',
    title: 'users.delete: when administrators delete each other at the same instant, one stays',
    async run(world) {
      const admins = await race(4, () => world.addUser({ role: 'admin' }));
      const outcomes = await race(4, (index) => {
        const target = admins[index] ?? assert.fail();
        return world.storage.users.delete(target.id, { resources: 'refuse' }, draft('user:delete'));
      });
      assert.deepEqual(tally(outcomes), { deleted: 3, 'last-admin': 1 });
      assert.equal((await world.storage.users.list({ ...ALL_USERS, role: 'admin' })).length, 1);
    },
  },
  {
    guarantee: 'A4',
    title: 'users.change, users.delete: when administrators demote, disable and delete each other, one stays',
    async run(world) {
      const admins = await race(6, () => world.addUser({ role: 'admin' }));
      const { users } = world.storage;
      const outcomes = await race(6, (index): Promise<{ type: string }> => {
        const { id } = admins[index] ?? assert.fail();
        if (index % 3 === 0) return users.delete(id, { resources: 'refuse' }, draft('user:delete'));
        const change = index % 3 === 1 ? { role: 'user' } : { status: 'disabled' as const };
        return users.change(id, { ...change, at: T1 }, draft('user:update'));
      });
      assert.equal(tally(outcomes)['last-admin'], 1);
      assert.equal((await users.list({ ...ALL_USERS, role: 'admin', status: 'active' })).length, 1);
    },
  },
  {
    guarantee: 'A4',
    title: 'users.addFirstAdmin: a disabled administrator does not count as one',
    async run({ storage }) {
      const [dormant, active] = [newUser({ role: 'admin' }), newUser({ role: 'admin' })];
      await storage.users.add(
        { ...dormant, user: { ...dormant.user, status: 'disabled' } },
        draft('user:create'),
      );
      assert.deepEqual(await storage.users.addFirstAdmin(active, draft('user:create')), { type: 'added' });
    },
  },
  {
    guarantee: 'A3',
    title: 'users.change: disabling a user ends that user’s sessions, and nobody else’s',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      await world.addSession(ann.id, { tokenHash: 'ann' });
      await world.addSession(bob.id, { tokenHash: 'bob' });
      await world.storage.users.change(ann.id, { status: 'disabled', at: T1 }, draft('user:update'));
      assert.equal(await world.storage.sessions.findByTokenHash('ann'), null);
      assert.notEqual(await world.storage.sessions.findByTokenHash('bob'), null);
    },
  },
  {
    guarantee: 'I2',
    title: 'users.change: an absent user is not found, and the refusal is recorded',
    async run(world) {
      const outcome = await world.storage.users.change(
        newUserId(),
        { role: 'admin', at: T1 },
        draft('user:update'),
      );
      assert.deepEqual(outcome, { type: 'absent' });
      const events = await world.eventsOf('user:update');
      assert.deepEqual(
        events.map((event) => [event.outcome, event.reason]),
        [['refused', 'absent']],
      );
    },
  },
  {
    guarantee: 'I2',
    title: 'users.change: exactly one of the racers that read the same version changes the user',
    async run(world) {
      const read = await world.addUser();
      const outcomes = await race(8, (index) => {
        const name = `racer-${index}@example.com`;
        const change = { email: { email: name, emailKey: name }, at: T1, ifUnchangedSince: read };
        return world.storage.users.change(read.id, change, draft('user:update'));
      });
      assert.deepEqual(tally(outcomes), { changed: 1, 'precondition-failed': 7 });
    },
  },
  {
    guarantee: 'I2',
    title:
      'users.change, users.delete: a user who has changed since they were read stays as they are, and the refusal is recorded',
    async run(world) {
      const { users } = world.storage;
      const read = await world.addUser({ role: 'support' });
      await world.addResource(read.id);
      const others = [
        { ...read, email: 'other@example.com' },
        { ...read, role: 'user' },
        { ...read, status: 'disabled' as const },
        { ...read, updatedAt: T1 },
      ];
      for (const ifUnchangedSince of others) {
        const change = { status: 'disabled' as const, at: T1, ifUnchangedSince };
        const refusal = { type: 'precondition-failed' };
        assert.deepEqual(await users.change(read.id, change, draft('user:update')), refusal);
        const all = { resources: 'delete' as const, ifUnchangedSince };
        assert.deepEqual(await users.delete(read.id, all, draft('user:delete')), refusal);
      }
      assert.deepEqual(await users.find(read.id), read);
      const events = [...(await world.eventsOf('user:update')), ...(await world.eventsOf('user:delete'))];
      assert.deepEqual(new Set(events.map(({ reason }) => reason)), new Set(['precondition-failed']));
      assert.equal(events.length, 2 * others.length);

      const current = { resources: 'delete' as const, ifUnchangedSince: read };
      assert.deepEqual(await users.delete(read.id, current, draft('user:delete')), { type: 'deleted' });
      assert.deepEqual(await users.delete(read.id, current, draft('user:delete')), { type: 'absent' });
      const change = { role: 'user', at: T1, ifUnchangedSince: read };
      assert.deepEqual(await users.change(read.id, change, draft('user:update')), { type: 'absent' });
    },
  },
  {
    guarantee: 'A3',
    title: 'users.change: with an expected version, it changes nothing after the password has changed',
    async run(world) {
      const { id, email } = await world.addUser();
      const to = (name: string, expectedVersion: number) => {
        const address = { email: name, emailKey: name };
        const change = { email: address, at: T1, expectedVersion };
        return world.storage.users.change(id, change, draft('user:change-email'));
      };
      assert.deepEqual(await to('other@example.com', 2), { type: 'stale' });
      assert.equal((await world.storage.users.find(id))?.email, email);
      assert.equal((await to('other@example.com', 1)).type, 'changed');
      assert.equal((await world.storage.users.find(id))?.email, 'other@example.com');
    },
  },
  {
    guarantee: 'A3',
    title: 'users.setPassword: it deletes every access key of the user on request, and returns how many',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      for (const { id } of [ann, ann, bob]) await world.addAccessKey(id);
      const { accessKeys, users } = world.storage;
      const set = (ending: 'keep' | 'delete') => {
        const change = { passwordHash: 'hash-2', at: T1, expectedVersion: null, keepSessionId: null };
        return users.setPassword(ann.id, { ...change, accessKeys: ending }, draft('user:reset'));
      };
      const counts = async () => [
        (await accessKeys.list(ann.id, 9))?.length,
        (await accessKeys.list(bob.id, 9))?.length,
      ];
      assert.deepEqual(await set('keep'), { type: 'changed' });
      assert.deepEqual(await counts(), [2, 1]);
      assert.deepEqual(await set('delete'), { type: 'changed' });
      assert.deepEqual(await counts(), [0, 1]);
      const details = (await world.eventsOf('user:reset')).map((event) => event.details);
      assert.deepEqual(details, [{ endedAccessKeys: 2 }, {}]);
    },
  },
  {
    guarantee: 'A3',
    title: 'users.setPassword: a refused change deletes no access key',
    async run(world) {
      const { id } = await world.addUser();
      await world.addAccessKey(id);
      const change = { passwordHash: 'hash-2', at: T1, expectedVersion: 7, keepSessionId: null };
      const deletion = { ...change, accessKeys: 'delete' } as const;
      const outcome = await world.storage.users.setPassword(id, deletion, draft('user:set-password'));
      assert.deepEqual(outcome, { type: 'stale' });
      assert.equal((await world.storage.accessKeys.list(id, 9))?.length, 1);
    },
  },
  {
    guarantee: 'A3',
    title: 'users.setPassword: the hash changes, and every session except the kept one ends',
    async run(world) {
      const user = await world.addUser();
      const kept = await world.addSession(user.id);
      await world.addSession(user.id);
      const change = {
        passwordHash: 'hash-2',
        at: T1,
        expectedVersion: 1,
        keepSessionId: kept.id,
        accessKeys: 'keep',
      } as const;
      const outcome = await world.storage.users.setPassword(user.id, change, draft('user:change-password'));
      assert.deepEqual(outcome, { type: 'changed' });
      const stored = await world.storage.users.findWithPassword({ id: user.id });
      assert.deepEqual([stored?.passwordHash, stored?.passwordVersion], ['hash-2', 2]);
      const live = await world.storage.sessions.listLive(user.id, user.createdAt, 10);
      assert.deepEqual(idsOf(live), [kept.id]);
    },
  },
  {
    guarantee: 'A3',
    title: 'users.setPassword: exactly one of ten racers who verified one password changes it',
    async run(world) {
      const user = await world.addUser();
      const outcomes = await race(10, (index) => {
        const change = {
          passwordHash: `hash-${index}`,
          at: T1,
          expectedVersion: 1,
          keepSessionId: null,
          accessKeys: 'keep',
        } as const;
        return world.storage.users.setPassword(user.id, change, draft('user:change-password'));
      });
      assert.deepEqual(tally(outcomes), { changed: 1, stale: 9 });
    },
  },
  {
    guarantee: 'A3',
    title:
      'users.setPassword: without an expected version it replaces any password; an absent user is not found',
    async run(world) {
      const user = await world.addUser();
      const change = {
        passwordHash: 'hash-2',
        at: T1,
        expectedVersion: null,
        keepSessionId: null,
        accessKeys: 'keep',
      } as const;
      const set = (id: typeof user.id) =>
        world.storage.users.setPassword(id, change, draft('user:set-password'));
      assert.deepEqual(await set(user.id), { type: 'changed' });
      assert.deepEqual(await set(user.id), { type: 'changed' });
      assert.deepEqual(await set(newUserId()), { type: 'absent' });
    },
  },
  {
    guarantee: 'A3',
    title: 'users.raisePasswordVersion: each of ten racers counts, and nothing else changes',
    async run(world) {
      const { users, sessions, accessKeys } = world.storage;
      const user = await world.addUser();
      const session = await world.addSession(user.id);
      await world.addAccessKey(user.id);
      const before = await users.findWithPassword({ id: user.id });
      const audit = () => draft('user:clear-login-failures');
      const outcomes = await race(10, () => users.raisePasswordVersion(user.id, audit()));
      assert.deepEqual(tally(outcomes), { changed: 10 });
      assert.deepEqual(await users.findWithPassword({ id: user.id }), { ...before, passwordVersion: 11 });
      assert.deepEqual(idsOf(await sessions.listLive(user.id, user.createdAt, 10)), [session.id]);
      assert.equal((await accessKeys.list(user.id, 9))?.length, 1);
      assert.deepEqual(await users.raisePasswordVersion(newUserId(), audit()), { type: 'absent' });
    },
  },
  {
    guarantee: 'A3',
    title:
      'users.rehash: it replaces only the hash of the expected version, and does not count as a change of password',
    async run(world) {
      const user = await world.addUser();
      const { users } = world.storage;
      await users.rehash(user.id, 1, 'stronger');
      await users.rehash(user.id, 7, 'late');
      const stored = await users.findWithPassword({ id: user.id });
      assert.deepEqual([stored?.passwordHash, stored?.passwordVersion], ['stronger', 1]);
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.delete: with "refuse" it deletes only a user who owns nothing, and otherwise returns the number of resources',
    async run(world) {
      const user = await world.addUser();
      const resource = await world.addResource(user.id);
      await world.addResource(user.id);
      const remove = () => world.storage.users.delete(user.id, { resources: 'refuse' }, draft('user:delete'));
      assert.deepEqual(await remove(), { type: 'owns-resources', count: 2 });
      assert.deepEqual(await world.storage.resources.find(resource.id), resource);
      for (const { id } of await world.resourcesOf(user.id)) {
        await world.storage.resources.delete(id, user.id, draft('resource:delete'));
      }
      assert.deepEqual(await remove(), { type: 'deleted' });
      assert.equal(await world.storage.users.find(user.id), null);
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: with "delete" nothing of the user is left, and nothing of others is touched',
    async run(world) {
      const [ann, bob] = [await world.addUser({ limits: { resources: 9 } }), await world.addUser()];
      await world.addResource(ann.id, { key: 'k' });
      const bobs = await world.addResource(bob.id);
      await world.addSession(ann.id, { tokenHash: 'ann' });
      const outcome = await world.storage.users.delete(ann.id, { resources: 'delete' }, draft('user:delete'));
      assert.deepEqual(outcome, { type: 'deleted' });
      assert.equal(await world.storage.users.find(ann.id), null);
      assert.equal(await world.storage.quotas.list(ann.id), null);
      assert.equal(await world.storage.sessions.findByTokenHash('ann'), null);
      assert.deepEqual(await world.storage.sessions.listLive(ann.id, T0, 10), []);
      assert.deepEqual(idsOf(await world.storage.resources.list(ALL_RESOURCES)), [bobs.id]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I2',
    title: 'users.delete: exactly one of ten racers deletes the user, and there is one accepted event',
    async run(world) {
      const user = await world.addUser();
      const outcomes = await race(10, () =>
        world.storage.users.delete(user.id, { resources: 'refuse' }, draft('user:delete')),
      );
      assert.deepEqual(tally(outcomes), { deleted: 1, absent: 9 });
      const events = await world.eventsOf('user:delete');
      assert.equal(events.filter((event) => event.outcome === 'accepted').length, 1);
      assert.equal(events.filter((event) => event.outcome === 'refused').length, 9);
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: with "refuse" it never deletes a resource whose create races it',
    async run(world) {
      for (let round = 0; round < 3; round += 1) {
        const user = await world.addUser();
        const deletion = world.storage.users.delete(user.id, { resources: 'refuse' }, draft('user:delete'));
        const creates = race(6, () => world.create(newResource(user.id)));
        const [deleted, outcomes] = await Promise.all([deletion, creates]);
        const created = tally(outcomes)['created'] ?? 0;
        assert.equal((await world.resourcesOf(user.id)).length, created);
        assert.equal(deleted.type, created === 0 ? 'deleted' : 'owns-resources');
      }
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: creates that race it leave no resource without its owner',
    async run(world) {
      for (let round = 0; round < 3; round += 1) {
        const user = await world.addUser({ limits: { resources: 100 } });
        const creates = race(12, () => world.create(newResource(user.id)));
        const deletion = world.storage.users.delete(user.id, { resources: 'delete' }, draft('user:delete'));
        const [outcomes, deleted] = await Promise.all([creates, deletion]);
        assert.deepEqual(deleted, { type: 'deleted' });
        for (const { type } of outcomes) assert.ok(type === 'created' || type === 'no-owner', type);
        assert.deepEqual(await world.resourcesOf(user.id), []);
        assert.equal(await world.storage.users.find(user.id), null);
      }
      await world.assertUsageIsTrue();
    },
  },
];
