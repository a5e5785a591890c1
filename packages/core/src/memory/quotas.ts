import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { OwnerId } from '../ids.js';
import { quota, totalDemand, type Demand, type Limit, type Quota, type QuotaLevel } from '../quotas/quota.js';
import { TYPE_OF_USERS } from '../platform.js';
import type {
  DefaultLimit,
  NewDefaultLimit,
  QuotaCheckStep,
  QuotaDifference,
  QuotaKey,
  QuotaStore,
  RecordVerificationOutcome,
  RepairOutcome,
  RepairRootOutcome,
  SetDefaultLimitOutcome,
  SetLimitOutcome,
} from '../quotas/quota-store.js';
import { record, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import {
  defaultLimitId,
  meterState,
  pathOf,
  quotaOwner,
  quotaRow,
  setQuotaRow,
  type MemoryState,
  presentUser,
  typeOf,
  type Run,
} from './memory-state.js';

/** Keeps limits and usage in memory. */
export class MemoryQuotaStore implements QuotaStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  list(ownerId: OwnerId): Promise<Quota[] | null> {
    return this.#run((state) => quotasOf(state, ownerId));
  }

  listMany(ownerIds: readonly OwnerId[]): Promise<ReadonlyMap<OwnerId, Quota[]>> {
    return this.#run((state) => {
      const found = ownerIds.map((id) => [id, quotasOf(state, id)] as const);
      return new Map(found.flatMap(([id, quotas]) => (quotas === null ? [] : [[id, quotas]])));
    });
  }

  listOnPath(groupId: OwnerId): Promise<QuotaLevel[] | null> {
    return this.#run((state) => {
      if (!state.groups.has(groupId)) return null;
      return pathOf(state, groupId).map((id) => ({
        owner: quotaOwner(state, id),
        quotas: quotasOf(state, id) ?? [],
      }));
    });
  }

  setLimit(
    { ownerId, meter, limit }: QuotaKey & { limit: Limit },
    audit: AuditDraft,
  ): Promise<SetLimitOutcome> {
    return runCommand(this.#run, audit, (state) => setOwnLimit(state, { ownerId, meter }, limit, audit));
  }

  clearLimit(key: QuotaKey, audit: AuditDraft): Promise<SetLimitOutcome> {
    return runCommand(this.#run, audit, (state) => setOwnLimit(state, key, undefined, audit));
  }

  listDefaultLimits(): Promise<DefaultLimit[]> {
    return this.#run((state) =>
      [...state.defaultLimits].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, limit]) => limit),
    );
  }

  setDefaultLimit(
    { ownerType = TYPE_OF_USERS, meter, limit }: NewDefaultLimit,
    audit: AuditDraft,
  ): Promise<SetDefaultLimitOutcome> {
    return runCommand(this.#run, audit, (state): SetDefaultLimitOutcome => {
      state.defaultLimits.set(defaultLimitId(ownerType, meter), { ownerType, meter, limit });
      record(state, accepted(audit));
      return { type: 'set' };
    });
  }

  check(fromOwnerId: OwnerId | null, ownersMax: number): Promise<QuotaCheckStep> {
    return this.#run((state) => {
      const from = fromOwnerId ?? '';
      const ids: OwnerId[] = [...state.users.values()].map(({ user }) => user.id);
      for (const { id } of state.groups.values()) ids.push(id);
      const owners = ids.filter((id) => id >= from);
      const batch = owners.sort().slice(0, ownersMax);
      const differences = batch.flatMap((ownerId) => {
        const meters = new Set([
          ...(state.quotas.get(ownerId)?.keys() ?? []),
          ...demandedMeters(state, ownerId),
        ]);
        return [...meters].sort().flatMap((meter) => difference(state, { ownerId, meter }) ?? []);
      });
      return {
        ownersChecked: batch.length,
        differences,
        misplaced: [],
        nextOwnerId: owners[ownersMax] ?? null,
      };
    });
  }

  recordVerification(audit: AuditDraft): Promise<RecordVerificationOutcome> {
    return runCommand(this.#run, audit, (state): RecordVerificationOutcome => {
      record(state, accepted(audit));
      return { type: 'recorded' };
    });
  }

  repair(key: QuotaKey, audit: AuditDraft): Promise<RepairOutcome> {
    return runCommand(this.#run, audit, (state): RepairOutcome => {
      const found = difference(state, key);
      if (found === null || !isOwner(state, key.ownerId)) return { type: 'true' };
      const row = quotaRow(state, key.ownerId, key.meter);
      setQuotaRow(state, key.ownerId, key.meter, { ...row, used: found.actual });
      record(state, accepted(audit));
      return { type: 'repaired', difference: found };
    });
  }

  /** No row carries a root here. */
  repairRoot(_ownerId: OwnerId, audit: AuditDraft): Promise<RepairRootOutcome> {
    return runCommand(this.#run, audit, (): RepairRootOutcome => ({ type: 'true' }));
  }
}

function setOwnLimit(
  state: MemoryState,
  key: QuotaKey,
  ownLimit: Limit | undefined,
  audit: AuditDraft,
): SetLimitOutcome {
  const { ownerId, meter } = key;
  if (!isOwner(state, ownerId)) return refuse(state, audit, { type: 'absent' });
  setQuotaRow(state, ownerId, meter, { ...quotaRow(state, ownerId, meter), ownLimit });
  record(state, accepted(audit));
  return { type: 'set', quota: readQuota(state, ownerId, meter) };
}

/** Every meter with a use, a limit or a default. */
function quotasOf(state: MemoryState, ownerId: OwnerId): Quota[] | null {
  if (!state.groups.has(ownerId) && !state.users.has(ownerId)) return null;
  const type = typeOf(state, ownerId);
  const defaults = [...state.defaultLimits.values()].filter(({ ownerType }) => ownerType === type);
  const meters = new Set([
    ...(state.quotas.get(ownerId)?.keys() ?? []),
    ...defaults.map(({ meter }) => meter),
  ]);
  return [...meters].sort().map((meter) => readQuota(state, ownerId, meter));
}

function readQuota(state: MemoryState, ownerId: string, meter: string): Quota {
  const { limit, used } = meterState(state, ownerId, meter);
  const own = state.groups.has(ownerId) ? 'group' : 'user';
  const source = quotaRow(state, ownerId, meter).ownLimit === undefined ? 'default' : own;
  return quota(meter, limit, used, source);
}

function isOwner(state: MemoryState, id: string): boolean {
  return state.groups.has(id) || presentUser(state, id) !== undefined;
}

function demandedMeters(state: MemoryState, ownerId: OwnerId): string[] {
  return demandsBelow(state, ownerId).flatMap((demand) => Object.keys(demand));
}

function difference(state: MemoryState, { ownerId, meter }: QuotaKey): QuotaDifference | null {
  const { used } = quotaRow(state, ownerId, meter);
  const actual = totalDemand(demandsBelow(state, ownerId))[meter] ?? 0;
  return used === actual ? null : { ownerId, meter, used, actual };
}

/** The total demand of the owner’s resources, of a group’s members, and of everything in the groups below it. */
function demandsBelow(state: MemoryState, ownerId: string): Demand[] {
  const isOn = (path: readonly string[]) => path.includes(ownerId);
  const resources = [...state.resources.values()].filter(({ resource }) =>
    isOn(pathOf(state, resource.ownerId)),
  );
  const members = [...state.members.values()].filter(({ groupId }) => isOn(pathOf(state, groupId)));
  const groups = [...state.groupDemands].filter(([id]) => isOn(pathOf(state, id).slice(1)));
  return [
    ...resources.map(({ demand }) => demand),
    ...members.map(({ demand = {} }) => demand),
    ...groups.map(([, demand]) => demand),
  ];
}
