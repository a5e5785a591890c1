import type { AuditActor, AuditEvent } from '../audit/audit-event.js';
import type { AuditQuery, AuditStore } from '../audit/audit-store.js';
import { firstIdAt } from '../ids.js';
import { includes } from '../policy/scope.js';
import type { MemoryState } from './memory-state.js';
import type { Run } from './memory-storage.js';
import { newestFirst } from './newest-first.js';

export class MemoryAuditStore implements AuditStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  append(event: AuditEvent): Promise<void> {
    return this.#run((state) => record(state, event));
  }

  appendOrCount(event: AuditEvent & { readonly details: { readonly count: number } }): Promise<void> {
    return this.#run((state) => {
      const before = state.auditEvents.get(event.id);
      if (before === undefined) return record(state, event);
      record(state, {
        ...before,
        details: { ...before.details, count: Number(before.details['count']) + 1 },
      });
    });
  }

  list({ scope, actorId, targetId, action, ...page }: AuditQuery): Promise<AuditEvent[]> {
    return this.#run((state) =>
      newestFirst(state.auditEvents.values(), page, (event) => {
        if (!includes(scope, { ownerId: event.target.ownerId, kind: null, id: event.target.id }))
          return false;
        if (actorId !== null && actorKey(event.actor) !== actorId) return false;
        if (targetId !== null && event.target.id !== targetId) return false;
        return action === null || event.action === action;
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

export function record(state: MemoryState, event: AuditEvent): void {
  state.auditEvents.set(event.id, event);
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
