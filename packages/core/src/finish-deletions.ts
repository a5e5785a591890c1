import type { AuditDraft } from './audit/audit-event.js';
import { RefusedByHostError } from './errors.js';
import type { AuditEventId, ResourceId, UserId } from './ids.js';
import type { Kernel } from './commands/context.js';
import { DELETION_STEP_ROWS, DELETIONS_AT_ONCE_MAX } from './limits.js';
import type { Stores } from './storage.js';
import { pause, type SweepStep } from './sweep.js';

type Deleter = Pick<Kernel, 'clock' | 'ids'> & { readonly stores: Pick<Stores, 'users'> };

/**
 * One user after the other. What the host still refers to stays, and is tried again the next time: nobody else's
 * deletion waits for that.
 *
 * @throws `refused-by-host` at the end
 */
export async function* finishDeletions(deleter: Deleter): AsyncGenerator<SweepStep, void, undefined> {
  let refusal: RefusedByHostError | null = null;
  for await (const id of usersToDelete(deleter)) {
    try {
      yield* finishDeletion(deleter, id);
    } catch (error) {
      if (!(error instanceof RefusedByHostError)) throw error;
      refusal ??= error;
    }
  }
  if (refusal !== null) throw refusal;
}

/** Page by page: those that stay are passed, and met again the next time only. */
async function* usersToDelete({ stores }: Deleter): AsyncGenerator<UserId, void, undefined> {
  let afterId: UserId | null = null;
  for (;;) {
    const page: UserId[] = await stores.users.listDeleting({ afterId, countMax: DELETIONS_AT_ONCE_MAX });
    yield* page;
    afterId = page.at(-1) ?? null;
    if (page.length < DELETIONS_AT_ONCE_MAX) return;
  }
}

/** Step by step, until the user is gone or another caller is found at the same. */
async function* finishDeletion(deleter: Deleter, id: UserId): AsyncGenerator<SweepStep, void, undefined> {
  let olderThanId: ResourceId | null = null;
  for (;;) {
    const step = { olderThanId, rowsMax: DELETION_STEP_ROWS };
    const outcome = await deleter.stores.users.continueDeletion(id, step, auditOfEnd(deleter, id));
    if (outcome.type === 'none') return;
    yield { swept: 'rows-of-deleted-users', count: outcome.count };
    if (outcome.type === 'deleted') return;
    ({ olderThanId } = outcome);
    await pause();
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
