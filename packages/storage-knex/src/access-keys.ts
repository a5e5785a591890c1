// How are access keys and their nonces stored?
import type {
  AccessKey,
  AccessKeyId,
  AccessKeyOfUser,
  AccessKeyStore,
  AddAccessKey,
  AddAccessKeyOutcome,
  AuditDraft,
  DeleteAccessKeyOutcome,
  Nonce,
  UserId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { holdsUser, raiseAuthorityVersion, runCommand } from './authority.js';
import type { Executor } from './executor.js';
import { reserveKey, releaseKey } from './idempotency-keys.js';
import { isUuid } from './scope.js';
import { sweep } from './sweep.js';
import { sql } from './sql.js';
import { readInteger, readTime, type StoredInteger, type StoredTime } from './stored-values.js';
import { OWNER_COLUMNS, readOwner, type OwnerRow } from './users.js';

const COLUMNS = sql`
  k.id, k.user_id AS "userId", k.name, k.public_key AS "publicKey", k.created_at AS "createdAt",
  k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt"`;

export class KnexAccessKeyStore implements AccessKeyStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  add({ accessKey, countMax, idempotency }: AddAccessKey, audit: AuditDraft): Promise<AddAccessKeyOutcome> {
    const { id, userId, name, publicKey, createdAt, expiresAt, lastUsedAt } = accessKey;
    const hold = { users: [userId], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db): Promise<AddAccessKeyOutcome> => {
      // The keys of one user are added one after the other, so that the count below stays true. The update changes
      // nothing, but a host's transaction with an older snapshot conflicts with it, and would not with a lock.
      const users = await db.rows(sql`
        UPDATE bailiwick_users SET password_version = password_version
        WHERE id = ${userId} AND status = 'active' RETURNING id`);
      if (users.length === 0) return refuse(db, audit, { type: 'no-active-user' });

      const record = idempotency === null ? null : { ...idempotency, ownerId: userId };
      if (record !== null) {
        const reserved = await reserveKey<AccessKeyRow>(db, record, accessKey, audit);
        if (reserved.type === 'repeated')
          return { type: 'repeated', accessKey: readAccessKey(reserved.made) };
        if (reserved.type === 'key-reused') return refuse(db, audit, { type: 'key-reused' });
      }

      const [others] = await db.rows<Others>(sql`
        SELECT count(*) AS count, count(CASE WHEN public_key = ${publicKey} THEN 1 END) AS twins
        FROM bailiwick_access_keys WHERE user_id = ${userId}`);
      const obstacle = obstacleOf(others, countMax);
      if (obstacle !== null) {
        if (record !== null) await releaseKey(db, record, audit);
        return refuse(db, audit, { type: obstacle });
      }

      await db.rows(sql`
        INSERT INTO bailiwick_access_keys
          (id, user_id, name, public_key, created_at, expires_at, last_used_at)
        VALUES
          (${id}, ${userId}, ${name}, ${publicKey}, ${createdAt}, ${expiresAt}, ${lastUsedAt})`);
      await recordAccepted(db, audit);
      return { type: 'added' };
    });
  }

  async find(id: AccessKeyId): Promise<AccessKeyOfUser | null> {
    return (await this.findMany([id])).get(id) ?? null;
  }

  /** Returns those that exist, by id. */
  async findMany(ids: readonly string[]): Promise<Map<string, AccessKeyOfUser>> {
    // PostgreSQL raises an error for any other text, which would fail the whole statement.
    const possible = ids.filter(isUuid);
    if (possible.length === 0) return new Map();
    const rows = await this.#executor.rows<AccessKeyAndUserRow>(sql`
      SELECT ${COLUMNS}, ${OWNER_COLUMNS}
      FROM bailiwick_access_keys k JOIN bailiwick_users u ON u.id = k.user_id
      WHERE ${this.#executor.dialect.isOneOf(sql`k.id`, possible, sql`uuid`)}`);
    return new Map(rows.map((row) => [row.id, { accessKey: readAccessKey(row), ...readOwner(row) }]));
  }

  async list(userId: UserId, countMax: number): Promise<AccessKey[] | null> {
    // A user without keys is one row of nulls, and no user is no row.
    const rows = await this.#executor.rows<AccessKeyRow | { readonly id: null }>(sql`
      SELECT ${COLUMNS} FROM bailiwick_users u LEFT JOIN bailiwick_access_keys k ON k.user_id = u.id
      WHERE u.id = ${userId} AND u.status <> 'deleting' ORDER BY k.id DESC LIMIT ${countMax}`);
    return rows.length === 0 ? null : rows.flatMap((row) => (row.id === null ? [] : [readAccessKey(row)]));
  }

  delete(id: AccessKeyId, userId: UserId, audit: AuditDraft): Promise<DeleteAccessKeyOutcome> {
    const hold = { users: [userId], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<DeleteAccessKeyOutcome> => {
      if (!holdsUser(held, userId)) return refuse(db, audit, { type: 'absent' });
      const deleted = await db.rows(
        sql`DELETE FROM bailiwick_access_keys WHERE id = ${id} AND user_id = ${userId} RETURNING id`,
      );
      if (deleted.length === 0) return refuse(db, audit, { type: 'absent' });
      await raiseAuthorityVersion(db, userId);
      await recordAccepted(db, audit);
      return { type: 'deleted' };
    });
  }

  async touch(
    id: AccessKeyId,
    { lastUsedAt, unusedSince }: { lastUsedAt: Date; unusedSince: Date },
  ): Promise<void> {
    await this.#executor.rows(sql`
      UPDATE bailiwick_access_keys SET last_used_at = ${lastUsedAt}
      WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at <= ${unusedSince})`);
  }

  /**
   * The primary key decides which of two requests was first. The insertion refers to an access key that may be deleted at
   * that moment. It then waits for the deletion, finds the reference broken, and finds no key when it is retried.
   */
  async consumeNonce({ keyId, nonce, expiresAt }: Nonce): Promise<'fresh' | 'replayed'> {
    this.#executor.requirePool('consumeNonce');
    const added = await this.#executor.rows(sql`
      INSERT INTO bailiwick_nonces (key_id, nonce, expires_at)
      SELECT k.id, ${nonce}, ${expiresAt} FROM bailiwick_access_keys k WHERE k.id = ${keyId}
      ON CONFLICT (key_id, nonce) DO NOTHING RETURNING key_id`);
    return added.length > 0 ? 'fresh' : 'replayed';
  }

  sweepNonces(now: Date, countMax: number): Promise<number> {
    const nonces = { table: sql`bailiwick_nonces`, key: sql`key_id, nonce` };
    const where = sql`expires_at <= ${now} ORDER BY expires_at`;
    return sweep(this.#executor, { ...nonces, where }, countMax);
  }
}

/** How many keys the user has already, and how many of those have the same public key. */
interface Others {
  readonly count: StoredInteger;
  readonly twins: StoredInteger;
}

function obstacleOf(others: Others | undefined, countMax: number): 'twin' | 'too-many' | null {
  if (readInteger(others?.twins ?? 0) > 0) return 'twin';
  return readInteger(others?.count ?? 0) >= countMax ? 'too-many' : null;
}

interface AccessKeyRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly publicKey: string;
  readonly createdAt: StoredTime;
  readonly expiresAt: StoredTime | null;
  readonly lastUsedAt: StoredTime | null;
}

type AccessKeyAndUserRow = AccessKeyRow & OwnerRow;

function readAccessKey(row: AccessKeyRow): AccessKey {
  return {
    id: row.id as AccessKeyId,
    userId: row.userId as UserId,
    name: row.name,
    publicKey: row.publicKey,
    createdAt: readTime(row.createdAt),
    expiresAt: row.expiresAt === null ? null : readTime(row.expiresAt),
    lastUsedAt: row.lastUsedAt === null ? null : readTime(row.lastUsedAt),
  };
}
