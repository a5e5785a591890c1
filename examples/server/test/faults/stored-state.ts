/** Queries the database directly, without the library. */
export type Query = <Row>(sql: string) => Promise<Row[]>;

interface StoredUser {
  readonly id: string;
  readonly email: string;
  readonly status: string;
}

interface StoredResource {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
}

interface StoredQuota {
  readonly ownerId: string;
  readonly isOwn: boolean;
  readonly limit: number | null;
}

/** An audit event of a command that was accepted. */
interface StoredEvent {
  readonly action: string;
  readonly targetId: string | null;
  readonly ownerId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface StoredKey {
  readonly ownerId: string;
  readonly key: string;
  readonly resourceId: string;
}

export interface StoredState {
  readonly users: readonly StoredUser[];
  readonly resources: readonly StoredResource[];
  readonly quotas: readonly StoredQuota[];
  readonly events: readonly StoredEvent[];
  readonly keys: readonly StoredKey[];
  readonly sessionIds: ReadonlySet<string>;
  readonly defaultLimit: number | null;
}

/** The stored data that a journal is compared with. */
export async function readState(query: Query): Promise<StoredState> {
  const quotas = await query<{ ownerId: string; isOwn: unknown; limit: unknown }>(
    `SELECT owner_id AS "ownerId", limit_set AS "isOwn", limit_value AS "limit" FROM bailiwick_quotas`,
  );
  const events = await query<{ action: string; targetId: string; ownerId: string; details: unknown }>(
    `SELECT action, target_id AS "targetId", target_owner_id AS "ownerId", details
     FROM bailiwick_audit_events WHERE outcome = 'accepted'`,
  );
  const sessions = await query<{ id: string }>('SELECT id FROM bailiwick_sessions');
  const [byDefault] = await query<{ limit: unknown }>(
    `SELECT limit_value AS "limit" FROM bailiwick_default_limits WHERE owner_type = 'user' AND meter = 'resources'`,
  );
  return {
    users: await query('SELECT id, email, status FROM bailiwick_users'),
    resources: await query('SELECT id, owner_id AS "ownerId", name FROM bailiwick_resources'),
    quotas: quotas.map((row) => ({ ...row, isOwn: Boolean(row.isOwn), limit: number(row.limit) })),
    events: events.map((row) => ({ ...row, details: json(row.details) })),
    keys: await query(
      `SELECT owner_id AS "ownerId", key, resource ->> 'id' AS "resourceId" FROM bailiwick_idempotency_keys`,
    ),
    sessionIds: new Set(sessions.map(({ id }) => id)),
    defaultLimit: number(byDefault?.limit ?? null),
  };
}

/** The PostgreSQL driver returns a bigint as text. */
function number(value: unknown): number | null {
  return value === null ? null : Number(value);
}

/** SQLite keeps JSON as text. */
function json(value: unknown): StoredEvent['details'] {
  return typeof value === 'string' ? JSON.parse(value) : (value as StoredEvent['details']);
}
