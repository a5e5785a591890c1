import type { GroupId, User } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';
import { addAccessKey, addUser, create, draft, LATER, logIn, newId } from './fixtures.js';

/** Puts at least one row into every table; the owner has room for one more resource. */
export async function putRowsEverywhere(knex: Knex): Promise<User> {
  const storage = knexStorage(knex);
  const owner = await addUser(storage, { limits: { resources: 2 } });
  await create(storage, owner.id, { key: 'key' });
  await logIn(storage, owner.id);
  const now = new Date('2026-02-03T04:05:06.789Z');
  const root = { id: newId<GroupId>(), type: 'organisation', name: 'Acme', parentId: null };
  await storage.groups.add({ ...root, createdAt: now, updatedAt: now }, draft());
  const inside = { id: newId<GroupId>(), type: 'project', name: 'web', parentId: root.id };
  await storage.groups.add({ ...inside, createdAt: now, updatedAt: now }, draft());
  const leaving = { ...root, id: newId<GroupId>(), createdAt: now, updatedAt: now };
  await storage.groups.add(leaving, draft());
  await create(storage, leaving.id);
  const deletion = { resources: 'delete', ifUnchangedSince: null, rowsAtOnceMax: 0 } as const;
  await storage.groups.delete(leaving.id, deletion, draft());
  await storage.members.set({ groupId: root.id, userId: owner.id, role: 'owner', at: now }, draft());
  const keyId = await addAccessKey(storage, owner.id);
  await storage.accessKeys.consumeNonce({ keyId, nonce: 'nonce', expiresAt: LATER });
  await storage.loginThrottle?.claim('key', { attemptsMax: 1, windowMs: 60_000 });
  await storage.quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, draft());
  return owner;
}
