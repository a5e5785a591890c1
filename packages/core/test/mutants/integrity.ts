import {
  accepted,
  isOfVersion,
  StorageUnavailableError,
  type AuditDraft,
  type CreateResource,
  type Storage,
} from '@bailiwick/core';
import type { ContractSubject } from '@bailiwick/core/contract';
import { idempotencyId, shiftUsage, type MemoryState } from '../../dist/memory/memory-state.js';
import type { Run } from '../../dist/memory/memory-state.js';
import { memoryStores, type MemoryTransaction } from '../../dist/memory/memory-storage.js';
import { failingSubject, memorySubject } from '../contract/memory-subject.js';
import { keeping, mutateState, mutateStore, overriding, type Mutant } from './mutant.js';

export const integrityMutants: readonly Mutant[] = [
  {
    guarantee: 'I1',
    title: 'deleting a user leaves the sessions',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'sessions'), new Uint8Array());
      return { delete: (id, options, audit) => users.delete(id, options, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'deleting a user leaves the resources',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'resources'), new Uint8Array());
      return { delete: (id, options, audit) => users.delete(id, options, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'a deletion checks first whether the user owns anything, and deletes in a second step',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async delete(id, options, audit) {
        const owned = await run(
          (state) => [...state.resources.values()].filter(({ resource }) => resource.ownerId === id).length,
        );
        return genuine.delete(id, owned > 0 ? options : { resources: 'delete' }, audit);
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'a large deletion is still one transaction',
    makeSubject: mutateStore('users', (genuine) => ({
      delete: (id, { rowsAtOnceMax: _, ...options }, audit) => genuine.delete(id, options, audit),
    })),
  },
  {
    guarantee: 'I1',
    title: 'only resources count towards the size of a deletion',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async delete(id, options, audit) {
        const owned = await run(
          (state) => [...state.resources.values()].filter(({ resource }) => resource.ownerId === id).length,
        );
        const { rowsAtOnceMax = Infinity, ...rest } = options;
        return genuine.delete(id, owned > rowsAtOnceMax ? options : rest, audit);
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'a deletion that begins keeps the sessions until its end',
    makeSubject: mutateStore('users', (genuine, run) => {
      const { users } = memoryStores(keeping(run, 'sessions'), new Uint8Array());
      return {
        delete: (id, options, audit) =>
          (options.rowsAtOnceMax === undefined ? genuine : users).delete(id, options, audit),
      };
    }),
  },
  {
    guarantee: 'I1',
    title: 'resources are created for a user who is being deleted',
    makeSubject: mutateState(['resources'], seeingActive),
  },
  {
    guarantee: 'I1',
    title: 'a user who is being deleted can be made active again',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(seeingActive(run), new Uint8Array());
      return { change: (id, change, audit) => users.change(id, change, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'a resource of a user who is being deleted is found by its id',
    makeSubject: mutateStore('resources', (_genuine, run) => {
      const { resources } = memoryStores(seeingActive(run), new Uint8Array());
      return { find: (id) => resources.find(id) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'resources of a user who is being deleted stay on lists',
    makeSubject: mutateStore('resources', (_genuine, run) => {
      const { resources } = memoryStores(seeingActive(run), new Uint8Array());
      return { list: (query) => resources.list(query) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'a resource of a user who is being deleted can be renamed',
    makeSubject: mutateStore('resources', (_genuine, run) => {
      const { resources } = memoryStores(seeingActive(run), new Uint8Array());
      return { rename: (id, change, audit) => resources.rename(id, change, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'limits can be set for a user who is being deleted',
    makeSubject: mutateState(['quotas'], seeingActive),
  },
  {
    guarantee: 'I1',
    title: 'a user who is being deleted gives up the email address',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(
        (operation) =>
          run((state) => {
            const there = [...state.users].filter(([, { user }]) => user.status !== 'deleting');
            const known = new Map(there);
            const result = operation({ ...state, users: known });
            for (const [id, row] of known) state.users.set(id, row);
            return result;
          }),
        new Uint8Array(),
      );
      return { add: (user, audit) => users.add(user, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'a step of a deletion deletes everything that is left',
    makeSubject: mutateStore('users', (genuine) => ({
      continueDeletion: (id, { olderThanId }, audit) =>
        genuine.continueDeletion(id, { olderThanId, rowsMax: Infinity }, audit),
    })),
  },
  {
    guarantee: 'I1',
    title: 'a step of a deletion trusts a position that says that nothing is left',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async continueDeletion(id, { olderThanId, rowsMax }, audit) {
        const older = await run((state) =>
          [...state.resources.values()].some(
            ({ resource }) => resource.ownerId === id && olderThanId !== null && resource.id < olderThanId,
          ),
        );
        const isAtEnd = olderThanId !== null && !older;
        return genuine.continueDeletion(id, { olderThanId, rowsMax: isAtEnd ? Infinity : rowsMax }, audit);
      },
    })),
  },
  {
    guarantee: 'I1',
    title: 'the last step of a deletion does not delete the user',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(keeping(run, 'users'), new Uint8Array());
      return { continueDeletion: (id, step, audit) => users.continueDeletion(id, step, audit) };
    }),
  },
  {
    guarantee: 'I1',
    title: 'a step deletes rows of a user who is not being deleted',
    makeSubject: mutateStore('users', (genuine) => ({
      async continueDeletion(id, step, audit) {
        await genuine.delete(id, { resources: 'delete', rowsAtOnceMax: 0 }, audit);
        return genuine.continueDeletion(id, step, audit);
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'every step of a deletion records its end',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async continueDeletion(id, step, audit) {
        const outcome = await genuine.continueDeletion(id, step, audit);
        const { auditEvents } = memoryStores(run, new Uint8Array());
        if (outcome.type === 'continued') await auditEvents.append({ event: accepted(audit), key: null });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'the end of a deletion leaves no audit event',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(
        (operation) => run((state) => operation({ ...state, auditEvents: new Map() })),
        new Uint8Array(),
      );
      return { continueDeletion: (id, step, audit) => users.continueDeletion(id, step, audit) };
    }),
  },
  {
    guarantee: 'I2',
    title: 'a repeat of a deletion that has begun is recorded as another command',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async delete(id, options, audit) {
        const before = await genuine.find(id);
        const outcome = await genuine.delete(id, options, audit);
        const { auditEvents } = memoryStores(run, new Uint8Array());
        if (before?.status === 'deleting' && outcome.type === 'deleting')
          await auditEvents.append({ event: accepted(audit), key: null });
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'a change compares the version of a user first, and writes in a second step',
    makeSubject: mutateStore('users', (genuine) => ({
      async change(id, { ifUnchangedSince = null, ...change }, audit) {
        const current = await genuine.find(id);
        const isAnother =
          ifUnchangedSince !== null && current !== null && !isOfVersion(current, ifUnchangedSince);
        return genuine.change(id, isAnother ? { ...change, ifUnchangedSince } : change, audit);
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'a deletion does not compare the version of the user',
    makeSubject: mutateStore('users', (genuine) => ({
      delete: (id, { resources }, audit) => genuine.delete(id, { resources }, audit),
    })),
  },
  {
    guarantee: 'I2',
    title: 'the user who loses an address has no separate event',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async add(user, audit) {
        const outcome = await genuine.add(user, audit);
        const { displacing = 'nobody' } = user;
        if (typeof displacing === 'object')
          await run((state) => state.auditEvents.delete(displacing.audit.id));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'renaming leaves no audit event',
    makeSubject: mutateStore('resources', (_genuine, run) => {
      const { resources } = memoryStores(
        (operation) => run((state) => operation({ ...state, auditEvents: new Map() })),
        new Uint8Array(),
      );
      return { rename: (id, change, audit) => resources.rename(id, change, audit) };
    }),
  },
  {
    guarantee: 'I2',
    title: 'a refused deletion leaves no audit event',
    makeSubject: mutateStore('users', (genuine, run) => ({
      async delete(id, options, audit) {
        const outcome = await genuine.delete(id, options, audit);
        if (outcome.type !== 'deleted') await run((state) => state.auditEvents.delete(audit.id));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'each of several equal refusals is a separate event',
    makeSubject: mutateStore('auditEvents', (genuine) => ({
      append: ({ event }) => genuine.append({ event, key: null }),
    })),
  },
  {
    guarantee: 'I2',
    title: 'each of several equal refusals of creates is a separate event',
    makeSubject: mutateStore('resources', (genuine) => ({
      create: (command, audit) => genuine.create(command, { ...audit, refusalKey: null }),
    })),
  },
  {
    guarantee: 'I2',
    title: 'equal refusals are one event, without a count',
    makeSubject: mutateStore('auditEvents', (genuine, run) => ({
      async append({ event, key }) {
        const isThere = await run((state) =>
          [...state.auditEvents.values()].some(
            (row) => key !== null && row.refusalKey === key && row.event.reason === event.reason,
          ),
        );
        if (!isThere) await genuine.append({ event, key });
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'an equal refusal is looked for first, and counted in a second step',
    makeSubject: mutateStore('auditEvents', (genuine, run) => ({
      async append({ event, key }) {
        const equal = await run((state) =>
          [...state.auditEvents.values()].find(
            (row) => key !== null && row.refusalKey === key && row.event.reason === event.reason,
          ),
        );
        if (equal === undefined) return genuine.append({ event, key });
        const counted = { ...equal.event, count: equal.event.count + 1 };
        await run((state) => state.auditEvents.set(counted.id, { event: counted, refusalKey: key }));
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'refusals of one action and reason are one event, even of different actors',
    makeSubject: mutateStore('auditEvents', (genuine) => ({
      append: ({ event, key }) => genuine.append({ event, key: key === null ? null : event.action }),
    })),
  },
  {
    guarantee: 'I2',
    title: 'refusals with one key are one event, even with different reasons',
    makeSubject: mutateStore('auditEvents', (genuine, run) => ({
      async append({ event, key }) {
        const equal = await run((state) =>
          [...state.auditEvents.values()].find((row) => key !== null && row.refusalKey === key),
        );
        const reason = equal?.event.reason ?? event.reason;
        await genuine.append({ event: { ...event, reason }, key });
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'accepted creates with one key are one event',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        const rows = await run((state) => [...state.auditEvents.values()]);
        const earlier = rows.filter(({ event }) => event.action === audit.action && event.id !== audit.id);
        if (audit.refusalKey !== null && outcome.type === 'created' && earlier.length > 0) {
          await run((state) => state.auditEvents.delete(audit.id));
        }
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'a repeated create leaves another audit event',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type === 'repeated') {
          await run((state) => state.auditEvents.set(audit.id, { event: accepted(audit), refusalKey: null }));
        }
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I2',
    title: 'audit events are written outside of the transaction, and survive its rollback',
    makeSubject: () => {
      const auditEvents = new Map();
      return mutateState(
        ['users', 'resources', 'quotas', 'sessions', 'auditEvents'],
        (run) => (operation) => run((state) => operation({ ...state, auditEvents })),
      )();
    },
  },
  {
    guarantee: 'I3',
    title: 'an idempotency key is deleted with its resource',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async delete(id, ownerId, audit) {
        await run((state) => {
          for (const [key, record] of state.idempotencyRecords) {
            if (record.resource.id === id) state.idempotencyRecords.delete(key);
          }
        });
        return genuine.delete(id, ownerId, audit);
      },
    })),
  },
  {
    guarantee: 'I3',
    title: 'the payload of a repeat is not compared',
    makeSubject: mutateStore('resources', (genuine) => ({
      create({ idempotency, ...command }, audit) {
        const blunted = idempotency === null ? null : { ...idempotency, payloadHash: '' };
        return genuine.create({ ...command, idempotency: blunted }, audit);
      },
    })),
  },
  {
    guarantee: 'I3',
    title: 'an idempotency key of another owner returns the first result',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        await run((state) => shareKey(state, command, audit, ([, actor], own) => actor === own[1]));
        return genuine.create(command, audit);
      },
    })),
  },
  {
    guarantee: 'I3',
    title: 'an idempotency key of another actor returns the first result',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        await run((state) => shareKey(state, command, audit, ([owner], own) => owner === own[0]));
        return genuine.create(command, audit);
      },
    })),
  },
  {
    guarantee: 'I3',
    title: 'a system actor shares the idempotency keys of the user whose id is its name',
    makeSubject: mutateStore('resources', (genuine) => ({
      create(command, audit) {
        const { actor } = audit;
        const isNamed = actor.type === 'system' && command.idempotency !== null;
        if (!isNamed) return genuine.create(command, audit);
        const user = { type: 'user', id: actor.name, credential: 'session' } as const;
        return genuine.create(command, { ...audit, actor: user });
      },
    })),
  },
  {
    guarantee: 'I3',
    title: 'a repeat is charged again',
    makeSubject: mutateStore('resources', (genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type === 'repeated') {
          await run((state) => shiftUsage(state, command.resource.ownerId, command.demand, 1));
        }
        return outcome;
      },
    })),
  },
  {
    guarantee: 'I3',
    title: 'a repeat returns the resource in its present state',
    makeSubject: mutateStore('resources', (genuine) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type !== 'repeated') return outcome;
        return { ...outcome, resource: (await genuine.find(outcome.resource.id)) ?? outcome.resource };
      },
    })),
  },
  {
    guarantee: 'I4',
    title: 'a transaction swallows the error of its work',
    makeSubject: mutateStorage((storage) => ({
      transaction: (work) => storage.transaction(work).catch(() => undefined as never),
    })),
  },
  {
    guarantee: 'I4',
    title: 'a transaction throws an error of its own',
    makeSubject: mutateStorage((storage) => ({
      transaction: (work) =>
        storage.transaction(work).catch((cause: unknown) => {
          throw new Error('The transaction has failed.', { cause });
        }),
    })),
  },
  {
    guarantee: 'I4',
    title: 'a transaction commits although its work throws',
    makeSubject: mutateStorage((storage) => ({
      async transaction(work) {
        const failures: unknown[] = [];
        const result = await storage.transaction((stores) =>
          work(stores).catch((error: unknown) => {
            failures.push(error);
            return undefined as never;
          }),
        );
        if (failures.length > 0) throw failures[0];
        return result;
      },
    })),
  },
  {
    guarantee: 'I4',
    title: 'the stores of a transaction can be used after it',
    makeSubject: mutateStorage((storage) => ({
      transaction: (work) =>
        storage.transaction((stores) => {
          let isOver = false;
          const users = overriding(stores.users, {
            find: (id) => (isOver ? storage : stores).users.find(id),
          });
          return work({ ...stores, users }).finally(() => {
            isOver = true;
          });
        }),
    })),
  },
  {
    guarantee: 'I5',
    title: 'an unavailable storage answers that nothing exists',
    makeSubject: () =>
      failingSubject(async (_storage, method) => {
        if (method.startsWith('find')) return null;
        throw new StorageUnavailableError();
      }),
  },
  {
    guarantee: 'I5',
    title: 'an unavailable storage accepts what it cannot check',
    makeSubject: () =>
      failingSubject(async (_storage, method) => {
        if (method === 'create') return { type: 'created' };
        throw new StorageUnavailableError();
      }),
  },
  {
    guarantee: 'I5',
    title: 'an unavailable storage throws the error of its driver',
    makeSubject: () =>
      failingSubject(async () => {
        throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
      }),
  },
  {
    guarantee: 'I5',
    title: 'an unavailable storage keeps all callers waiting',
    waitsForEver: true,
    makeSubject: () => failingSubject(() => new Promise(() => {})),
  },
  {
    guarantee: 'I5',
    title: 'a command that fails leaves half of its work',
    makeSubject: () =>
      failingSubject(async (storage, method) => {
        const limit = { meter: 'half-done', limit: 0 };
        const [event] = await storage.auditEvents.list(ANY_EVENT);
        if (method === 'setDefaultLimit' && event !== undefined) {
          const audit = { ...event, rule: 'half-done', refusalKey: null, authority: null };
          await storage.quotas.setDefaultLimit(limit, audit);
        }
        throw new StorageUnavailableError();
      }),
  },
  {
    guarantee: 'I6',
    title: 'a create within a host’s transaction takes a second connection, and waits for the host for ever',
    waitsForEver: true,
    makeSubject: mutateStorage((storage) => ({
      within: (transaction) => ({ ...storage.within(transaction), resources: storage.resources }),
    })),
  },
  {
    guarantee: 'I6',
    title: 'an expected refusal within a host’s transaction is thrown',
    makeSubject: mutateStorage((storage) => ({
      within(transaction) {
        const stores = storage.within(transaction);
        const resources = overriding(stores.resources, {
          async create(command, audit) {
            const outcome = await stores.resources.create(command, audit);
            if (outcome.type !== 'created') throw new Error(outcome.type);
            return outcome;
          },
        });
        return { ...stores, resources };
      },
    })),
  },
];

/**
 * Lets the create find the record of another create with the same key, if `matches` accepts the two owners of the keys.
 */
function shareKey(
  state: MemoryState,
  { idempotency, resource }: CreateResource,
  audit: AuditDraft,
  matches: (other: readonly string[], own: readonly string[]) => boolean,
): void {
  if (idempotency === null) return;
  const id = idempotencyId(resource.ownerId, audit, idempotency.key);
  const own: string[] = JSON.parse(id);
  const [, record] =
    [...state.idempotencyRecords].find(([otherId]) => {
      const other: string[] = JSON.parse(otherId);
      return other[2] === own[2] && matches(other, own);
    }) ?? [];
  if (record !== undefined) state.idempotencyRecords.set(id, record);
}

const ANY_EVENT = {
  scope: { type: 'all' },
  actorId: null,
  targetId: null,
  ownerId: null,
  action: null,
  outcome: null,
  reason: null,
  since: null,
  until: null,
  olderThanId: null,
  count: 1,
} as const;

/** Makes memory storage with some members replaced. */
function mutateStorage(
  mutate: (storage: Storage<MemoryTransaction>) => Partial<Storage<MemoryTransaction>>,
): () => ContractSubject<MemoryTransaction> {
  return () => {
    const subject = memorySubject();
    return { ...subject, storage: { ...subject.storage, ...mutate(subject.storage) } };
  };
}

/** Shows the operation users with the status `deleting` as active. */
function seeingActive(run: Run): Run {
  return (operation) =>
    run((state) => {
      const users = new Map(
        [...state.users].map(([id, row]) => {
          const status = row.user.status === 'deleting' ? 'active' : row.user.status;
          return [id, { ...row, user: { ...row.user, status } }] as const;
        }),
      );
      return operation({ ...state, users });
    });
}
