import type { Nonce } from '../access-keys/access-key-store.js';
import type { AccessKey } from '../access-keys/access-key.js';
import { wordOfActor, type AuditDraft, type AuditEvent } from '../audit/audit-event.js';
import type { OwnerPath } from '../commands/authority.js';
import type { Group } from '../groups/group.js';
import type { GroupId, OwnerId } from '../ids.js';
import type { Member } from '../members/member.js';
import { TYPE_OF_USERS } from '../platform.js';
import type { DefaultLimit } from '../quotas/quota-store.js';
import { isNear, type Demand, type Limit, type MeterState, type QuotaOwner } from '../quotas/quota.js';
import type { Resource } from '../resources/resource.js';
import type { Session } from '../sessions/session.js';
import type { User } from '../users/user.js';

/** Rows are replaced and never changed, so a copy of the maps is a snapshot of everything. */
export interface MemoryState {
  readonly users: Map<string, UserRow>;
  readonly groups: Map<string, Group>;
  /** The demand of each group on those above it, by the id of the group. */
  readonly groupDemands: Map<string, Demand>;
  /** The ids of deleted groups of which resources or records are left. */
  readonly groupDeletions: Map<string, GroupId>;
  /** By group and user, as `memberId` joins them. */
  readonly members: Map<string, MemberRow>;
  readonly resources: Map<string, ResourceRow>;
  /** By owner, then by meter. */
  readonly quotas: Map<string, ReadonlyMap<string, QuotaRow>>;
  /** By type of owner and meter, as {@link defaultLimitId} joins them. */
  readonly defaultLimits: Map<string, DefaultLimit>;
  /** By owner, actor and key, as {@link idempotencyId} joins them. */
  readonly idempotencyRecords: Map<string, IdempotencyRow>;
  readonly sessions: Map<string, SessionRow>;
  readonly accessKeys: Map<string, AccessKey>;
  /** By key and nonce. */
  readonly nonces: Map<string, Nonce>;
  readonly auditEvents: Map<string, AuditEventRow>;
}

interface AuditEventRow {
  readonly event: AuditEvent;
  readonly refusalKey: string | null;
}

export interface UserRow {
  readonly user: User;
  readonly emailKey: string;
  /** The last proven address while the current one is unproven; `null` if the current one is proven. */
  readonly proven: ProvenEmail | null;
  readonly passwordHash: string;
  readonly passwordVersion: number;
  readonly authorityVersion: number;
}

interface ProvenEmail {
  readonly email: string;
  readonly emailKey: string;
}

export interface MemberRow extends Omit<Member, 'email'> {
  /** Left out: nothing. */
  readonly demand?: Demand;
}

export interface ResourceRow {
  readonly resource: Resource;
  readonly demand: Demand;
}

export interface QuotaRow {
  readonly used: number;
  /** The owner's own limit; `undefined` if there is none. */
  readonly ownLimit: Limit | undefined;
}

interface IdempotencyRow {
  readonly ownerId: string;
  readonly payloadHash: string;
  /** The thing that was created; the payload hash, which begins with the command, says of which type it is. */
  readonly resource: Resource | User | AccessKey;
  readonly createdAt: Date;
}

export interface SessionRow {
  readonly session: Session;
  readonly tokenHash: string;
}

export function emptyState(): MemoryState {
  return {
    users: new Map(),
    groups: new Map(),
    groupDemands: new Map(),
    groupDeletions: new Map(),
    members: new Map(),
    resources: new Map(),
    quotas: new Map(),
    defaultLimits: new Map(),
    idempotencyRecords: new Map(),
    sessions: new Map(),
    accessKeys: new Map(),
    nonces: new Map(),
    auditEvents: new Map(),
  };
}

export function snapshot(state: MemoryState): MemoryState {
  const copies = Object.entries(state).map(([name, rows]) => [name, new Map(rows)]);
  return Object.fromEntries(copies) as MemoryState;
}

export function restore(state: MemoryState, saved: MemoryState): void {
  for (const name of Object.keys(state) as (keyof MemoryState)[]) {
    const rows: Map<string, unknown> = state[name];
    rows.clear();
    for (const [key, row] of saved[name]) rows.set(key, row);
  }
}

/** Deletes at most `countMax` matching rows and returns their number. */
export function deleteWhere<Row>(
  rows: Map<string, Row>,
  countMax: number,
  matches: (row: Row) => boolean,
): number {
  const expired = [...rows].filter(([, row]) => matches(row)).slice(0, countMax);
  for (const [key] of expired) rows.delete(key);
  return expired.length;
}

export function idempotencyId(ownerId: string, { actor }: Pick<AuditDraft, 'actor'>, key: string): string {
  return JSON.stringify([ownerId, wordOfActor(actor), key]);
}

const UNTOUCHED: QuotaRow = { used: 0, ownLimit: undefined };

export function quotaRow(state: MemoryState, ownerId: string, meter: string): QuotaRow {
  return state.quotas.get(ownerId)?.get(meter) ?? UNTOUCHED;
}

export function setQuotaRow(state: MemoryState, ownerId: string, meter: string, row: QuotaRow): void {
  state.quotas.set(ownerId, new Map(state.quotas.get(ownerId)).set(meter, row));
}

export function defaultLimitId(ownerType: string, meter: string): string {
  return JSON.stringify([ownerType, meter]);
}

export function typeOf(state: MemoryState, ownerId: string): string {
  return state.groups.get(ownerId)?.type ?? TYPE_OF_USERS;
}

/** Returns the effective limit: the owner's own, else the default of owners of its type, else none. */
export function meterState(state: MemoryState, ownerId: string, meter: string): MeterState {
  const { used, ownLimit } = quotaRow(state, ownerId, meter);
  if (ownLimit !== undefined) return { used, limit: ownLimit };
  const byDefault = state.defaultLimits.get(defaultLimitId(typeOf(state, ownerId), meter));
  return { used, limit: byDefault?.limit ?? null };
}

/** Is the owner on this side of their limits, and this near to one of them? */
export function isSoFull(
  state: MemoryState,
  ownerId: string,
  { over, nearPercent }: { readonly over: boolean | null; readonly nearPercent: number | null },
): boolean {
  const meters = [...(state.quotas.get(ownerId)?.keys() ?? [])].map((meter) =>
    meterState(state, ownerId, meter),
  );
  if (over !== null && meters.some(({ used, limit }) => limit !== null && used > limit) !== over)
    return false;
  return nearPercent === null || meters.some((meter) => isNear(meter, nearPercent));
}

/** Returns the owner, the group that it lies in, and so on up to the root. */
export function pathOf(state: MemoryState, ownerId: string): OwnerPath {
  const path: [OwnerId, ...OwnerId[]] = [ownerId as OwnerId];
  let at = state.groups.get(ownerId)?.parentId ?? null;
  for (; at !== null; at = state.groups.get(at)?.parentId ?? null) path.push(at);
  return path;
}

/** Returns the group as a refusal names it. */
export function quotaOwner(state: MemoryState, id: string): QuotaOwner {
  const { type = '', name = '' } = state.groups.get(id) ?? {};
  return { id, type, name };
}

/** The quotas that a demand names, at one level of a path. */
export const levelOf = (state: MemoryState, demand: Demand) => (id: string) => ({
  owner: quotaOwner(state, id),
  quotas: Object.keys(demand).map((meter) => ({ meter, ...meterState(state, id, meter) })),
});

/** Claims the demand (`sign` 1) or releases it (`sign` −1) at every level of the owner's path. */
export function shiftUsage(state: MemoryState, ownerId: string, demand: Demand, sign: 1 | -1): void {
  shiftUsageAt(state, pathOf(state, ownerId), demand, sign);
}

/** The same at these owners only. */
export function shiftUsageAt(
  state: MemoryState,
  ownerIds: readonly string[],
  demand: Demand,
  sign: 1 | -1,
): void {
  for (const level of ownerIds) {
    for (const [meter, amount = 0] of Object.entries(demand)) {
      const row = quotaRow(state, level, meter);
      setQuotaRow(state, level, meter, { ...row, used: row.used + sign * amount });
    }
  }
}

/** Runs one store operation on the state; the storage isolates it from others. */
export type Run = <T>(operation: (state: MemoryState) => T) => Promise<T>;

/** Returns `undefined` also for a user who is being deleted. */
export function presentUser(state: MemoryState, id: string): UserRow | undefined {
  const row = state.users.get(id);
  return row?.user.status === 'deleting' ? undefined : row;
}

/** Everything that an owner can have in any number, each with its deletion. */
export function ownedRows(state: MemoryState, id: string): (() => void)[] {
  const { resources, idempotencyRecords } = state;
  const owned = [...resources.values()].filter(({ resource }) => resource.ownerId === id);
  const records = [...idempotencyRecords].filter(([, { ownerId }]) => ownerId === id);
  return [
    ...owned.map(({ resource, demand }) => () => {
      resources.delete(resource.id);
      shiftUsage(state, id, demand, -1);
    }),
    ...records.map(
      ([key]) =>
        () =>
          void idempotencyRecords.delete(key),
    ),
  ];
}
