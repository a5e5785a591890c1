// How are audit events stored?
import {
  accepted,
  firstIdAt,
  refused,
  type AuditActor,
  type AuditDetails,
  type AuditDraft,
  type AuditEvent,
  type AuditEventId,
  type AuditQuery,
  type AuditStore,
  type AuditTarget,
  type Refusal,
} from '@bailiwick/core';
import type { Database } from './database.js';
import type { Executor } from './executor.js';
import { newestFirst, type Along } from './newest-first.js';
import { withinScope } from './scope.js';
import { Sql, sql, type Binding } from './sql.js';
import {
  readInteger,
  readJson,
  readTime,
  type StoredInteger,
  type StoredJson,
  type StoredTime,
} from './stored-values.js';
import { sweep } from './sweep.js';

const SCOPE_COLUMNS = { owner: sql`target_owner_id`, kind: null, id: sql`target_id`, idIsUuid: false };

/** The outcomes are a part of the text, so that the planner sees that the indexes of refusals apply. */
const OUTCOMES = { accepted: sql`outcome = 'accepted'`, refused: sql`outcome = 'refused'` };

export class KnexAuditStore implements AuditStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  async append(refusal: Refusal): Promise<void> {
    await this.#executor.rows(refusalInsertion(refusal));
  }

  async list(query: AuditQuery): Promise<AuditEvent[]> {
    const { scope, actorId, targetId, ownerId, action, outcome, reason, since, until, ...page } = query;
    const wanted = [
      { column: sql`target_id`, type: sql`text`, value: targetId },
      { column: sql`target_owner_id`, type: sql`uuid`, value: ownerId },
      { column: sql`actor_id`, type: sql`text`, value: actorId },
      { column: sql`action`, type: sql`text`, value: action },
      { column: sql`reason`, type: sql`text`, value: reason },
    ].filter((one): one is Along => one.value !== null);
    // With several filters only the database knows which one has the fewest events, so that it chooses the index.
    const along = wanted.length === 1 ? (wanted[0] ?? null) : null;
    const others = along === null ? wanted : [];
    const ofOutcome = reason === null ? outcome : 'refused';
    const conditions = [
      withinScope(this.#executor.dialect, scope, SCOPE_COLUMNS),
      ...others.map(({ column, value }) => sql`${column} = ${value}`),
      ofOutcome === null ? null : OUTCOMES[ofOutcome],
      since === null ? null : sql`id >= ${firstIdAt<AuditEventId>(since)}`,
      until === null ? null : sql`id < ${firstIdAt<AuditEventId>(until)}`,
    ];
    const rows = await this.#executor.rows<AuditRow>(sql`
      SELECT id, at, action, outcome, reason, details, request_id AS "requestId", count,
             actor_type AS "actorType", actor_id AS "actorId", actor_credential AS "actorCredential",
             target_type AS "targetType", target_id AS "targetId", target_owner_id AS "targetOwnerId"
      FROM bailiwick_audit_events ${newestFirst(this.#executor.dialect, { along, conditions }, page)}`);
    return rows.map(readEvent);
  }

  sweep(before: Date, countMax: number): Promise<number> {
    const target = {
      table: sql`bailiwick_audit_events`,
      key: sql`id`,
      where: sql`id < ${firstIdAt<AuditEventId>(before)} ORDER BY id`,
    };
    return sweep(this.#executor, target, countMax);
  }
}

/** Records that the command was carried out, in the transaction of the command. */
export async function recordAccepted(db: Database, audit: AuditDraft): Promise<void> {
  await db.rows(insertion(accepted(audit)));
}

/**
 * Records the refusal and returns the outcome. If an equal refusal is recorded already, the statement waits for the
 * transaction that counts it, and counts one more. It is the last lock that a command takes.
 */
export async function refuse<T extends { readonly type: string }>(
  db: Database,
  audit: AuditDraft,
  outcome: T,
  details: AuditDetails = {},
): Promise<T> {
  await db.rows(refusalInsertion(refused(audit, outcome.type, details)));
  return outcome;
}

interface AuditRow {
  readonly id: string;
  readonly at: StoredTime;
  readonly actorType: AuditActor['type'];
  readonly actorId: string | null;
  readonly actorCredential: string | null;
  readonly action: string;
  readonly targetType: AuditTarget['type'];
  readonly targetId: string | null;
  readonly targetOwnerId: string | null;
  readonly outcome: AuditEvent['outcome'];
  readonly reason: string;
  readonly details: StoredJson;
  readonly requestId: string | null;
  readonly count: StoredInteger;
}

/** The values of a draft, in the order of the parameters of the schema's functions. */
export function auditParameters(draft: AuditDraft): Sql {
  const { refusalKey: refusal_key, rule, details } = draft;
  return valuesOf({ ...columnsOf(draft), refusal_key, rule, details: JSON.stringify(details) });
}

/** The same values by column, for a statement that takes several drafts as JSON. */
export function auditColumns(draft: AuditDraft, encode: (value: Date) => Binding) {
  const { id, at, refusalKey, rule, details } = draft;
  return { event_id: id, at: encode(at), ...actColumns(draft), refusal_key: refusalKey, rule, details };
}

function insertion(event: AuditEvent): Sql {
  const { names, values } = insertionParts(event);
  return sql`INSERT INTO bailiwick_audit_events (${names}) VALUES (${values})`;
}

function refusalInsertion({ event, key }: Refusal): Sql {
  if (key === null) return insertion(event);
  const { names, values } = insertionParts(event, { refusal_key: key });
  return sql`INSERT INTO bailiwick_audit_events AS a (${names}) VALUES (${values}) ${COUNTED}`;
}

/** Counts an equal refusal instead of adding one; its other columns do not change. The table's alias is "a". */
const COUNTED = sql`
  ON CONFLICT (refusal_key, reason) WHERE refusal_key IS NOT NULL DO UPDATE SET count = a.count + 1`;

function insertionParts(
  event: AuditEvent,
  more: Readonly<Record<string, Binding>> = {},
): { readonly names: Sql; readonly values: Sql } {
  const { outcome, reason, details } = event;
  const columns = { ...columnsOf(event), outcome, reason, details: JSON.stringify(details), ...more };
  const names = new Sql(Object.keys(columns).join(', '));
  return { names, values: valuesOf(columns) };
}

/** The columns that a draft and an event have in common, in the order of the parameters of the schema's functions. */
function columnsOf(event: AuditDraft | AuditEvent) {
  return { id: event.id, at: event.at, ...actColumns(event) };
}

/** The columns that say who did what to which target, and in which request. */
export function actColumns({ actor, action, target, requestId }: AuditDraft | AuditEvent) {
  return {
    actor_type: actor.type,
    actor_id: actorId(actor),
    actor_credential: actor.type === 'user' ? actor.credential : null,
    action,
    target_type: target.type,
    target_id: target.id,
    target_owner_id: target.ownerId,
    request_id: requestId,
  };
}

function actorId(actor: AuditActor): string | null {
  switch (actor.type) {
    case 'user':
      return actor.id;
    case 'system':
      return actor.name;
    case 'anonymous':
      return null;
  }
}

function valuesOf(columns: Readonly<Record<string, Binding>>): Sql {
  const bindings = Object.values(columns);
  return new Sql(bindings.map(() => '?').join(', '), bindings);
}

function readEvent(row: AuditRow): AuditEvent {
  return {
    id: row.id as AuditEventId,
    at: readTime(row.at),
    actor: readActor(row),
    action: row.action,
    target: { type: row.targetType, id: row.targetId, ownerId: row.targetOwnerId },
    outcome: row.outcome,
    reason: row.reason,
    details: readJson(row.details),
    requestId: row.requestId,
    count: readInteger(row.count),
  };
}

function readActor({ actorType, actorId, actorCredential }: AuditRow): AuditActor {
  switch (actorType) {
    case 'user':
      return { type: 'user', id: actorId ?? '', credential: actorCredential ?? '' };
    case 'system':
      return { type: 'system', name: actorId ?? '' };
    case 'anonymous':
      return { type: 'anonymous' };
  }
}
