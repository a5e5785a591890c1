import type { AuditDraft } from './audit/audit-event.js';
import { RefusedByHostError } from './errors.js';
import type { AuditEventId, ResourceId, UserId } from './ids.js';
import type { CommandContext } from './commands/context.js';
import { DELETION_STEP_ROWS, DELETIONS_AT_ONCE_MAX } from './limits.js';
import type { Stores } from './storage.js';
import { pause, type SweepStep } from './sweep.js';

type Deleter = Pick<CommandContext, 'clock' | 'ids'> & { readonly stores: Pick<Stores, 'users'> };

/**
 * Finishes the deletions of users, one after the other. A user whom the host's rows still refer to stays until a later
 * call, and does not hold up the deletions of others.
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

/** Lists the users page by page. Users that stay are skipped until the next call. */
async function* usersToDelete({ stores }: Deleter): AsyncGenerator<UserId, void, undefined> {
  let afterId: UserId | null = null;
  for (;;) {
    const page: UserId[] = await stores.users.listDeleting({ afterId, countMax: DELETIONS_AT_ONCE_MAX });
    yield* page;
    afterId = page.at(-1) ?? null;
    if (page.length < DELETIONS_AT_ONCE_MAX) return;
  }
}

/** Deletes one user step by step, until the user is gone or another caller works on the same user. */
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

/** Drafts the event that says when the deletion ended; the command that began it has an event of its own. */
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
