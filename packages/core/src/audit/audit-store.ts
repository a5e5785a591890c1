import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { AuditEvent, AuditOutcome, Refusal } from './audit-event.js';

export interface AuditQuery extends PageQuery {
  readonly scope: Scope;
  readonly actorId: string | null;
  readonly targetId: string | null;
  /** Only events with a target of this owner, who are their own owner. */
  readonly ownerId: string | null;
  readonly action: string | null;
  readonly outcome: AuditOutcome | null;
  /** Only refusals for this reason, even if an accepted event has the same text as the name of its rule. */
  readonly reason: string | null;
  /** Only events from this instant on. */
  readonly since: Date | null;
  /** Only events before this instant. */
  readonly until: Date | null;
}

/** The port for audit events. Accepted commands write theirs through the stores that carry them out. */
export interface AuditStore {
  /**
   * Records a refusal. Equal refusals, which have the same key and reason, MUST be one event with a count, even if
   * many callers in many processes race; the event is that of the first. A refusal without a key is an event of its
   * own. The same holds for refusals that the commands of other stores record from the key in their draft.
   *
   * A refusal that is repeated because its answer was lost MAY count twice.
   *
   * Recording a refusal with a key locks the event until the transaction ends. It is the last lock of the
   * transaction; a host's transaction may take more locks afterwards, so drafts have no keys there.
   */
  append(refusal: Refusal): Promise<void>;

  /**
   * Lists events within the scope and the filter, by id, newest first. The owner in a scope is the target's. Times are
   * compared with those in the ids, as by `sweep`: a range has its start but not its end.
   */
  list(query: AuditQuery): Promise<AuditEvent[]>;

  /**
   * Deletes at most `countMax` events from before `before`, by the time in their ids, oldest first, and returns their
   * number. Concurrent callers share the work as with `SessionStore.sweepExpired`.
   */
  sweep(before: Date, countMax: number): Promise<number>;
}
