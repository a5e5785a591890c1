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
import { sql, type Binding, type Sql } from './sql.js';
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

  async list({ scope, actorId, targetId, action, ...page }: AuditQuery): Promise<AuditEvent[]> {
    const wanted = [
      { column: sql`target_id`, type: sql`text`, value: targetId },
      { column: sql`actor_id`, type: sql`text`, value: actorId },
      { column: sql`action`, type: sql`text`, value: action },
    ].filter((one): one is Along => one.value !== null);
    // Along what has the fewest events, as a rule.
    const [along = null, ...others] = wanted;
    const conditions = [
      withinScope(scope, SCOPE_COLUMNS),
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

/** The columns in which an actor is kept. */
function actorColumns(actor: AuditActor): Pick<AuditRow, 'actorType' | 'actorId' | 'actorCredential'> {
  switch (actor.type) {
    case 'user':
      return { actorType: 'user', actorId: actor.id, actorCredential: actor.credential };
    case 'system':
      return { actorType: 'system', actorId: actor.name, actorCredential: null };
    case 'anonymous':
      return { actorType: 'anonymous', actorId: null, actorCredential: null };
  }
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
export function auditParameters({ id, at, actor, action, target, rule, details }: AuditDraft): Sql {
  const { actorType, actorId, actorCredential } = actorColumns(actor);
  return sql`
    ${id}, ${at}, ${actorType}, ${actorId}, ${actorCredential}, ${action},
    ${target.type}, ${target.id}, ${target.ownerId}, ${rule}, ${JSON.stringify(details)}`;
}

/** The same, by name, for a statement that takes several drafts as JSON. */
export function auditMembers(
  { id, at, actor, action, target, rule, details }: AuditDraft,
  encode: (value: Date) => Binding,
) {
  const { actorType, actorId, actorCredential } = actorColumns(actor);
  return {
    event_id: id,
    at: encode(at),
    actor_type: actorType,
    actor_id: actorId,
    actor_credential: actorCredential,
    action,
    target_type: target.type,
    target_id: target.id,
    target_owner_id: target.ownerId,
    rule,
    details,
  };
}

function insertion({ id, at, actor, action, target, outcome, reason, details }: AuditEvent): Sql {
  const { actorType, actorId, actorCredential } = actorColumns(actor);
  return sql`
    INSERT INTO bailiwick_audit_events
      (id, at, actor_type, actor_id, actor_credential, action, target_type, target_id, target_owner_id, outcome, reason, details)
    VALUES
      (${id}, ${at}, ${actorType}, ${actorId}, ${actorCredential}, ${action},
       ${target.type}, ${target.id}, ${target.ownerId}, ${outcome}, ${reason}, ${JSON.stringify(details)})`;
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
