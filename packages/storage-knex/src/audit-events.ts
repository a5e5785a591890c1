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
} from '@bailiwick/core';
import type { Database, Executor } from './executor.js';
import { newestFirst, type Along } from './newest-first.js';
import { withinScope } from './scope.js';
import { Sql, sql, type Binding } from './sql.js';
import { readJson, readTime, type StoredJson, type StoredTime } from './stored-values.js';
import { sweep } from './sweep.js';

const SCOPE_COLUMNS = { owner: sql`target_owner_id`, kind: null, id: sql`target_id`, idIsUuid: false };

export class KnexAuditStore implements AuditStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  async append(event: AuditEvent): Promise<void> {
    await this.#executor.rows(insertion(event));
  }

  async appendOrCount(event: AuditEvent): Promise<void> {
    const { names, values } = insertionParts(event);
    await this.#executor.rows(sql`
      INSERT INTO bailiwick_audit_events AS recorded (${names}) VALUES (${values})
      ON CONFLICT (id) DO UPDATE SET details = ${this.#executor.dialect.withOneMore(sql`recorded.details`)}`);
  }

  async list({ scope, actorId, targetId, action, ...page }: AuditQuery): Promise<AuditEvent[]> {
    const wanted = [
      { column: sql`target_id`, type: sql`text`, value: targetId },
      { column: sql`actor_id`, type: sql`text`, value: actorId },
      { column: sql`action`, type: sql`text`, value: action },
    ].filter((one): one is Along => one.value !== null);
    // Of several, only the database knows which has the fewest events: it is left to choose the index.
    const along = wanted.length === 1 ? (wanted[0] ?? null) : null;
    const others = along === null ? wanted : [];
    const conditions = [
      withinScope(this.#executor.dialect, scope, SCOPE_COLUMNS),
      ...others.map(({ column, value }) => sql`${column} = ${value}`),
    ];
    const rows = await this.#executor.rows<AuditRow>(sql`
      SELECT id, at, action, outcome, reason, details,
             actor_type AS "actorType", actor_id AS "actorId", actor_credential AS "actorCredential",
             target_type AS "targetType", target_id AS "targetId", target_owner_id AS "targetOwnerId"
      FROM bailiwick_audit_events ${newestFirst(this.#executor.dialect, { along, conditions }, page)}`);
    return rows.map(readEvent);
  }

  sweep(before: Date, countMax: number): Promise<number> {
    const doomed = {
      table: sql`bailiwick_audit_events`,
      key: sql`id`,
      where: sql`id < ${firstIdAt<AuditEventId>(before)} ORDER BY id`,
    };
    return sweep(this.#executor, doomed, countMax);
  }
}

/** Records that the command was carried out, in the transaction that does it. */
export async function recordAccepted(db: Database, audit: AuditDraft): Promise<void> {
  await db.rows(insertion(accepted(audit)));
}

/** Records the refusal and hands the outcome through. */
export async function refuse<T extends { readonly type: string }>(
  db: Database,
  audit: AuditDraft,
  outcome: T,
  details: AuditDetails = {},
): Promise<T> {
  await db.rows(insertion(refused(audit, outcome.type, details)));
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
}

/** A draft as the functions of the schema take it. */
export function auditParameters(draft: AuditDraft): Sql {
  return valuesOf({ ...columnsOf(draft), rule: draft.rule, details: JSON.stringify(draft.details) });
}

/** The same, by name, for a statement that takes several drafts as JSON. */
export function auditMembers(draft: AuditDraft, encode: (value: Date) => Binding) {
  const { id, at, ...columns } = columnsOf(draft);
  return { event_id: id, at: encode(at), ...columns, rule: draft.rule, details: draft.details };
}

function insertion(event: AuditEvent): Sql {
  const { names, values } = insertionParts(event);
  return sql`INSERT INTO bailiwick_audit_events (${names}) VALUES (${values})`;
}

function insertionParts(event: AuditEvent): { readonly names: Sql; readonly values: Sql } {
  const { outcome, reason, details } = event;
  const columns = { ...columnsOf(event), outcome, reason, details: JSON.stringify(details) };
  const names = new Sql(Object.keys(columns).join(', '));
  return { names, values: valuesOf(columns) };
}

/** What a draft and an event have in common, by column, in the order in which the functions of the schema take it. */
function columnsOf({ id, at, actor, action, target }: AuditDraft | AuditEvent) {
  return {
    id,
    at,
    ...actorColumns(actor),
    action,
    target_type: target.type,
    target_id: target.id,
    target_owner_id: target.ownerId,
  };
}

function actorColumns(actor: AuditActor) {
  switch (actor.type) {
    case 'user':
      return { actor_type: actor.type, actor_id: actor.id, actor_credential: actor.credential };
    case 'system':
      return { actor_type: actor.type, actor_id: actor.name, actor_credential: null };
    case 'anonymous':
      return { actor_type: actor.type, actor_id: null, actor_credential: null };
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
