import {
  TransactionConflictError,
  wordOfActor,
  type AuditDraft,
  type IdempotencyRecord,
  type UserId,
} from '@bailiwick/core';
import type { Database } from './executor.js';
import { sql } from './sql.js';
import { readJson, type StoredJson } from './stored-values.js';

export interface OwnIdempotencyRecord extends IdempotencyRecord {
  readonly ownerId: UserId;
}

export type ClaimOutcome<Row> =
  | { readonly type: 'claimed' | 'key-reused' }
  /** What the first request under the key made, as it was stored. */
  | { readonly type: 'repeated'; readonly made: Row };

/**
 * Writes the record of what is about to be made; `claimed` when it is the first under its key. Twins wait
 * for each other here, before they meet anywhere else. The caller has locked the owner.
 */
export async function claimKey<Row>(
  db: Database,
  { ownerId, key, payloadHash }: OwnIdempotencyRecord,
  made: object,
  { actor, at }: AuditDraft,
): Promise<ClaimOutcome<Row>> {
  const claimed = await db.rows(sql`
    INSERT INTO bailiwick_idempotency_keys (owner_id, asked_by, key, payload_hash, resource, created_at)
    VALUES (${ownerId}, ${wordOfActor(actor)}, ${key}, ${payloadHash}, ${JSON.stringify(made)}, ${at})
    ON CONFLICT (owner_id, asked_by, key) DO NOTHING RETURNING key`);
  if (claimed.length > 0) return { type: 'claimed' };
  const [row] = await db.rows<{ payloadHash: string; made: StoredJson }>(sql`
    SELECT payload_hash AS "payloadHash", resource AS made FROM bailiwick_idempotency_keys
    WHERE owner_id = ${ownerId} AND asked_by = ${wordOfActor(actor)} AND key = ${key}`);
  // Swept between the two statements: a repeat of the call finds it gone.
  if (row === undefined) throw new TransactionConflictError();
  if (row.payloadHash !== payloadHash) return { type: 'key-reused' };
  return { type: 'repeated', made: readJson<Row>(row.made) };
}

/** What was to be made is refused: a refusal leaves no record. */
export async function releaseKey(
  db: Database,
  { ownerId, key }: OwnIdempotencyRecord,
  { actor }: AuditDraft,
): Promise<void> {
  await db.rows(sql`
    DELETE FROM bailiwick_idempotency_keys
    WHERE owner_id = ${ownerId} AND asked_by = ${wordOfActor(actor)} AND key = ${key}`);
}
