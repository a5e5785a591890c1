import assert from 'node:assert/strict';
import type { AccessKey } from '../access-keys/access-key.js';
import type { AuditDraft, AuditEvent, AuditTarget } from '../audit/audit-event.js';
import type { AuditQuery } from '../audit/audit-store.js';
import type { Authority } from '../commands/authority.js';
import { systemClock } from '../clock.js';
import {
  uuidV7,
  type AccessKeyId,
  type AuditEventId,
  type GroupId,
  type OwnerId,
  type ResourceId,
  type SessionId,
  type UserId,
} from '../ids.js';
import { ALL } from '../policy/scope.js';
import type { Demand, Limit, MeterState } from '../quotas/quota.js';
import { systemRandom } from '../random.js';
import type { Resource } from '../resources/resource.js';
import type { CreateResource, CreateResourceOutcome } from '../resources/resource-store.js';
import type { Session } from '../sessions/session.js';
import type { Storage, Stores } from '../storage.js';
import type { Group } from '../groups/group.js';
import type { GroupQuery } from '../groups/group-store.js';
import type { User } from '../users/user.js';
import type { NewUser, UserQuery } from '../users/user-store.js';
import type { ContractSubject, NotApplicable, Outage } from './contract-subject.js';

const ids = uuidV7(systemClock, systemRandom);

export const newUserId = () => ids.next() as UserId;
export const newGroupId = () => ids.next() as GroupId;
export const newResourceId = () => ids.next() as ResourceId;
export const newSessionId = () => ids.next() as SessionId;
export const newAccessKeyId = () => ids.next() as AccessKeyId;

const EVERYTHING = { scope: ALL, olderThanId: null, count: 1000 } as const;
export const ALL_USERS: UserQuery = {
  ...EVERYTHING,
  emailKey: null,
  role: null,
  status: null,
  over: null,
  nearPercent: null,
  byEmail: null,
};
export const ALL_GROUPS: GroupQuery = {
  ...EVERYTHING,
  parentId: null,
  type: null,
  over: null,
  nearPercent: null,
};
export const ALL_RESOURCES = { ...EVERYTHING, ownerId: null, kind: null } as const;
export const ALL_EVENTS: AuditQuery = {
  ...EVERYTHING,
  actorId: null,
  targetId: null,
  ownerId: null,
  action: null,
  outcome: null,
  reason: null,
  since: null,
  until: null,
};

const HOUR_MS = 60 * 60 * 1000;

/** Whole milliseconds, so that every storage returns the same instant. */
export const T0 = new Date('2026-02-03T04:05:06.789Z');
export const T1 = new Date(T0.getTime() + HOUR_MS);

type Begin = (work: (stores: Stores) => Promise<void>) => Promise<void>;

/** A storage under test, with short ways to add things to it. */
export class World {
  readonly storage: Storage;
  readonly hostTransaction: ContractSubject['hostTransaction'];
  readonly #subject: ContractSubject;

  constructor(subject: ContractSubject) {
    this.storage = subject.storage;
    this.hostTransaction = subject.hostTransaction;
    this.#subject = subject;
  }

  /**
   * Runs `first` in a host's transaction that stays open until `rival` has ended or waits for it, and is then
   * committed or rolled back. A `rival` that does not wait decides too early.
   */
  overlap<First, Rival>(
    first: (stores: Stores) => Promise<First>,
    rival: () => Promise<Rival>,
    end?: 'commit' | 'roll back',
  ): Promise<[First, Rival]> {
    const inHosts: Begin = (work) =>
      this.hostTransaction((transaction) => work(this.storage.within(transaction)));
    return this.#overlap(inHosts, first, rival, end);
  }

  /** The same with `first` in a transaction of the storage's own, as a move needs it. */
  overlapOwn<First, Rival>(
    first: (stores: Stores) => Promise<First>,
    rival: () => Promise<Rival>,
    end?: 'commit' | 'roll back',
  ): Promise<[First, Rival]> {
    return this.#overlap((work) => this.storage.transaction(work), first, rival, end);
  }

  async #overlap<First, Rival>(
    begin: Begin,
    first: (stores: Stores) => Promise<First>,
    rival: () => Promise<Rival>,
    end: 'commit' | 'roll back' = 'commit',
  ): Promise<[First, Rival]> {
    const rolledBack = new Error('rolled back on purpose');
    let outcome: First | undefined;
    let racing: Promise<Rival> | undefined;
    const host = begin(async (stores) => {
      outcome = await first(stores);
      racing = rival();
      await this.#endOrWait(racing);
      if (end === 'roll back') throw rolledBack;
    });
    await host.catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
    return [outcome as First, (await racing) as Rival];
  }

  /** Does `rival` wait for `first`, which is not committed yet? Both complete in the end. */
  async waits(first: (stores: Stores) => Promise<unknown>, rival: () => Promise<unknown>): Promise<boolean> {
    let waited = false;
    const racing = this.storage.transaction(async (stores) => {
      await first(stores);
      const second = rival();
      waited = await this.#endOrWait(second);
      return { second };
    });
    await (
      await racing
    ).second;
    return waited;
  }

  /** Resolves when `racing` has ended or waits for another caller, and says whether it waits. */
  async #endOrWait(racing: Promise<unknown>): Promise<boolean> {
    const waiting = new AbortController();
    const ended = racing.then(
      () => false,
      () => false,
    );
    const blocked = this.#subject.untilBlocked(waiting.signal).then(() => true);
    const waits = await Promise.race([ended, blocked]);
    waiting.abort();
    return waits;
  }

  /** Runs `work` on a handle that suffers an outage, and ends the outage afterwards in any case. */
  async during(kind: 'unreachable' | 'silenced', work: (outage: Outage) => Promise<void>): Promise<void> {
    const outage = await applicable(this.#subject[kind])();
    try {
      await work(outage);
    } finally {
      await outage.end();
      await outage.close();
    }
  }

  rowsRead(work: (stores: Stores) => Promise<unknown>): Promise<number> {
    return applicable(this.#subject.rowsRead)(work);
  }

  async addUser(given: { id?: UserId; role?: string; limits?: Record<string, Limit> } = {}): Promise<User> {
    const user = newUser(given);
    const outcome = await this.storage.users.add(user, draft('user:create'));
    assert.deepEqual(outcome, { type: 'added' });
    return user.user;
  }

  async addGroup(
    given: Partial<Group> & { limits?: Record<string, Limit>; owners?: readonly UserId[] } = {},
  ): Promise<Group> {
    const { limits = {}, owners = [], ...properties } = given;
    const group = newGroup(properties);
    assert.deepEqual(await this.storage.groups.add(group, draft('group:create')), { type: 'added' });
    for (const userId of owners) {
      const member = { groupId: group.id, userId, role: 'owner', at: T0 };
      assert.equal((await this.storage.members.set(member, draft('member:set'))).type, 'set');
    }
    for (const [meter, limit] of Object.entries(limits)) await this.setLimit(group.id, meter, limit);
    return group;
  }

  create(command: CreateResource, stores: Stores = this.storage): Promise<CreateResourceOutcome> {
    return stores.resources.create(command, draft('resource:create'));
  }

  /** Creates a resource, which must be accepted. */
  async addResource(ownerId: OwnerId, given: Partial<NewResource> = {}): Promise<Resource> {
    const outcome = await this.create(newResource(ownerId, given));
    assert.equal(outcome.type, 'created');
    return (outcome as Extract<CreateResourceOutcome, { resource: Resource }>).resource;
  }

  async addSession(userId: UserId, given: Partial<Session> & { tokenHash?: string } = {}): Promise<Session> {
    const { tokenHash, ...session } = given;
    const added = newSession(userId, session);
    const outcome = await this.storage.sessions.add(
      { session: added, tokenHash: tokenHash ?? added.id, passwordVersion: 1, countMax: 100 },
      draft('session:create'),
    );
    assert.deepEqual(outcome, { type: 'added' });
    return added;
  }

  async addAccessKey(userId: UserId, given: Partial<AccessKey> = {}): Promise<AccessKey> {
    const accessKey = newAccessKey(userId, given);
    const command = { accessKey, countMax: 100, idempotency: null };
    const outcome = await this.storage.accessKeys.add(command, draft('access-key:create'));
    assert.deepEqual(outcome, { type: 'added' });
    return accessKey;
  }

  async setLimit(ownerId: OwnerId, meter: string, limit: Limit): Promise<void> {
    const outcome = await this.storage.quotas.setLimit({ ownerId, meter, limit }, draft('quota:set'));
    assert.equal(outcome.type, 'set');
  }

  async meter(ownerId: OwnerId, meter = 'resources'): Promise<MeterState> {
    const quotas = (await this.storage.quotas.list(ownerId)) ?? assert.fail('the owner has no quotas');
    const found = quotas.find((quota) => quota.meter === meter);
    return { limit: found?.limit ?? null, used: found?.used ?? 0 };
  }

  async resourcesOf(ownerId: OwnerId): Promise<Resource[]> {
    return this.storage.resources.list({ ...ALL_RESOURCES, ownerId });
  }

  async eventsOf(action: string): Promise<AuditEvent[]> {
    return this.storage.auditEvents.list({ ...ALL_EVENTS, action });
  }

  /** Checks Q3 by counting the resources, not by the counter. */
  async assertUsageIsTrue(): Promise<void> {
    const step = await this.storage.quotas.check(null, 1000);
    assert.deepEqual(step.differences, []);
    assert.equal(step.nextOwnerId, null);
  }
}

/** Thrown if the subject says why a case does not apply to its storage. */
export class CannotBeShown extends Error {}

function applicable<T extends object>(answer: T | NotApplicable): T {
  if ('notApplicable' in answer) throw new CannotBeShown(answer.notApplicable);
  return answer;
}

export function draft(
  action: string,
  target: AuditTarget = { type: 'platform', id: null, ownerId: null },
  authority: Authority | null = null,
): AuditDraft {
  return {
    id: ids.next() as AuditEventId,
    at: T0,
    actor: { type: 'system', name: 'contract' },
    action,
    target,
    details: {},
    rule: 'contract',
    requestId: 'a request',
    refusalKey: null,
    authority,
  };
}

/** A draft whose refusals are counted together with others of the same key. */
export function keyed(action: string, refusalKey: string): AuditDraft {
  return { ...draft(action), refusalKey };
}

export function newUser(
  given: Partial<Pick<NewUser, 'limits' | 'idempotency'>> & {
    id?: UserId;
    email?: string;
    role?: string;
  } = {},
): NewUser {
  const id = given.id ?? newUserId();
  const email = given.email ?? `${id}@example.com`;
  return {
    user: { id, email, role: given.role ?? 'user', status: 'active', createdAt: T0, updatedAt: T0 },
    emailKey: email,
    passwordHash: 'hash-1',
    limits: given.limits ?? {},
    idempotency: given.idempotency ?? null,
  };
}

export function newGroup(given: Partial<Group> = {}): Group {
  const id = given.id ?? newGroupId();
  const group = { id, type: 'group', name: `group ${id}`, parentId: null, createdAt: T0, updatedAt: T0 };
  return { ...group, ...given };
}

export interface NewResource {
  readonly id: ResourceId;
  readonly kind: string;
  readonly name: string;
  readonly demand: Demand;
  readonly key: string;
  readonly payloadHash: string;
}

export function newResource(ownerId: OwnerId, given: Partial<NewResource> = {}): CreateResource {
  const { id = newResourceId(), kind = 'resource', name = 'thing', demand = { resources: 1 } } = given;
  const { key, payloadHash = 'payload' } = given;
  return {
    resource: { id, ownerId, kind, name, createdAt: T0, updatedAt: T0 },
    demand,
    idempotency: key === undefined ? null : { key, payloadHash },
  };
}

export function newSession(userId: UserId, given: Partial<Session> = {}): Session {
  return {
    id: newSessionId(),
    userId,
    createdAt: T0,
    confirmedAt: T0,
    lastUsedAt: T0,
    idleExpiresAt: T1,
    absoluteExpiresAt: T1,
    clientAddress: '2001:db8::1',
    userAgent: 'contract/1.0 (ä "quoted")',
    ...given,
  };
}

export function newAccessKey(userId: UserId, given: Partial<AccessKey> = {}): AccessKey {
  const id = newAccessKeyId();
  return {
    id,
    userId,
    name: 'build server',
    publicKey: `public key of ${id}`,
    createdAt: T0,
    expiresAt: null,
    lastUsedAt: null,
    ...given,
  };
}

/** Runs `count` callers at once. */
export function race<T>(count: number, caller: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => caller(index)));
}

/** Counts each outcome, e.g. `{created: 5, 'quota-exceeded': 15}`. */
export function tally(outcomes: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of outcomes) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

export function idsOf(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id);
}
