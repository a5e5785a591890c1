import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { AuditEvent, Refusal } from './audit-event.js';

export interface AuditQuery extends PageQuery {
  readonly scope: Scope;
  readonly actorId: string | null;
  readonly targetId: string | null;
  readonly action: string | null;
}

/** The port for audit events. Accepted commands write theirs through the stores that carry them out. */
export interface AuditStore {
  /**
   * Records a refusal. Equal refusals, those with one key and one reason, are one event with their count, however
   * many callers race, from however many processes; the event is that of the first. One without a key is an event
   * of its own. The same holds of every refusal that a command of another store records from the key in its draft.
   *
   * One that is repeated because its answer was lost MAY count twice.
   *
   * Whoever records a refusal with a key locks the event until the transaction ends, as the last thing that the
   * transaction locks: within a host's transaction, which may lock more afterwards, drafts have no keys.
   */
  append(refusal: Refusal): Promise<void>;

  /** Events within the scope and the filter, by id, newest first. The owner in a scope is the target's. */
  list(query: AuditQuery): Promise<AuditEvent[]>;

  /**
   * Deletes events from before `before`, going by the time that their ids carry: oldest first, `countMax` of
   * them at most. Hands out how many. Callers at once share the work as with `SessionStore.sweepExpired`.
   */
  sweep(before: Date, countMax: number): Promise<number>;
}
