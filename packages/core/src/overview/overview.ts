import type { Actor } from '../actor.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditEvents } from '../audit/audit-events.js';
import { Access, platformSubject } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import {
  OVERVIEW_ITEMS_MAX,
  OVERVIEW_NEAR_PERCENT,
  OVERVIEW_REFUSALS_MAX,
  OVERVIEW_REFUSALS_MS,
} from '../limits.js';
import { withQuotas as groupsWithQuotas, type GroupWithQuotas } from '../groups/with-quotas.js';
import { listable, type Fullness } from '../quotas/listable.js';
import { withQuotas, type UserWithQuotas } from '../users/with-quotas.js';

/** The first items of a list. */
export interface Shortlist<Item> {
  readonly items: readonly Item[];
  /** Does the list go on? */
  readonly more: boolean;
}

/** Refusals with one reason and action. */
interface CountedRefusals {
  readonly reason: string;
  readonly action: string;
  readonly count: number;
}

/** The facts that an administrator should see first. */
export interface Overview<Role extends string = string, Meter extends string = string> {
  /** Users with a usage above one of their limits, newest first. */
  readonly over: Shortlist<UserWithQuotas<Role, Meter>>;
  /** Users who use 80 % of one of their limits or more, and exceed none. */
  readonly near: Shortlist<UserWithQuotas<Role, Meter>>;
  /** Groups with a usage above one of their limits, newest first. */
  readonly groupsOver: Shortlist<GroupWithQuotas>;
  /** Groups that use 80 % of one of their limits or more, and exceed none. */
  readonly groupsNear: Shortlist<GroupWithQuotas>;
  /** The refusals of the last 24 hours by reason and action, the most frequent first. */
  readonly refusals: {
    readonly since: Date;
    readonly items: readonly CountedRefusals[];
    /** The number of latest events that were counted if there were more; `null` if all of them were. */
    readonly ofLatest: number | null;
  };
  /** The latest events. */
  readonly events: readonly AuditEvent[];
  /** The end of the last verification of all quotas; `null` if there was none, or its event is gone. */
  readonly lastVerification: AuditEvent | null;
}

/**
 * Reads the overview with a fixed number of statements, each of which reads a bounded number of rows. It shows what the
 * lists of users and of audit events show to the actor, and is refused like the first of them that is.
 */
export async function readOverview(context: CommandContext, actor: Actor): Promise<Overview> {
  const access = new Access(context);
  await access.permit(actor, 'user:list', platformSubject('user'));
  const auditEvents = new AuditEvents(context);
  const { items: events } = await auditEvents.list(actor, { pageSize: OVERVIEW_ITEMS_MAX });
  const verifications = { action: 'quota:verify', outcome: 'accepted', pageSize: 1 } as const;
  const [over, near, groupsOver, groupsNear, refusals, { items: ended }] = await Promise.all([
    usersBy(context, actor, OVER),
    usersBy(context, actor, NEAR),
    groupsBy(context, actor, OVER),
    groupsBy(context, actor, NEAR),
    countRefusals(context, actor),
    auditEvents.list(actor, verifications),
  ]);
  const shown = await withQuotas(context, access, actor, [...over.items, ...near.items]);
  const groups = await groupsWithQuotas(context, actor, [...groupsOver.items, ...groupsNear.items]);
  return {
    over: { ...over, items: shown.slice(0, over.items.length) },
    near: { ...near, items: shown.slice(over.items.length) },
    groupsOver: { ...groupsOver, items: groups.slice(0, groupsOver.items.length) },
    groupsNear: { ...groupsNear, items: groups.slice(groupsOver.items.length) },
    refusals,
    events,
    lastVerification: ended[0] ?? null,
  };
}

const OVER = { over: true, nearPercent: null };
const NEAR = { over: false, nearPercent: OVERVIEW_NEAR_PERCENT };

function shortlist<Item>(found: readonly Item[]): Shortlist<Item> {
  return { items: found.slice(0, OVERVIEW_ITEMS_MAX), more: found.length > OVERVIEW_ITEMS_MAX };
}

async function groupsBy(context: CommandContext, actor: Actor, fullness: Fullness) {
  const scope = listable(context, actor, 'group:read', fullness);
  const filter = { parentId: null, type: null, ...fullness };
  const page = { olderThanId: null, count: OVERVIEW_ITEMS_MAX + 1 };
  return shortlist(await context.stores.groups.list({ scope, ...filter, ...page }));
}

async function usersBy(context: CommandContext, actor: Actor, fullness: Fullness) {
  const found = await context.stores.users.list({
    scope: listable(context, actor, 'user:read', fullness),
    emailKey: null,
    role: null,
    status: null,
    ...fullness,
    byEmail: null,
    olderThanId: null,
    count: OVERVIEW_ITEMS_MAX + 1,
  });
  return shortlist(found);
}

async function countRefusals(
  { stores, policy, clock }: CommandContext,
  actor: Actor,
): Promise<Overview['refusals']> {
  const since = new Date(clock.now().getTime() - OVERVIEW_REFUSALS_MS);
  const found = await stores.auditEvents.list({
    scope: policy.scope(actor, 'audit-event:read'),
    actorId: null,
    targetId: null,
    ownerId: null,
    action: null,
    outcome: 'refused',
    reason: null,
    since,
    until: null,
    olderThanId: null,
    count: OVERVIEW_REFUSALS_MAX + 1,
  });
  const byKind = new Map<string, CountedRefusals>();
  for (const { reason, action, count } of found.slice(0, OVERVIEW_REFUSALS_MAX)) {
    const kind = `${reason}\0${action}`;
    byKind.set(kind, { reason, action, count: count + (byKind.get(kind)?.count ?? 0) });
  }
  const items = [...byKind.values()].sort((a, b) => b.count - a.count).slice(0, OVERVIEW_ITEMS_MAX);
  return { since, items, ofLatest: found.length > OVERVIEW_REFUSALS_MAX ? OVERVIEW_REFUSALS_MAX : null };
}
