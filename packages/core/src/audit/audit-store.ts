import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { AuditEvent } from './audit-event.js';

export interface AuditQuery extends PageQuery {
  readonly scope: Scope;
  readonly actorId: string | null;
  readonly targetId: string | null;
  readonly action: string | null;
}

/** The port for audit events. Accepted commands write theirs through the stores that carry them out. */
export interface AuditStore {
  /** Records a refusal. */
  append(event: AuditEvent): Promise<void>;

  /**
   * Records a refusal that recurs: an event with this id that is there already gets one more in `details.count`, and
   * stays as it is otherwise. However many do so at once, MUST count each; one that is repeated because its answer was lost
   * MAY count twice.
   */
  appendOrCount(event: AuditEvent & { readonly details: { readonly count: number } }): Promise<void>;

  /** Events within the scope and the filter, by id, newest first. The owner in a scope is the target's. */
  list(query: AuditQuery): Promise<AuditEvent[]>;

  /**
   * Deletes events from before `before`, going by the time that their ids carry: oldest first, `countMax` of
   * them at most. Hands out how many. Callers at once share the work as with `SessionStore.sweepExpired`.
   */
  sweep(before: Date, countMax: number): Promise<number>;
}
