// How does a repeated request get its first result?
import {
  TransactionConflictError,
  wordOfActor,
  type AuditDraft,
  type IdempotencyRecord,
  type OwnerId,
} from '@bailiwick/core';
import type { Database } from './database.js';
import { sql } from './sql.js';
import { readJson, type StoredJson } from './stored-values.js';

export interface OwnIdempotencyRecord extends IdempotencyRecord {
  readonly ownerId: OwnerId;
}

export type ReserveOutcome<Row> =
  | { readonly type: 'reserved' | 'key-reused' }
  /** `made` is what the first request under the key made, as it was then. */
  | { readonly type: 'repeated'; readonly made: Row };

/**
 * Writes the record of what is about to be made; the outcome is `reserved` when it is the first under its key. Requests
 * with the same key wait for each other here, before they meet anywhere else. The caller has locked the owner.
 */
export async function reserveKey<Row>(
  db: Database,
  record: OwnIdempotencyRecord,
  made: object,
  audit: AuditDraft,
): Promise<ReserveOutcome<Row>> {
  const { ownerId, key, payloadHash } = record;
  const askedBy = wordOfActor(audit.actor);
  const inserted = await db.rows(sql`
    INSERT INTO bailiwick_idempotency_keys (owner_id, asked_by, key, payload_hash, resource, created_at, root_id)
    VALUES (${ownerId}, ${askedBy}, ${key}, ${payloadHash}, ${JSON.stringify(made)}, ${audit.at},
            ${db.dialect.rootOf(ownerId)})
    ON CONFLICT (owner_id, asked_by, key) DO NOTHING RETURNING key`);
  if (inserted.length > 0) return { type: 'reserved' };
  const [row] = await db.rows<{ payloadHash: string; made: StoredJson }>(sql`
    SELECT payload_hash AS "payloadHash", resource AS made FROM bailiwick_idempotency_keys
    WHERE owner_id = ${ownerId} AND asked_by = ${askedBy} AND key = ${key}`);
  // The record was swept between the two statements: a retry of the call finds it gone.
  if (row === undefined) throw new TransactionConflictError();
  if (row.payloadHash !== payloadHash) return { type: 'key-reused' };
  return { type: 'repeated', made: readJson<Row>(row.made) };
}

/** Deletes the record again: a refusal leaves none. */
export async function releaseKey(
  db: Database,
  { ownerId, key }: OwnIdempotencyRecord,
  { actor }: AuditDraft,
): Promise<void> {
  await db.rows(sql`
    DELETE FROM bailiwick_idempotency_keys
    WHERE owner_id = ${ownerId} AND asked_by = ${wordOfActor(actor)} AND key = ${key}`);
}

/** The columns of a record, for a statement that takes creates as JSON. */
export function keyColumns({ key, payloadHash }: IdempotencyRecord, made: object, { actor }: AuditDraft) {
  return { asked_by: wordOfActor(actor), key, payload_hash: payloadHash, resource: made };
}
