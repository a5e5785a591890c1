import type { GivenEmail } from '@bailiwick/core';
import type { Run } from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import type { UserRow } from '../../dist/memory/memory-state.js';
import { keeping, mutateState, mutateStore, type Mutant } from './mutant.js';

export const accessMutants: readonly Mutant[] = [
  {
    guarantee: 'A3',
    title: 'a create does not check that its owner is active',
    makeSubject: mutateState(
      ['resources'],
      (run) => (operation) =>
        run((state) => {
          const users = new Map([...state.users].map(([id, row]) => [id, activated(row)]));
          return operation({ ...state, users });
        }),
    ),
  },
  {
    guarantee: 'A3',
    title: 'sessions go on when their user is disabled',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'sessions'), new Uint8Array());
      return { change: (id, change, audit) => users.change(id, change, audit) };
    }),
  },
  {
    guarantee: 'A3',
    title: 'a change of password ends no other session',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'sessions'), new Uint8Array());
      return { setPassword: (id, change, audit) => users.setPassword(id, change, audit) };
    }),
  },
  {
    guarantee: 'A3',
    title: 'a reset of a password leaves the access keys',
    makeSubject: mutateStore('users', (genuine) => ({
      setPassword: (id, change, audit) => genuine.setPassword(id, { ...change, accessKeys: 'keep' }, audit),
    })),
  },
  {
    guarantee: 'A3',
    title: 'a change of password deletes access keys that were to be kept',
    makeSubject: mutateStore('users', (genuine) => ({
      setPassword: (id, change, audit) => genuine.setPassword(id, { ...change, accessKeys: 'delete' }, audit),
    })),
  },
  {
    guarantee: 'A3',
    title: 'a login does not check whether the password that it verified has changed since',
    makeSubject: mutateStore('sessions', (genuine, run) => ({
      async add(session, audit) {
        const row = await run((state) => state.users.get(session.session.userId));
        return genuine.add({ ...session, passwordVersion: row?.passwordVersion ?? 1 }, audit);
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'a user has as many sessions as logins',
    makeSubject: mutateStore('sessions', (genuine) => ({
      add: (session, audit) => genuine.add({ ...session, countMax: Infinity }, audit),
    })),
  },
  {
    guarantee: 'A3',
    title: 'a login counts the sessions of its user first, and is added in a second step',
    makeSubject: mutateStore('sessions', (genuine) => ({
      async add(session, audit) {
        const live = await genuine.listLive(session.session.userId, audit.at, 1000);
        const hasRoom = live.length < session.countMax;
        return genuine.add(hasRoom ? { ...session, countMax: Infinity } : session, audit);
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'a login beyond the bound ends the oldest session, however lately it was used',
    makeSubject: mutateStore('sessions', (_genuine, run) => {
      const { sessions } = memoryStores(withoutUses(run), new Uint8Array());
      return { add: (session, audit) => sessions.add(session, audit) };
    }),
  },
  {
    guarantee: 'A3',
    title: 'a change of password does not check whether another one was faster',
    makeSubject: mutateStore('users', (genuine) => ({
      setPassword: (id, change, audit) =>
        genuine.setPassword(id, { ...change, expectedVersion: null }, audit),
    })),
  },
  {
    guarantee: 'A3',
    title: 'clearing failed logins ends sessions, like a change of password',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async raisePasswordVersion(id, audit) {
        const outcome = await genuine.raisePasswordVersion(id, audit);
        await run((state) => state.sessions.clear());
        return outcome;
      },
    })),
  },
  {
    guarantee: 'A3',
    title: 'clearing failed logins leaves the version of the password',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'users'), new Uint8Array());
      return { raisePasswordVersion: (id, audit) => users.raisePasswordVersion(id, audit) };
    }),
  },
  {
    guarantee: 'A3',
    title: 'recording the use of a session restores it after it has ended',
    makeSubject: mutateStore('sessions', (genuine, run) => {
      type Row = { session: Awaited<ReturnType<typeof genuine.listLive>>[number]; tokenHash: string };
      const seen = new Map<string, Row>();
      return {
        async add(session, audit) {
          seen.set(session.session.id, session);
          return genuine.add(session, audit);
        },
        async touch(id, use) {
          const row = seen.get(id);
          if (row === undefined) return;
          await run((state) => state.sessions.set(id, { ...row, session: { ...row.session, ...use } }));
        },
      };
    }),
  },
  {
    guarantee: 'A7',
    title: 'a list of users by what their address begins with has those who contain it',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async list(query) {
        const { byEmail, count } = query;
        if (byEmail === null) return genuine.list(query);
        const rows = await run((state) => [...state.users.values()]);
        const containing = rows.filter(({ emailKey }) => emailKey.includes(byEmail.prefix));
        const all = await genuine.list({ ...query, byEmail: null, count: Infinity });
        const found = containing.filter(
          ({ user, emailKey }) => all.some(({ id }) => id === user.id) && emailKey > (byEmail.afterKey ?? ''),
        );
        return found
          .sort((a, b) => (a.emailKey < b.emailKey ? -1 : 1))
          .slice(0, count)
          .map(({ user }) => user);
      },
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list of users by their addresses is newest first all the same',
    makeSubject: mutateStore('users', (genuine) => ({
      list: async (query) => (await genuine.list(query)).sort((a, b) => (a.id < b.id ? 1 : -1)),
    })),
  },
  {
    guarantee: 'A7',
    title: 'users who are not over a limit cannot be listed without those who are',
    makeSubject: mutateStore('users', (genuine) => ({
      list: (query) => genuine.list({ ...query, over: query.over || null }),
    })),
  },
  {
    guarantee: 'A7',
    title: 'the outcome of events makes no difference to a list',
    makeSubject: mutateStore('auditEvents', (genuine) => ({
      list: (query) => genuine.list({ ...query, outcome: null }),
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list of events by their reason shows accepted ones whose rule has that name',
    makeSubject: mutateStore('auditEvents', (genuine) => ({
      async list(query) {
        const { reason, outcome, count } = query;
        if (reason === null) return genuine.list(query);
        const events = await genuine.list({ ...query, reason: null, outcome, count: Infinity });
        return events.filter((event) => event.reason === reason).slice(0, count);
      },
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list of events until an instant includes those of that instant',
    makeSubject: mutateStore('auditEvents', (genuine) => ({
      list: ({ until, ...query }) =>
        genuine.list({ ...query, until: until === null ? null : new Date(until.getTime() + 1) }),
    })),
  },
  {
    guarantee: 'A4',
    title: 'a change checks first whether an administrator is the last, and writes in a second step',
    makeSubject: mutateStore('users', (genuine, run) => {
      const unguarded = memoryStores(withOneMoreAdmin(run), new Uint8Array()).users;
      return {
        async change(id, change, audit) {
          const isLast = await run((state) => activeAdmins(state.users) <= 1);
          return (isLast ? genuine : unguarded).change(id, change, audit);
        },
      };
    }),
  },
  {
    guarantee: 'A4',
    title: 'deleting the last administrator is not refused',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const unguarded = memoryStores(withOneMoreAdmin(run), new Uint8Array()).users;
      return { delete: (id, options, audit) => unguarded.delete(id, options, audit) };
    }),
  },
  {
    guarantee: 'A4',
    title: 'adding the first administrator checks first whether there is one, and adds in a second step',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async addFirstAdmin(user, audit) {
        const exists = await run((state) => activeAdmins(state.users) > 0);
        return exists ? genuine.addFirstAdmin(user, audit) : genuine.add(user, audit);
      },
    })),
  },
  {
    guarantee: 'A5',
    title: 'email keys are folded once more by the storage',
    makeSubject: mutateStore('users', (genuine) => ({
      add: (user, audit) => genuine.add({ ...user, emailKey: user.emailKey.toLowerCase() }, audit),
    })),
  },
  {
    guarantee: 'A5',
    title: 'an add checks first whether the email is free, and writes in a second step',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async add(user, audit) {
        const key = user.emailKey;
        const isTaken = await run((state) => [...state.users.values()].some((row) => row.emailKey === key));
        if (isTaken) return genuine.add(user, audit);
        const placeholder = `${user.user.id}@placeholder`;
        const outcome = await genuine.add({ ...user, emailKey: placeholder }, audit);
        await run((state) => {
          const row = state.users.get(user.user.id);
          if (row !== undefined) state.users.set(user.user.id, { ...row, emailKey: key });
        });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'A5',
    title: 'an address that a user gives to themselves counts as proven',
    makeSubject: mutateStore('users', (genuine) => ({
      change: (id, { email, ...change }, audit) =>
        genuine.change(id, email === undefined ? change : { ...change, email: asProven(email) }, audit),
    })),
  },
  {
    guarantee: 'A5',
    title: 'nobody ever loses an address that is not proven',
    makeSubject: mutateStore('users', (genuine) => ({
      add: (user, audit) => genuine.add({ ...user, displacing: 'nobody' }, audit),
    })),
  },
  {
    guarantee: 'A5',
    title: 'a user can lose a proven address too',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async add({ displacing = 'nobody', ...user }, audit) {
        if (typeof displacing === 'string') return genuine.add({ ...user, displacing }, audit);
        await run(({ users }) => {
          const row = users.get(displacing.userId);
          const before = `${displacing.userId}@before.example.com`;
          if (row?.emailKey !== user.emailKey || row.proven !== null) return;
          users.set(row.user.id, { ...row, proven: { email: before, emailKey: before } });
        });
        return genuine.add({ ...user, displacing }, audit);
      },
    })),
  },
  {
    guarantee: 'A5',
    title: 'the unproven holder of an address is read first, and loses it in a second step',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async add({ displacing = 'nobody', ...user }, audit) {
        if (typeof displacing === 'string') return genuine.add({ ...user, displacing }, audit);
        const row = await run(({ users }) => users.get(displacing.userId));
        const { proven } = row ?? { proven: null };
        if (row?.emailKey === user.emailKey && proven !== null) {
          const change = { email: { ...proven }, at: displacing.audit.at };
          await genuine.change(displacing.userId, change, displacing.audit);
        }
        return genuine.add(user, audit);
      },
    })),
  },
  {
    guarantee: 'A6',
    title: 'the audit event of a login contains the hash of the token',
    makeSubject: mutateStore('sessions', (genuine) => ({
      add: (session, audit) =>
        genuine.add(session, { ...audit, details: { ...audit.details, token: session.tokenHash } }),
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list ignores its scope',
    makeSubject: mutateStore('resources', (genuine) => ({
      list: (query) => genuine.list({ ...query, scope: { type: 'all' } }),
    })),
  },
  {
    guarantee: 'A7',
    title: 'a list starts with the oldest',
    makeSubject: mutateStore('users', (genuine) => ({
      list: async (query) => (await genuine.list(query)).reverse(),
    })),
  },
  {
    guarantee: 'A7',
    title: 'a page begins with the last item of the previous page',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async list(query) {
        const page = await genuine.list(query);
        const last = await run((state) => state.resources.get(query.olderThanId ?? '')?.resource);
        return (last === undefined ? page : [last, ...page]).slice(0, query.count);
      },
    })),
  },
  {
    guarantee: 'A7',
    title: 'each process authenticates its cursors with a key of its own',
    makeSubject: () => {
      const subject = mutateStore('users', () => ({}))();
      let calls = 0;
      const secretKey = async () => new Uint8Array(32).fill((calls += 1));
      return { ...subject, storage: { ...subject.storage, secretKey } };
    },
  },
];

function activated(row: UserRow): UserRow {
  return { ...row, user: { ...row.user, status: 'active' } };
}

/** Shows the operation every session as if it had not been used since its login. */
function withoutUses(run: Run): Run {
  return (operation) =>
    run((state) => {
      const sessions = new Map(state.sessions);
      for (const [id, row] of sessions) {
        const lastUsedAt = row.session.createdAt;
        state.sessions.set(id, { ...row, session: { ...row.session, lastUsedAt } });
      }
      const result = operation(state);
      for (const [id, row] of sessions) if (state.sessions.has(id)) state.sessions.set(id, row);
      return result;
    });
}

function activeAdmins(users: ReadonlyMap<string, UserRow>): number {
  const isActiveAdmin = ({ user }: UserRow) => user.role === 'admin' && user.status === 'active';
  return [...users.values()].filter(isActiveAdmin).length;
}

/** Runs the operation as if there were always another administrator. */
function withOneMoreAdmin(run: Run): Run {
  return (operation) =>
    run((state) => {
      const [anybody] = state.users.values();
      if (anybody === undefined) return operation(state);
      const user = { ...activated(anybody).user, id: 'ghost' as typeof anybody.user.id, role: 'admin' };
      state.users.set(user.id, { ...anybody, user, emailKey: user.id });
      const result = operation(state);
      state.users.delete(user.id);
      return result;
    });
}

function asProven({ isUnproven: _, ...email }: GivenEmail): GivenEmail {
  return email;
}
