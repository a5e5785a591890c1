import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { OwnerId } from '../ids.js';
import { quota, type Limit, type Quota } from '../quotas/quota.js';
import type {
  DefaultLimit,
  QuotaCheckStep,
  QuotaDifference,
  QuotaKey,
  QuotaStore,
  RepairOutcome,
  SetDefaultLimitOutcome,
  SetLimitOutcome,
} from '../quotas/quota-store.js';
import { record, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import {
  meterState,
  quotaRow,
  setQuotaRow,
  type MemoryState,
  presentUser,
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
      [...state.defaultLimits]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([meter, limit]) => ({ meter, limit })),
    );
  }

  setDefaultLimit({ meter, limit }: DefaultLimit, audit: AuditDraft): Promise<SetDefaultLimitOutcome> {
    return runCommand(this.#run, audit, (state): SetDefaultLimitOutcome => {
      state.defaultLimits.set(meter, limit);
      record(state, accepted(audit));
      return { type: 'set' };
    });
  }

  check(fromOwnerId: OwnerId | null, ownersMax: number): Promise<QuotaCheckStep> {
    return this.#run((state) => {
      const from = fromOwnerId ?? '';
      const owners = [...state.users.values()].map(({ user }) => user.id).filter((id) => id >= from);
      const batch = owners.sort().slice(0, ownersMax);
      const differences = batch.flatMap((ownerId) => {
        const meters = new Set([
          ...(state.quotas.get(ownerId)?.keys() ?? []),
          ...demandedMeters(state, ownerId),
        ]);
        return [...meters].sort().flatMap((meter) => difference(state, { ownerId, meter }) ?? []);
      });
      return { ownersChecked: batch.length, differences, nextOwnerId: owners[ownersMax] ?? null };
    });
  }

  repair(key: QuotaKey, audit: AuditDraft): Promise<RepairOutcome> {
    return runCommand(this.#run, audit, (state): RepairOutcome => {
      const found = difference(state, key);
      if (found === null || presentUser(state, key.ownerId) === undefined) return { type: 'true' };
      const row = quotaRow(state, key.ownerId, key.meter);
      setQuotaRow(state, key.ownerId, key.meter, { ...row, used: found.actual });
      record(state, accepted(audit));
      return { type: 'repaired', difference: found };
    });
  }
}

function setOwnLimit(
  state: MemoryState,
  key: QuotaKey,
  ownLimit: Limit | undefined,
  audit: AuditDraft,
): SetLimitOutcome {
  const { ownerId, meter } = key;
  if (presentUser(state, ownerId) === undefined) return refuse(state, audit, { type: 'absent' });
  setQuotaRow(state, ownerId, meter, { ...quotaRow(state, ownerId, meter), ownLimit });
  record(state, accepted(audit));
  return { type: 'set', quota: readQuota(state, ownerId, meter) };
}

function quotasOf(state: MemoryState, ownerId: OwnerId): Quota[] | null {
  if (!state.users.has(ownerId)) return null;
  const meters = new Set([...(state.quotas.get(ownerId)?.keys() ?? []), ...state.defaultLimits.keys()]);
  return [...meters].sort().map((meter) => readQuota(state, ownerId, meter));
}

function readQuota(state: MemoryState, ownerId: OwnerId, meter: string): Quota {
  const { limit, used } = meterState(state, ownerId, meter);
  const source = quotaRow(state, ownerId, meter).ownLimit === undefined ? 'default' : 'user';
  return quota(meter, limit, used, source);
}

function demandedMeters(state: MemoryState, ownerId: OwnerId): string[] {
  const owned = [...state.resources.values()].filter(({ resource }) => resource.ownerId === ownerId);
  return owned.flatMap(({ demand }) => Object.keys(demand));
}

function difference(state: MemoryState, { ownerId, meter }: QuotaKey): QuotaDifference | null {
  const { used } = quotaRow(state, ownerId, meter);
  let actual = 0;
  for (const { resource, demand } of state.resources.values()) {
    if (resource.ownerId === ownerId) actual += demand[meter] ?? 0;
  }
  return used === actual ? null : { ownerId, meter, used, actual };
}
