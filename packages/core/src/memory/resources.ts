import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { OwnerId, ResourceId } from '../ids.js';
import { shortfall, shortfallOnPath } from '../quotas/quota.js';
import type { Resource } from '../resources/resource.js';
import type {
  CreateResource,
  CreateResourceOutcome,
  DeleteResourceOutcome,
  RenameResource,
  RenameResourceOutcome,
  ResourceQuery,
  ResourceStore,
  ResourceVersion,
  TransferResource,
  TransferResourceOutcome,
} from '../resources/resource-store.js';
import { record, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import {
  deleteWhere,
  idempotencyId,
  levelOf,
  meterState,
  pathOf,
  shiftUsage,
  shiftUsageAt,
  presentUser,
  type MemoryState,
  type ResourceRow,
  type Run,
} from './memory-state.js';
import { isWithin } from './member-roles.js';
import { newestFirst } from './newest-first.js';

/** Keeps resources and the idempotency keys of creates in memory, and charges their owners. */
export class MemoryResourceStore implements ResourceStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  create(
    { resource, demand, idempotency }: CreateResource,
    audit: AuditDraft,
  ): Promise<CreateResourceOutcome> {
    return runCommand(this.#run, audit, (state): CreateResourceOutcome => {
      const { id, ownerId } = resource;
      const owner = presentUser(state, ownerId)?.user;
      const isGroup = state.groups.has(ownerId);
      if (owner === undefined && !isGroup) return refuse(state, audit, { type: 'no-owner' });
      if (owner !== undefined && owner.status !== 'active')
        return refuse(state, audit, { type: 'owner-disabled' });

      const recordId = idempotency === null ? null : idempotencyId(ownerId, audit, idempotency.key);
      const earlier = recordId === null ? undefined : state.idempotencyRecords.get(recordId);
      if (earlier !== undefined) {
        const same = earlier.payloadHash === idempotency?.payloadHash;
        return same
          ? { type: 'repeated', resource: earlier.resource as Resource }
          : refuse(state, audit, { type: 'key-reused' });
      }

      const quotas = isGroup
        ? shortfallOnPath(demand, pathOf(state, ownerId).map(levelOf(state, demand)))
        : shortfall(demand, (meter) => meterState(state, ownerId, meter));
      if (quotas !== null) return refuse(state, audit, { type: 'quota-exceeded', quotas }, { quotas });
      if (state.resources.has(id)) return refuse(state, audit, { type: 'id-taken' });

      state.resources.set(id, { resource, demand });
      shiftUsage(state, ownerId, demand, 1);
      if (recordId !== null && idempotency !== null) {
        const { payloadHash } = idempotency;
        state.idempotencyRecords.set(recordId, { ownerId, payloadHash, resource, createdAt: audit.at });
      }
      record(state, accepted(audit));
      return { type: 'created', resource };
    });
  }

  find(id: ResourceId): Promise<Resource | null> {
    return this.#run((state) => presentResource(state, id)?.resource ?? null);
  }

  list({ scope, ownerId, kind, ...page }: ResourceQuery): Promise<Resource[]> {
    return this.#run((state) => {
      const resources = [...state.resources.values()].map((row) => row.resource);
      return newestFirst(resources, page, (resource) => {
        if (!isWithin(state, scope, resource) || isHidden(state, resource)) return false;
        return (
          (ownerId === null || resource.ownerId === ownerId) && (kind === null || resource.kind === kind)
        );
      });
    });
  }

  rename(id: ResourceId, change: RenameResource, audit: AuditDraft): Promise<RenameResourceOutcome> {
    return runCommand(this.#run, audit, (state): RenameResourceOutcome => {
      const { ownerId, name, at, ifUnchangedSince } = change;
      const row = presentResource(state, id);
      if (row?.resource.ownerId !== ownerId) return refuse(state, audit, { type: 'absent' });
      if (ifUnchangedSince !== null && !isSame(row.resource, ifUnchangedSince)) {
        return refuse(state, audit, { type: 'precondition-failed' });
      }
      const resource = { ...row.resource, name, updatedAt: at };
      state.resources.set(id, { ...row, resource });
      record(state, accepted(audit));
      return { type: 'renamed', resource };
    });
  }

  transfer(
    id: ResourceId,
    { ownerId, to, at, ifUnchangedSince }: TransferResource,
    audit: AuditDraft,
  ): Promise<TransferResourceOutcome> {
    return runCommand(this.#run, audit, (state): TransferResourceOutcome => {
      const row = presentResource(state, id);
      if (row === undefined || row.resource.ownerId !== ownerId)
        return refuse(state, audit, { type: 'absent' });
      if (ifUnchangedSince !== null && !isSame(row.resource, ifUnchangedSince))
        return refuse(state, audit, { type: 'precondition-failed' });
      const isGroup = state.groups.has(to);
      const user = presentUser(state, to)?.user;
      if (user === undefined && !isGroup) return refuse(state, audit, { type: 'no-owner' });
      if (user !== undefined && user.status !== 'active')
        return refuse(state, audit, { type: 'owner-disabled' });

      const { demand } = row;
      const [before, after] = [pathOf(state, ownerId), pathOf(state, to)];
      const joined = after.filter((one) => !before.includes(one));
      const quotas = isGroup
        ? shortfallOnPath(demand, joined.map(levelOf(state, demand)))
        : shortfall(joined.length === 0 ? {} : demand, (meter) => meterState(state, to, meter));
      if (quotas !== null) return refuse(state, audit, { type: 'quota-exceeded', quotas }, { quotas });

      const resource = { ...row.resource, ownerId: to, updatedAt: at };
      state.resources.set(id, { ...row, resource });
      shiftUsageAt(state, joined, demand, 1);
      shiftUsageAt(
        state,
        before.filter((one) => !after.includes(one)),
        demand,
        -1,
      );
      record(state, accepted(audit));
      return { type: 'transferred', resource };
    });
  }

  delete(
    id: ResourceId,
    ownerId: OwnerId,
    audit: AuditDraft,
    ifUnchangedSince: ResourceVersion | null = null,
  ): Promise<DeleteResourceOutcome> {
    return runCommand(this.#run, audit, (state): DeleteResourceOutcome => {
      const row = presentResource(state, id);
      if (row === undefined || row.resource.ownerId !== ownerId)
        return refuse(state, audit, { type: 'absent' });
      if (ifUnchangedSince !== null && !isSame(row.resource, ifUnchangedSince)) {
        return refuse(state, audit, { type: 'precondition-failed' });
      }
      state.resources.delete(id);
      shiftUsage(state, ownerId, row.demand, -1);
      record(state, accepted(audit));
      return { type: 'deleted' };
    });
  }

  sweepIdempotencyKeys(before: Date, countMax: number): Promise<number> {
    return this.#run((state) =>
      deleteWhere(state.idempotencyRecords, countMax, ({ createdAt }) => createdAt < before),
    );
  }
}

/** Returns `undefined` also for what is left of a user who is being deleted. */
function presentResource(state: MemoryState, id: ResourceId): ResourceRow | undefined {
  const row = state.resources.get(id);
  return row === undefined || isHidden(state, row.resource) ? undefined : row;
}

function isSame(resource: Resource, read: ResourceVersion): boolean {
  return resource.name === read.name && resource.updatedAt.getTime() === read.updatedAt.getTime();
}

/** Is the owner being deleted? Resources without an owner would show, so that the contract can find them. */
function isHidden(state: MemoryState, { ownerId }: Resource): boolean {
  return state.users.get(ownerId)?.user.status === 'deleting' || state.groupDeletions.has(ownerId);
}
