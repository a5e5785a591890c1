import assert from 'node:assert/strict';
import type { SessionId, UserId } from '../ids.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, idsOf, newSession, newSessionId, newUserId, race, T0, T1, tally } from './world.js';

/** Checks how sessions are added, used, confirmed, listed, ended and swept. */
export const sessionCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I1',
    title: 'sessions.findByTokenHash: it returns the session with its user as committed, and nothing else',
    async run(world) {
      const user = await world.addUser();
      const session = await world.addSession(user.id, { tokenHash: 'token' });
      const { sessions, users } = world.storage;
      assert.deepEqual(await sessions.findByTokenHash('token'), { session, user, authorityVersion: 1 });
      assert.deepEqual(await sessions.find(session.id), { session, user, authorityVersion: 1 });
      await users.change(user.id, { role: 'support', at: T1 }, draft('user:update'));
      assert.equal((await sessions.findByTokenHash('token'))?.user.role, 'support');
      for (const wrong of ['toke', 'token ', 'TOKEN', ''])
        assert.equal(await sessions.findByTokenHash(wrong), null);
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: no session is added after a change of password, or for a disabled or absent user',
    async run(world) {
      const user = await world.addUser();
      const { sessions, users } = world.storage;
      const add = (userId: typeof user.id, passwordVersion: number) => {
        const session = newSession(userId);
        return sessions.add(
          { session, tokenHash: session.id, passwordVersion, countMax: 100 },
          draft('session:create'),
        );
      };
      assert.deepEqual(await add(user.id, 2), { type: 'refused' });
      assert.deepEqual(await add(newUserId(), 1), { type: 'refused' });
      await users.change(user.id, { status: 'disabled', at: T1 }, draft('user:update'));
      assert.deepEqual(await add(user.id, 1), { type: 'refused' });
      const events = await world.eventsOf('session:create');
      assert.deepEqual(
        events.map((event) => event.outcome),
        ['refused', 'refused', 'refused'],
      );
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: a login beyond the bound ends the session least recently used, and nobody else’s',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { sessions, users } = world.storage;
      const logIn = async (countMax: number) => {
        const session = newSession(ann.id);
        const add = { session, tokenHash: session.id, passwordVersion: 1, countMax };
        assert.deepEqual(await sessions.add(add, draft('session:open')), { type: 'added' });
        return session;
      };
      const versionOf = async () => (await users.findWithPassword({ id: ann.id }))?.authorityVersion;
      const live = async () => idsOf(await sessions.listLive(ann.id, T0, 100));
      const other = await world.addSession(bob.id);
      const [used, unused, newer] = [await logIn(3), await logIn(3), await logIn(3)];
      await sessions.touch(used.id, { lastUsedAt: new Date(T0.getTime() + 1), idleExpiresAt: T1 });
      assert.equal(await versionOf(), 1);
      const newest = await logIn(3);
      assert.deepEqual(await live(), [newest.id, newer.id, used.id]);
      assert.equal(await sessions.find(unused.id), null);
      assert.equal(await versionOf(), 2);
      // The bound has been lowered since.
      const last = await logIn(2);
      assert.deepEqual(await live(), [last.id, used.id]);
      assert.equal(await versionOf(), 3);
      assert.notEqual(await sessions.find(other.id), null);
      const events = await world.eventsOf('session:open');
      const ended = events.map(({ details }) => details).toReversed();
      assert.deepEqual(ended, [{}, {}, {}, { endedSessions: 1 }, { endedSessions: 2 }]);
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: after 20 racing logins of one user with a bound of three, three sessions are left',
    async run(world) {
      const { id } = await world.addUser();
      const outcomes = await race(20, () => {
        const session = newSession(id);
        const add = { session, tokenHash: session.id, passwordVersion: 1, countMax: 3 };
        return world.storage.sessions.add(add, draft('session:create'));
      });
      assert.deepEqual(tally(outcomes), { added: 20 });
      assert.equal((await world.storage.sessions.listLive(id, T0, 100)).length, 3);
      assert.equal((await world.eventsOf('session:create')).length, 20);
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: a login that races a change of password leaves no session of the old one',
    async run(world) {
      for (let round = 0; round < 8; round += 1) {
        const user = await world.addUser();
        const session = newSession(user.id);
        const change = {
          passwordHash: 'hash-2',
          at: T1,
          expectedVersion: null,
          keepSessionId: null,
          accessKeys: 'keep',
        } as const;
        await Promise.all([
          world.storage.sessions.add(
            { session, tokenHash: session.id, passwordVersion: 1, countMax: 100 },
            draft('session:create'),
          ),
          world.storage.users.setPassword(user.id, change, draft('user:set-password')),
        ]);
        assert.equal(await world.storage.sessions.findByTokenHash(session.id), null);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: a login that races a disabling leaves no session',
    async run(world) {
      for (let round = 0; round < 8; round += 1) {
        const user = await world.addUser();
        const session = newSession(user.id);
        const add = { session, tokenHash: session.id, passwordVersion: 1, countMax: 100 };
        await Promise.all([
          world.storage.sessions.add(add, draft('session:create')),
          world.storage.users.change(user.id, { status: 'disabled', at: T1 }, draft('user:update')),
        ]);
        assert.equal(await world.storage.sessions.findByTokenHash(session.id), null);
      }
    },
  },
  {
    guarantee: 'A3',
    title:
      'sessions.listLive: it returns the user’s own sessions that have not expired, newest first, up to the bound',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const first = await world.addSession(ann.id);
      await world.addSession(ann.id, { idleExpiresAt: T0 });
      await world.addSession(ann.id, { absoluteExpiresAt: T0 });
      const last = await world.addSession(ann.id);
      await world.addSession(bob.id);
      const { sessions } = world.storage;
      assert.deepEqual(idsOf(await sessions.listLive(ann.id, T0, 10)), [last.id, first.id]);
      assert.deepEqual(await sessions.listLive(ann.id, T0, 1), [last]);
      assert.deepEqual(await sessions.listLive(ann.id, T1, 10), []);
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.touch: it records the latest use, and never restores an ended session',
    async run(world) {
      const user = await world.addUser();
      const session = await world.addSession(user.id, { tokenHash: 'token' });
      const { sessions } = world.storage;
      const use = { lastUsedAt: T1, idleExpiresAt: new Date(T1.getTime() + 1) };
      await sessions.touch(session.id, use);
      // A slow request must not shorten a session that a later request has prolonged.
      await sessions.touch(session.id, { lastUsedAt: T0, idleExpiresAt: T1 });
      assert.deepEqual((await sessions.findByTokenHash('token'))?.session, { ...session, ...use });
      await sessions.end(session.id, user.id, draft('session:revoke'));
      await sessions.touch(session.id, use);
      assert.equal(await sessions.findByTokenHash('token'), null);
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.confirm: it records when the password was entered, for this one session of its user',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const [first, second] = [await world.addSession(ann.id), await world.addSession(ann.id)];
      const { sessions, users } = world.storage;
      const confirm = (id: SessionId, userId: UserId, passwordVersion = 1) =>
        sessions.confirm({ id, userId, passwordVersion }, T1, draft('session:confirm'));
      assert.deepEqual(await confirm(first.id, bob.id), { type: 'absent' });
      assert.deepEqual(await confirm(first.id, ann.id, 2), { type: 'stale' });
      assert.deepEqual(await confirm(first.id, ann.id), { type: 'confirmed' });
      const confirmedAt = async (id: SessionId) => (await sessions.find(id))?.session.confirmedAt;
      assert.deepEqual([await confirmedAt(first.id), await confirmedAt(second.id)], [T1, T0]);
      await sessions.end(first.id, ann.id, draft('session:revoke'));
      assert.deepEqual(await confirm(first.id, ann.id), { type: 'absent' });
      assert.equal(await sessions.find(first.id), null);
      await users.setPassword(
        ann.id,
        {
          passwordHash: 'hash-2',
          at: T1,
          expectedVersion: null,
          keepSessionId: second.id,
          accessKeys: 'keep',
        },
        draft('user:set-password'),
      );
      assert.deepEqual(await confirm(second.id, ann.id), { type: 'stale' });
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.end: a user’s own session ends once; another user’s session is not found and stays',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const session = await world.addSession(ann.id, { tokenHash: 'ann' });
      const { sessions } = world.storage;
      assert.deepEqual(await sessions.end(session.id, bob.id, draft('session:revoke')), { type: 'absent' });
      assert.notEqual(await sessions.findByTokenHash('ann'), null);
      assert.deepEqual(await sessions.end(session.id, ann.id, draft('session:revoke')), { type: 'ended' });
      assert.deepEqual(await sessions.end(session.id, ann.id, draft('session:revoke')), { type: 'absent' });
      assert.deepEqual(await sessions.end(newSessionId(), ann.id, draft('session:revoke')), {
        type: 'absent',
      });
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.endAll: all sessions of one user end, and those of other users continue',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      for (const id of [ann.id, ann.id, bob.id]) await world.addSession(id);
      const { sessions } = world.storage;
      assert.deepEqual(await sessions.endAll(ann.id, draft('session:revoke')), { type: 'ended' });
      assert.deepEqual(await sessions.endAll(newUserId(), draft('session:revoke')), { type: 'absent' });
      assert.deepEqual(await sessions.listLive(ann.id, T0, 10), []);
      assert.equal((await sessions.listLive(bob.id, T0, 10)).length, 1);
    },
  },
  {
    guarantee: 'I2',
    title: 'sessions.sweepExpired: it deletes sessions that are not live, a batch at a time, and no others',
    async run(world) {
      const user = await world.addUser();
      const later = new Date(T1.getTime() + 1);
      const live = await world.addSession(user.id, { idleExpiresAt: later, absoluteExpiresAt: later });
      for (const tokenHash of ['idle-1', 'idle-2']) {
        await world.addSession(user.id, { tokenHash, idleExpiresAt: T0, absoluteExpiresAt: later });
      }
      await world.addSession(user.id, { tokenHash: 'old', idleExpiresAt: later, absoluteExpiresAt: T1 });
      const { sessions } = world.storage;
      assert.equal(await sessions.sweepExpired(new Date(T0.getTime() - 1), 10), 0);
      assert.equal(await sessions.sweepExpired(T1, 2), 2);
      assert.equal(await sessions.sweepExpired(T1, 2), 1);
      assert.equal(await sessions.sweepExpired(T1, 2), 0);
      for (const gone of ['idle-1', 'idle-2', 'old'])
        assert.equal(await sessions.findByTokenHash(gone), null);
      assert.deepEqual((await sessions.findByTokenHash(live.id))?.session, live);
      assert.equal((await world.eventsOf('session:revoke')).length, 0);
    },
  },
  {
    guarantee: 'I2',
    title:
      'sessions.sweepExpired: concurrent sweepers count each session once, and a session that is used meanwhile stays',
    async run(world) {
      const user = await world.addUser();
      const { sessions } = world.storage;
      const expired = await race(10, () => world.addSession(user.id, { absoluteExpiresAt: T0 }));
      const used = await world.addSession(user.id, { absoluteExpiresAt: new Date(T1.getTime() + 1) });
      const sweepAll = async () => {
        let total = 0;
        for (let count = 3; count === 3; total += count) count = await sessions.sweepExpired(T0, 3);
        return total;
      };
      const touch = sessions.touch(used.id, { lastUsedAt: T0, idleExpiresAt: T1 });
      const [counts] = await Promise.all([race(4, sweepAll), touch]);
      const rest = await sessions.sweepExpired(T0, 100);
      assert.equal(
        counts.reduce((sum, count) => sum + count, rest),
        expired.length,
      );
      assert.deepEqual(idsOf(await sessions.listLive(user.id, T0, 10)), [used.id]);
    },
  },
];
