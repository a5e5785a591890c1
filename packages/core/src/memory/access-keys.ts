import type {
  AccessKeyOfUser,
  AccessKeyStore,
  AddAccessKey,
  AddAccessKeyOutcome,
  DeleteAccessKeyOutcome,
  Nonce,
} from '../access-keys/access-key-store.js';
import type { AccessKey } from '../access-keys/access-key.js';
import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { AccessKeyId, UserId } from '../ids.js';
import { record, refuse } from './audit-events.js';
import { raiseAuthorityVersion, runCommand } from './authority.js';
import { idempotencyId, type MemoryState, presentUser, type Run } from './memory-state.js';
import { newestFirst } from './newest-first.js';

/** Keeps access keys and their used nonces in memory. */
export class MemoryAccessKeyStore implements AccessKeyStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  add({ accessKey, countMax, idempotency }: AddAccessKey, audit: AuditDraft): Promise<AddAccessKeyOutcome> {
    return runCommand(this.#run, audit, (state): AddAccessKeyOutcome => {
      const { userId } = accessKey;
      if (state.users.get(userId)?.user.status !== 'active')
        return refuse(state, audit, { type: 'no-active-user' });
      if (idempotency !== null) {
        const earlier = state.idempotencyRecords.get(idempotencyId(userId, audit, idempotency.key));
        if (earlier?.payloadHash === idempotency.payloadHash)
          return { type: 'repeated', accessKey: earlier.resource as AccessKey };
        if (earlier !== undefined) return refuse(state, audit, { type: 'key-reused' });
      }
      const others = keysOf(state, userId);
      if (others.some(({ publicKey }) => publicKey === accessKey.publicKey))
        return refuse(state, audit, { type: 'twin' });
      if (others.length >= countMax) return refuse(state, audit, { type: 'too-many' });
      state.accessKeys.set(accessKey.id, accessKey);
      if (idempotency !== null) {
        const { key, payloadHash } = idempotency;
        const made = { ownerId: userId, payloadHash, resource: accessKey, createdAt: audit.at };
        state.idempotencyRecords.set(idempotencyId(userId, audit, key), made);
      }
      record(state, accepted(audit));
      return { type: 'added' };
    });
  }

  find(id: AccessKeyId): Promise<AccessKeyOfUser | null> {
    return this.#run((state) => {
      const accessKey = state.accessKeys.get(id);
      const owner = accessKey === undefined ? undefined : state.users.get(accessKey.userId);
      if (accessKey === undefined || owner === undefined) return null;
      return { accessKey, user: owner.user, authorityVersion: owner.authorityVersion };
    });
  }

  list(userId: UserId, countMax: number): Promise<AccessKey[] | null> {
    return this.#run((state) => {
      if (presentUser(state, userId) === undefined) return null;
      return newestFirst(keysOf(state, userId), { olderThanId: null, count: countMax }, () => true);
    });
  }

  delete(id: AccessKeyId, userId: UserId, audit: AuditDraft): Promise<DeleteAccessKeyOutcome> {
    return runCommand(this.#run, audit, (state): DeleteAccessKeyOutcome => {
      const accessKey = state.accessKeys.get(id);
      if (accessKey?.userId !== userId || presentUser(state, userId) === undefined)
        return refuse(state, audit, { type: 'absent' });
      deleteAccessKey(state, accessKey);
      raiseAuthorityVersion(state, userId);
      record(state, accepted(audit));
      return { type: 'deleted' };
    });
  }

  touch(id: AccessKeyId, use: { lastUsedAt: Date; unusedSince: Date }): Promise<void> {
    return this.#run((state) => {
      const accessKey = state.accessKeys.get(id);
      if (accessKey === undefined) return;
      const { lastUsedAt } = accessKey;
      if (lastUsedAt === null || lastUsedAt <= use.unusedSince)
        state.accessKeys.set(id, { ...accessKey, lastUsedAt: use.lastUsedAt });
    });
  }

  consumeNonce(nonce: Nonce): Promise<'fresh' | 'replayed'> {
    return this.#run((state) => {
      const id = `${nonce.keyId} ${nonce.nonce}`;
      if (state.nonces.has(id) || !state.accessKeys.has(nonce.keyId)) return 'replayed';
      state.nonces.set(id, nonce);
      return 'fresh';
    });
  }

  sweepNonces(now: Date, countMax: number): Promise<number> {
    return this.#run((state) => {
      const expired = [...state.nonces].filter(([, { expiresAt }]) => expiresAt <= now);
      const oldest = expired.sort(([, a], [, b]) => a.expiresAt.getTime() - b.expiresAt.getTime());
      const swept = oldest.slice(0, countMax);
      for (const [id] of swept) state.nonces.delete(id);
      return swept.length;
    });
  }
}

/** Deletes all keys of the user and returns their number. */
export function deleteAccessKeys(state: MemoryState, userId: string): number {
  const keys = keysOf(state, userId);
  for (const accessKey of keys) deleteAccessKey(state, accessKey);
  return keys.length;
}

function deleteAccessKey(state: MemoryState, { id }: AccessKey): void {
  for (const [nonceId, { keyId }] of state.nonces) if (keyId === id) state.nonces.delete(nonceId);
  state.accessKeys.delete(id);
}

function keysOf(state: MemoryState, userId: string): AccessKey[] {
  return [...state.accessKeys.values()].filter((accessKey) => accessKey.userId === userId);
}
