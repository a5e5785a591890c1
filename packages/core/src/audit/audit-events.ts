import { Access, platformSubject } from '../commands/authorize.js';
import { groundsOf, type Actor } from '../actor.js';
import { loadPage } from '../commands/cursors.js';
import {
  oneOfProblem,
  pageSizeProblem,
  textProblem,
  timeProblem,
  type Problem,
} from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import { parseId } from '../ids.js';
import type { CommandContext } from '../commands/context.js';
import { PAGE_SIZE_DEFAULT, RESOURCE_NAME_LENGTH_MAX } from '../limits.js';
import type { Page, PageOptions } from '../page.js';
import type { QuotaShortfall } from '../quotas/quota.js';
import { eachVisibleTo } from '../quotas/visible-to.js';
import { AUDIT_OUTCOMES, type AuditEvent, type AuditOutcome } from './audit-event.js';

/**
 * The filters of a list of audit events. An event must match all that are given; left out, a filter matches every event.
 */
export interface ListAuditEventsOptions extends PageOptions {
  /** Only events of this actor: the id of a user, or the name of a system actor. */
  readonly actor?: string | undefined;
  /**
   * Only events about this target: the id of a user, group, resource or session, or a meter. The target of an event about
   * a member is the user.
   */
  readonly target?: string | undefined;
  /**
   * Only events of this user or group, by its id: events about them, their limits, members, sessions, keys and
   * resources, but not about the groups below. An event belongs to the owner before the change: a transfer, even a
   * refused one, to the owner who gives.
   */
  readonly owner?: string | undefined;
  /**
   * Only events of this action; any text, because hosts have actions of their own and the log keeps those of past
   * releases.
   */
  readonly action?: string | undefined;
  /** Only commands that were `accepted`, or only those that were `refused`. */
  readonly outcome?: AuditOutcome | undefined;
  /** Only refusals for this reason, so that the outcome is `refused`. Hosts have reasons of their own. */
  readonly reason?: string | undefined;
  /** Only events from this instant on. */
  readonly since?: Date | undefined;
  /** Only events before this instant. */
  readonly until?: Date | undefined;
}

/** UUIDs are stored in lower case; names and meters are compared as they are. */
function canonical(text: string | undefined): string | null {
  return text === undefined ? null : (parseId(text) ?? text);
}

/** Stored texts are never longer than this, and hold nothing that a database refuses. */
function filterProblem(text: unknown): Problem {
  return text === undefined ? null : textProblem(text, 1, RESOURCE_NAME_LENGTH_MAX);
}

function reasonProblem({ outcome, reason }: ListAuditEventsOptions): Problem {
  return reason !== undefined && outcome === 'accepted'
    ? 'must be left out: only refusals have such a reason, and accepted events were asked for.'
    : filterProblem(reason);
}

/** The levels in the details that storage has added to the refusal. */
function shortfallsIn({ outcome, reason, details }: AuditEvent): readonly QuotaShortfall[] {
  const isByQuota = outcome === 'refused' && reason === 'quota-exceeded' && Array.isArray(details['quotas']);
  return isByQuota ? (details['quotas'] as readonly QuotaShortfall[]) : [];
}

/** Lists the accepted and refused commands. */
export class AuditEvents {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Lists events, newest first. @throws `forbidden`, `invalid-request`, `malformed-request` (the cursor)
   *
   * @example
   * const { items } = await bailiwick.auditEvents.list(admin, { action: 'resource:create', outcome: 'refused' });
   * for (const { actor, reason, at } of items) console.log(actor, reason, at);
   */
  async list(actor: Actor, options: ListAuditEventsOptions = {}): Promise<Page<AuditEvent>> {
    groundsOf(actor);
    const scope = this.#context.policy.scope(actor, 'audit-event:read');
    // Actors that may read no event at all are refused, with the reason; all others get the events they may read.
    if (scope.type === 'none') {
      await this.#access.permit(actor, 'audit-event:read', platformSubject('audit-event'));
    }
    const { outcome, reason, since, until } = options;
    const textFilters = {
      '?actor': options.actor,
      '?target': options.target,
      '?owner': options.owner,
      '?action': options.action,
    };
    requireValid({
      '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT),
      ...Object.fromEntries(
        Object.entries(textFilters).map(([pointer, text]) => [pointer, filterProblem(text)]),
      ),
      '?outcome': outcome === undefined ? null : oneOfProblem(outcome, AUDIT_OUTCOMES),
      '?reason': reasonProblem(options),
      '?since': since === undefined ? null : timeProblem(since),
      '?until': until === undefined ? null : timeProblem(until),
    });
    const ownerId = options.owner === undefined ? null : parseId(options.owner);
    // No owner has such an id.
    if (options.owner !== undefined && ownerId === null) return { items: [], nextCursor: null };
    const filter = {
      actorId: canonical(options.actor),
      targetId: canonical(options.target),
      ownerId,
      action: options.action ?? null,
      outcome: reason === undefined ? (outcome ?? null) : ('refused' as const),
      reason: reason ?? null,
      since: since ?? null,
      until: until ?? null,
    };
    const identity = { list: 'audit-events', actor, filter: Object.values(filter) };
    const { items, nextCursor } = await loadPage(this.#context.stores, identity, options, (page) =>
      this.#context.stores.auditEvents.list({ scope, ...filter, ...page }),
    );
    return { items: await this.#asVisible(actor, items), nextCursor };
  }

  /** A refusal because of a quota names only the levels that the reader may see, as it did to the actor that was refused. */
  async #asVisible(actor: Actor, events: readonly AuditEvent[]): Promise<readonly AuditEvent[]> {
    const shortfalls = events.map(shortfallsIn);
    if (shortfalls.every(({ length }) => length === 0)) return events;
    const visible = await eachVisibleTo(this.#context, actor, shortfalls);
    return events.map((event, index) => {
      const quotas = visible[index];
      return shortfalls[index]?.length === 0 || quotas === undefined
        ? event
        : { ...event, details: { ...event.details, quotas } };
    });
  }
}
