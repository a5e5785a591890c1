// How are resources stored?
import {
  type AuditDraft,
  type CreateResource,
  type CreateResourceOutcome,
  type DeleteResourceOutcome,
  type RenameResource,
  type RenameResourceOutcome,
  type Resource,
  type ResourceId,
  type ResourceQuery,
  type ResourceStore,
  type ResourceVersion,
  type TransferResource,
  type TransferResourceOutcome,
  type OwnerId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import type { Dialect } from './dialect.js';
import type { Executor } from './executor.js';
import { coverOf, memberWalks } from './member-walks.js';
import { oneWalk, type Rows, type Selection } from './newest-first.js';
import type { Operations } from './operations.js';
import {
  IS_HIDDEN,
  IS_VISIBLE,
  isOfVersion,
  OWNERS_BEING_DELETED,
  readResource,
  RESOURCE_COLUMNS,
  type ResourceRow,
} from './resource-row.js';
import { isUuid, onlyOwnerOf, withinScope } from './scope.js';
import { sql } from './sql.js';
import { sweep } from './sweep.js';
import { transferResource } from './transfer.js';

const SCOPE_COLUMNS = { owner: sql`owner_id`, kind: sql`kind`, id: sql`id`, idIsUuid: true };

export class KnexResourceStore implements ResourceStore {
  readonly #executor: Executor;
  readonly #operations: Operations;

  constructor(executor: Executor, operations: Operations) {
    this.#executor = executor;
    this.#operations = operations;
  }

  create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome> {
    return this.#operations.createResource(this.#executor, { command, audit });
  }

  async find(id: ResourceId): Promise<Resource | null> {
    return (await this.findMany([id])).get(id) ?? null;
  }

  /** Returns those that exist, by id. */
  async findMany(ids: readonly string[]): Promise<Map<string, Resource>> {
    // PostgreSQL raises an error for any other text, which would fail the whole statement.
    const possible = ids.filter(isUuid);
    if (possible.length === 0) return new Map();
    const rows = await this.#executor.rows<ResourceRow>(
      sql`SELECT ${RESOURCE_COLUMNS} FROM bailiwick_resources WHERE ${this.#executor.dialect.isOneOf(sql`id`, possible, sql`uuid`)} AND ${IS_VISIBLE}`,
    );
    return new Map(rows.map((row) => [row.id, readResource(row)]));
  }

  async list(query: ResourceQuery): Promise<Resource[]> {
    const selection = wanted(this.#executor.dialect, query);
    const rows = await this.#executor.rows<ResourceRow & { readonly isHidden: boolean | number }>(sql`
      SELECT ${RESOURCE_COLUMNS}, ${IS_HIDDEN} AS "isHidden" FROM ${selection.page([], query)}`);
    const visible = rows.filter(({ isHidden }) => !isHidden);
    const olderThanId = rows.at(-1)?.id ?? null;
    const isWhole = visible.length === rows.length || rows.length < query.count || olderThanId === null;
    const others = isWhole
      ? []
      : await this.#pastHidden(selection, olderThanId, query.count - visible.length);
    return [...visible, ...others].map(readResource);
  }

  /** Returns the visible rows that come next. A single statement could walk past a million rows, and on SQLite delay all others. */
  async #pastHidden(selection: Selection, olderThanId: string, count: number): Promise<ResourceRow[]> {
    const found: ResourceRow[] = [];
    for (let position: string | null = olderThanId; position !== null && found.length < count;) {
      const [last]: { id: string }[] = await this.#executor.rows<{ id: string }>(
        selection.endOfStep(position),
      );
      const step = [IS_VISIBLE, last === undefined ? null : sql`id >= ${last.id}`];
      const page = { olderThanId: position, count: count - found.length };
      found.push(
        ...(await this.#executor.rows<ResourceRow>(
          sql`SELECT ${RESOURCE_COLUMNS} FROM ${selection.page(step, page)}`,
        )),
      );
      position = last?.id ?? null;
    }
    return found;
  }

  rename(
    id: ResourceId,
    { ownerId, name, at, ifUnchangedSince }: RenameResource,
    audit: AuditDraft,
  ): Promise<RenameResourceOutcome> {
    return runCommand(this.#executor, audit, {}, async (db): Promise<RenameResourceOutcome> => {
      const [row] = await db.rows<ResourceRow>(sql`
        UPDATE bailiwick_resources SET name = ${name}, updated_at = ${at}
        WHERE id = ${id} AND owner_id = ${ownerId} AND ${IS_VISIBLE} ${isOfVersion(ifUnchangedSince)}
        RETURNING ${RESOURCE_COLUMNS}`);
      if (row === undefined) {
        const found = await db.rows(
          sql`SELECT 1 FROM bailiwick_resources WHERE id = ${id} AND owner_id = ${ownerId} AND ${IS_VISIBLE}`,
        );
        return refuse(db, audit, { type: found.length > 0 ? 'precondition-failed' : 'absent' });
      }
      await recordAccepted(db, audit);
      return { type: 'renamed', resource: readResource(row) };
    });
  }

  transfer(id: ResourceId, change: TransferResource, audit: AuditDraft): Promise<TransferResourceOutcome> {
    return transferResource(this.#executor, id, change, audit);
  }

  delete(
    id: ResourceId,
    ownerId: OwnerId,
    audit: AuditDraft,
    version: ResourceVersion | null = null,
  ): Promise<DeleteResourceOutcome> {
    return this.#operations.deleteResource(this.#executor, { id, ownerId, version, audit });
  }

  sweepIdempotencyKeys(before: Date, countMax: number): Promise<number> {
    const target = {
      table: sql`bailiwick_idempotency_keys`,
      key: sql`owner_id, asked_by, key`,
      where: sql`created_at < ${before} ORDER BY created_at`,
    };
    return sweep(this.#executor, target, countMax);
  }
}

function wanted(dialect: Dialect, { scope, ownerId, kind }: ResourceQuery): Selection {
  const along = (rows: Rows) => oneWalk(dialect, sql`bailiwick_resources`, rows);
  const isWithin = () => withinScope(dialect, scope, SCOPE_COLUMNS);
  const ofKind = kind === null ? null : sql`kind = ${kind}`;
  const only = onlyOwnerOf(scope);
  const owner = ownerId ?? only;
  if (owner === null) {
    const cover = coverOf(scope);
    if (cover !== null && cover.memberships.length > 0)
      return memberWalks(dialect, cover, kind, cover.rest === null ? null : isWithin());
    const ofAll = kind === null ? null : { column: sql`kind`, type: sql`text`, value: kind };
    return along({ along: ofAll, conditions: [isWithin()] });
  }
  if (!isUuid(owner)) return along({ conditions: [sql`false`] });
  // A second condition on the owner, with `=`, would undo what `isExactly` does.
  const ofOwner = { column: SCOPE_COLUMNS.owner, type: sql`uuid`, value: owner };
  // The database asks this once, and not for each of a million rows.
  const isThere = sql`NOT EXISTS (SELECT 1 FROM (${OWNERS_BEING_DELETED}) d WHERE d.id = ${owner})`;
  return along({ along: ofOwner, conditions: [only === owner ? null : isWithin(), ofKind, isThere] });
}
