import {
  refused,
  type AuditActor,
  type AuditDetails,
  type AuditDraft,
  type AuditEvent,
  type Refusal,
} from '../audit/audit-event.js';
import type { AuditQuery, AuditStore } from '../audit/audit-store.js';
import { firstIdAt } from '../ids.js';
import type { MemoryState, Run } from './memory-state.js';
import { isWithin } from './member-roles.js';
import { newestFirst } from './newest-first.js';

/** Keeps audit events in memory, with equal refusals as one event. */
export class MemoryAuditStore implements AuditStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  append(refusal: Refusal): Promise<void> {
    return this.#run((state) => recordRefusal(state, refusal));
  }

  list({
    scope,
    actorId,
    targetId,
    ownerId,
    action,
    outcome,
    reason,
    since,
    until,
    ...page
  }: AuditQuery): Promise<AuditEvent[]> {
    return this.#run((state) =>
      newestFirst(eventsOf(state), page, (event) => {
        if (!isWithin(state, scope, { ownerId: event.target.ownerId, kind: null, id: event.target.id }))
          return false;
        if (actorId !== null && actorKey(event.actor) !== actorId) return false;
        if (targetId !== null && event.target.id !== targetId) return false;
        if (ownerId !== null && event.target.ownerId !== ownerId) return false;
        if (action !== null && event.action !== action) return false;
        if (outcome !== null && event.outcome !== outcome) return false;
        if (reason !== null && (event.outcome !== 'refused' || event.reason !== reason)) return false;
        if (since !== null && event.id < firstIdAt(since)) return false;
        return until === null || event.id < firstIdAt(until);
      }),
    );
  }

  sweep(before: Date, countMax: number): Promise<number> {
    return this.#run((state) => {
      const old = [...state.auditEvents.keys()].filter((id) => id < firstIdAt(before));
      const batch = old.sort().slice(0, countMax);
      for (const id of batch) state.auditEvents.delete(id);
      return batch.length;
    });
  }
}

/** Adds an event that is not counted together with others. */
export function record(state: MemoryState, event: AuditEvent): void {
  state.auditEvents.set(event.id, { event, refusalKey: null });
}

function recordRefusal(state: MemoryState, { event, key }: Refusal): void {
  const first = key === null ? undefined : findRefusal(state, key, event.reason);
  const counted = first === undefined ? event : { ...first, count: first.count + 1 };
  state.auditEvents.set(counted.id, { event: counted, refusalKey: key });
}

function findRefusal(state: MemoryState, key: string, reason: string): AuditEvent | undefined {
  const rows = [...state.auditEvents.values()];
  return rows.find(({ event, refusalKey }) => refusalKey === key && event.reason === reason)?.event;
}

function eventsOf(state: MemoryState): AuditEvent[] {
  return [...state.auditEvents.values()].map(({ event }) => event);
}

function actorKey(actor: AuditActor): string | null {
  switch (actor.type) {
    case 'user':
      return actor.id;
    case 'system':
      return actor.name;
    case 'anonymous':
      return null;
  }
}

/** Records the refusal and returns the outcome unchanged. */
export function refuse<T extends { readonly type: string }>(
  state: MemoryState,
  audit: AuditDraft,
  outcome: T,
  details: AuditDetails = {},
): T {
  recordRefusal(state, refused(audit, outcome.type, details));
  return outcome;
}
