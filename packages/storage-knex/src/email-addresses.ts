// Which user has an email address?
import {
  withDetails,
  type AuditDetails,
  type Displacing,
  type GivenEmail,
  type UnprovenHolder,
  type UserId,
} from '@bailiwick/core';
import { recordAccepted } from './audit-events.js';
import type { Database } from './database.js';
import { sql } from './sql.js';

interface StoredAddress {
  readonly email: string;
  readonly emailKey: string;
}

/** The user has the address now. The details belong to the audit event of the command. */
interface Given {
  readonly type: 'given';
  readonly details: AuditDetails;
}

export type GiveOutcome = Given | { readonly type: 'email-taken' } | UnprovenHolder;

/** Returns the users whose rows a command must lock before it calls {@link takeAddress}. */
export function displacedBy(displacing: Displacing | undefined): UserId[] {
  return typeof displacing === 'object' ? [displacing.userId] : [];
}

/**
 * Gives the address to the user, and to no other. Callers that want the same address meet at its row, and nowhere else:
 * `bailiwick_email_addresses` has the current address of every user and, while that is not proven, the one before it.
 */
export async function takeAddress(
  db: Database,
  userId: UserId,
  { email, emailKey, displacing = 'nobody' }: GivenEmail,
): Promise<GiveOutcome> {
  const details = typeof displacing === 'object' ? await displace(db, emailKey, displacing) : {};
  const taken = await db.rows(sql`
    INSERT INTO bailiwick_email_addresses AS a (email_key, user_id, email) VALUES (${emailKey}, ${userId}, ${email})
    ON CONFLICT (email_key) DO UPDATE SET email = excluded.email WHERE a.user_id = excluded.user_id
    RETURNING email_key`);
  if (taken.length > 0) return { type: 'given', details };
  const holderId = displacing === 'nobody' ? null : await findUnprovenHolder(db, emailKey);
  return holderId === null ? { type: 'email-taken' } : { type: 'unproven-holder', holderId };
}

/** The same for a user with a current address, which they lose unless it remains as the proven one. */
export async function exchangeAddress(
  db: Database,
  id: UserId,
  current: string,
  given: GivenEmail,
): Promise<GiveOutcome> {
  const beside = await findBeside(db, id, current);
  const outcome = await takeAddress(db, id, given);
  if (outcome.type !== 'given') return outcome;
  const proven = given.isUnproven === true ? (beside?.emailKey ?? current) : given.emailKey;
  await db.rows(sql`
    DELETE FROM bailiwick_email_addresses
    WHERE user_id = ${id} AND email_key NOT IN (${given.emailKey}, ${proven})`);
  return outcome;
}

/** Takes the address from a user who has still not proven it, and makes the one before it current again. */
async function displace(
  db: Database,
  emailKey: string,
  { userId, audit }: Exclude<Displacing, string>,
): Promise<AuditDetails> {
  const proven = await findBeside(db, userId, emailKey);
  if (proven === null) return {};
  const displaced = await db.rows(sql`
    UPDATE bailiwick_users SET email = ${proven.email}, email_key = ${proven.emailKey}, updated_at = ${audit.at}
    WHERE id = ${userId} AND email_key = ${emailKey} RETURNING id`);
  if (displaced.length === 0) return {};
  await db.rows(
    sql`DELETE FROM bailiwick_email_addresses WHERE email_key = ${emailKey} AND user_id = ${userId}`,
  );
  await recordAccepted(db, withDetails(audit, { email: proven.email }));
  return { takenFrom: userId };
}

/** Returns the proven address of a user whose current one is not proven. */
async function findBeside(db: Database, userId: UserId, current: string): Promise<StoredAddress | null> {
  const [row] = await db.rows<StoredAddress>(sql`
    SELECT email, email_key AS "emailKey" FROM bailiwick_email_addresses
    WHERE user_id = ${userId} AND email_key <> ${current}`);
  return row ?? null;
}

async function findUnprovenHolder(db: Database, emailKey: string): Promise<UserId | null> {
  const [holder] = await db.rows<{ id: string }>(sql`
    SELECT u.id FROM bailiwick_users u JOIN bailiwick_email_addresses a ON a.user_id = u.id
    WHERE u.email_key = ${emailKey} AND a.email_key <> ${emailKey}`);
  return holder === undefined ? null : (holder.id as UserId);
}
