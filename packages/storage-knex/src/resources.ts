import type {
  AuditDraft,
  CreateResource,
  CreateResourceOutcome,
  DeleteResourceOutcome,
  Demand,
  RenameResource,
  RenameResourceOutcome,
  Resource,
  ResourceId,
  ResourceQuery,
  ResourceStore,
  UserId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import type { Executor } from './executor.js';
import { newestFirst } from './newest-first.js';
import { lockOwner, shiftUsage } from './quotas.js';
import { ownedBy, withinScope } from './scope.js';
import { sql } from './sql.js';
import { readJson, readTime, type StoredJson, type StoredTime } from './stored-values.js';
import { sweep } from './sweep.js';

const COLUMNS = sql`id, owner_id AS "ownerId", kind, name, created_at AS "createdAt", updated_at AS "updatedAt"`;
const SCOPE_COLUMNS = { owner: sql`owner_id`, kind: sql`kind`, id: sql`id`, idIsUuid: true };

export class KnexResourceStore implements ResourceStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome> {
    return this.#executor.dialect.createResource(this.#executor, command, audit);
  }

  async find(id: ResourceId): Promise<Resource | null> {
    const [row] = await this.#executor.rows<ResourceRow>(
      sql`SELECT ${COLUMNS} FROM bailiwick_resources WHERE id = ${id}`,
    );
    return row === undefined ? null : readResource(row);
  }

  async list({ scope, ownerId, kind, ...page }: ResourceQuery): Promise<Resource[]> {
    const conditions = [
      withinScope(scope, SCOPE_COLUMNS),
      ownerId === null ? null : ownedBy(SCOPE_COLUMNS.owner, ownerId),
      kind === null ? null : sql`kind = ${kind}`,
    ];
    const rows = await this.#executor.rows<ResourceRow>(
      sql`SELECT ${COLUMNS} FROM bailiwick_resources ${newestFirst(conditions, page)}`,
    );
    return rows.map(readResource);
  }

  rename(
    id: ResourceId,
    { name, at, ifUnchangedSince }: RenameResource,
    audit: AuditDraft,
  ): Promise<RenameResourceOutcome> {
    const isUnchanged =
      ifUnchangedSince === null
        ? sql``
        : sql`AND name = ${ifUnchangedSince.name} AND updated_at = ${ifUnchangedSince.updatedAt}`;
    return this.#executor.transaction(async (db): Promise<RenameResourceOutcome> => {
      const [row] = await db.rows<ResourceRow>(sql`
        UPDATE bailiwick_resources SET name = ${name}, updated_at = ${at}
        WHERE id = ${id} ${isUnchanged} RETURNING ${COLUMNS}`);
      if (row === undefined) {
        const found = await db.rows(sql`SELECT 1 FROM bailiwick_resources WHERE id = ${id}`);
        return refuse(db, audit, { type: found.length > 0 ? 'precondition-failed' : 'absent' });
      }
      await recordAccepted(db, audit);
      return { type: 'renamed', resource: readResource(row) };
    });
  }

  delete(id: ResourceId, ownerId: UserId, audit: AuditDraft): Promise<DeleteResourceOutcome> {
    return this.#executor.transaction(async (db): Promise<DeleteResourceOutcome> => {
      const { lock, jsonEach } = db.dialect;
      // The owner, then the quotas, then the resource. The owner matters to a host that deletes two: PostgreSQL
      // checks the foreign key of a quota again, and so locks the owner, when a transaction updates it twice.
      if (!(await lockOwner(db, ownerId))) return refuse(db, audit, { type: 'absent' });
      await db.rows(sql`
        SELECT 1 FROM bailiwick_quotas
        WHERE owner_id = ${ownerId}
          AND meter IN (SELECT e.key FROM bailiwick_resources r, ${jsonEach}(r.demand) e WHERE r.id = ${id})
        ORDER BY meter ${lock.noKeyUpdate}`);
      const [row] = await db.rows<{ demand: StoredJson }>(sql`
        DELETE FROM bailiwick_resources WHERE id = ${id} AND owner_id = ${ownerId} RETURNING demand`);
      if (row === undefined) return refuse(db, audit, { type: 'absent' });
      await shiftUsage(db, ownerId, readJson<Demand>(row.demand), -1);
      await recordAccepted(db, audit);
      return { type: 'deleted' };
    });
  }

  sweepIdempotencyKeys(before: Date, countMax: number): Promise<number> {
    const doomed = {
      table: sql`bailiwick_idempotency_keys`,
      key: sql`owner_id, key`,
      where: sql`created_at < ${before} ORDER BY created_at`,
    };
    return sweep(this.#executor, doomed, countMax);
  }
}

export interface ResourceRow {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: string;
  readonly name: string;
  readonly createdAt: StoredTime;
  readonly updatedAt: StoredTime;
}

/** Also for the JSON of a resource that an idempotency record keeps. */
export function readResource({ id, ownerId, kind, name, createdAt, updatedAt }: ResourceRow): Resource {
  return {
    id: id as ResourceId,
    ownerId: ownerId as UserId,
    kind,
    name,
    createdAt: readTime(createdAt),
    updatedAt: readTime(updatedAt),
  };
}
