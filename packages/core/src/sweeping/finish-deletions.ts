import type { AuditDraft } from '../audit/audit-event.js';
import type { AuditEventId, ResourceId, UserId } from '../ids.js';
import type { Kernel } from '../kernel.js';
import { DELETION_STEP_ROWS, DELETIONS_AT_ONCE_MAX } from '../limits.js';
import type { Stores } from '../storage.js';
import { pause, type SweepStep } from './sweep.js';

type Deleter = Pick<Kernel, 'clock' | 'ids'> & { readonly stores: Pick<Stores, 'users'> };

/** One user after the other, step by step, until the user is gone or another caller is found at the same. */
export async function* finishDeletions(deleter: Deleter): AsyncGenerator<SweepStep, void, undefined> {
  const { users } = deleter.stores;
  for (const id of await users.listDeleting(DELETIONS_AT_ONCE_MAX)) {
    let olderThanId: ResourceId | null = null;
    for (;;) {
      const step = { olderThanId, rowsMax: DELETION_STEP_ROWS };
      const outcome = await users.continueDeletion(id, step, auditOfEnd(deleter, id));
      if (outcome.type === 'none') break;
      yield { swept: 'rows-of-deleted-users', count: outcome.count };
      if (outcome.type === 'deleted') break;
      ({ olderThanId } = outcome);
      await pause();
    }
  }
}

/** The deletion is the command of whoever asked for it, and has an event; this one says when it was over. */
function auditOfEnd({ clock, ids }: Deleter, id: UserId): AuditDraft {
  return {
    id: ids.next() as AuditEventId,
    at: clock.now(),
    actor: { type: 'system', name: 'sweep' },
    action: 'user:finish-deletion',
    target: { type: 'user', id, ownerId: id },
    details: {},
    rule: 'a deletion that has begun is finished',
    requestId: null,
    refusalKey: null,
    authority: null,
  };
}
