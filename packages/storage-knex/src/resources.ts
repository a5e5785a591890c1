import type {
  AuditDraft,
  CreateResource,
  CreateResourceOutcome,
  DeleteResourceOutcome,
  RenameResource,
  RenameResourceOutcome,
  Resource,
  ResourceId,
  ResourceQuery,
  ResourceStore,
  ResourceVersion,
  UserId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { ResourceCreator } from './create-resource/creator.js';
import type { Executor } from './executor.js';
import { newestFirst } from './newest-first.js';
import { ownedBy, withinScope } from './scope.js';
import { sql, type Sql } from './sql.js';
import { readTime, type StoredTime } from './stored-values.js';
import { sweep } from './sweep.js';

const COLUMNS = sql`id, owner_id AS "ownerId", kind, name, created_at AS "createdAt", updated_at AS "updatedAt"`;
const SCOPE_COLUMNS = { owner: sql`owner_id`, kind: sql`kind`, id: sql`id`, idIsUuid: true };

export class KnexResourceStore implements ResourceStore {
  readonly #executor: Executor;
  readonly #creator: ResourceCreator;

  constructor(executor: Executor) {
    this.#executor = executor;
    this.#creator = new ResourceCreator(executor);
  }

  create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome> {
    return this.#creator.create(command, audit);
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
    return this.#executor.transaction(async (db): Promise<RenameResourceOutcome> => {
      const [row] = await db.rows<ResourceRow>(sql`
        UPDATE bailiwick_resources SET name = ${name}, updated_at = ${at}
        WHERE id = ${id} ${isOfVersion(ifUnchangedSince)} RETURNING ${COLUMNS}`);
      if (row === undefined) {
        const found = await db.rows(sql`SELECT 1 FROM bailiwick_resources WHERE id = ${id}`);
        return refuse(db, audit, { type: found.length > 0 ? 'precondition-failed' : 'absent' });
      }
      await recordAccepted(db, audit);
      return { type: 'renamed', resource: readResource(row) };
    });
  }

  delete(
    id: ResourceId,
    ownerId: UserId,
    audit: AuditDraft,
    ifUnchangedSince: ResourceVersion | null = null,
  ): Promise<DeleteResourceOutcome> {
    return this.#executor.dialect.deleteResource(this.#executor, id, ownerId, audit, ifUnchangedSince);
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

export function isOfVersion(version: ResourceVersion | null): Sql {
  if (version === null) return sql``;
  return sql`AND name = ${version.name} AND updated_at = ${version.updatedAt}`;
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
  const createdTime = readTime(createdAt);
  return {
    id: id as ResourceId,
    ownerId: ownerId as UserId,
    kind,
    name,
    createdAt: createdTime,
    // Most have never changed: on a page of a list, half of the work of reading it is reading times.
    updatedAt: updatedAt === createdAt ? new Date(createdTime) : readTime(updatedAt),
  };
}
