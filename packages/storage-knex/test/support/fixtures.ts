import {
  systemClock,
  systemRandom,
  uuidV7,
  type AccessKeyId,
  type AuditDraft,
  type AuditEventId,
  type CreateResource,
  type Group,
  type GroupId,
  type Limit,
  type NewUser,
  type OwnerId,
  type ResourceId,
  type SessionId,
  type Stores,
  type User,
  type UserId,
} from '@bailiwick/core';

const ids = uuidV7(systemClock, systemRandom);
export const NOW = new Date('2026-02-03T04:05:06.789Z');
export const LATER = new Date('2026-02-03T05:05:06.789Z');

export function newId<Id extends string>(): Id {
  return ids.next() as Id;
}

export function draft(action = 'test'): AuditDraft {
  return {
    id: newId<AuditEventId>(),
    at: NOW,
    actor: { type: 'system', name: 'test' },
    action,
    target: { type: 'platform', id: null, ownerId: null },
    details: {},
    rule: 'test',
    requestId: null,
    refusalKey: null,
    authority: null,
  };
}

export function newUser(
  given: { id?: UserId; role?: string; email?: string; limits?: Record<string, Limit> } = {},
): NewUser {
  const { id = newId<UserId>() } = given;
  const { role = 'user', email = `${id}@example.com`, limits = {} } = given;
  return {
    user: { id, email, role, status: 'active', createdAt: NOW, updatedAt: NOW },
    emailKey: email,
    passwordHash: 'hash',
    limits,
  };
}

export async function addUser(storage: Stores, given?: Parameters<typeof newUser>[0]): Promise<User> {
  const user = newUser(given);
  await storage.users.add(user, draft());
  return user.user;
}

export async function addGroup(
  storage: Stores,
  { limits = {}, ...given }: Partial<Group> & { limits?: Record<string, Limit> } = {},
): Promise<Group> {
  const named = { id: newId<GroupId>(), type: 'group', name: 'Acme', parentId: null };
  const group = { ...named, createdAt: NOW, updatedAt: NOW, ...given };
  await storage.groups.add(group, draft());
  for (const [meter, limit] of Object.entries(limits))
    await storage.quotas.setLimit({ ownerId: group.id, meter, limit }, draft());
  return group;
}

export function newResource(
  ownerId: OwnerId,
  given: { key?: string; demand?: Record<string, number> } = {},
): CreateResource {
  const { key, demand = { resources: 1 } } = given;
  return {
    resource: {
      id: newId<ResourceId>(),
      ownerId,
      kind: 'resource',
      name: 'thing',
      createdAt: NOW,
      updatedAt: NOW,
    },
    demand,
    idempotency: key === undefined ? null : { key, payloadHash: 'payload' },
  };
}

export function create(stores: Stores, ownerId: OwnerId, given?: Parameters<typeof newResource>[1]) {
  return stores.resources.create(newResource(ownerId, given), draft('resource:create'));
}

export async function usedOf(stores: Stores, ownerId: OwnerId): Promise<number> {
  const quotas = await stores.quotas.list(ownerId);
  return quotas?.find(({ meter }) => meter === 'resources')?.used ?? 0;
}

/** A session of a user whose password is the first one. */
export async function logIn(stores: Stores, userId: UserId) {
  const session = {
    id: newId<SessionId>(),
    userId,
    createdAt: NOW,
    confirmedAt: NOW,
    lastUsedAt: NOW,
    idleExpiresAt: LATER,
    absoluteExpiresAt: LATER,
    clientAddress: null,
    userAgent: null,
  };
  const tokenHash: string = session.id;
  const outcome = await stores.sessions.add(
    { session, tokenHash, passwordVersion: 1, countMax: 100 },
    draft(),
  );
  return { ...outcome, tokenHash };
}

export async function addAccessKey(stores: Stores, userId: UserId): Promise<AccessKeyId> {
  const id = newId<AccessKeyId>();
  const unused = { expiresAt: null, lastUsedAt: null };
  const accessKey = { id, userId, name: 'laptop', publicKey: `key ${id}`, createdAt: NOW, ...unused };
  await stores.accessKeys.add({ accessKey, countMax: 100, idempotency: null }, draft());
  return id;
}

/** A filter of audit events that lets all of them pass. */
export const ANY_EVENT = {
  actorId: null,
  targetId: null,
  ownerId: null,
  action: null,
  outcome: null,
  reason: null,
  since: null,
  until: null,
} as const;

/** A filter of groups that lets all of them pass. */
export const ANY_GROUP = { parentId: null, type: null, over: null, nearPercent: null } as const;

/** A filter of users that lets all of them pass. */
export const ANY_USER = {
  emailKey: null,
  role: null,
  status: null,
  over: null,
  nearPercent: null,
  byEmail: null,
} as const;
