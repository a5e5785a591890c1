import type { AuditDraft } from './audit/audit-event.js';
import { RefusedByHostError } from './errors.js';
import type { AuditEventId, OwnerId, ResourceId } from './ids.js';
import type { CommandContext } from './commands/context.js';
import { DELETION_STEP_ROWS, DELETIONS_AT_ONCE_MAX } from './limits.js';
import type { Stores } from './storage.js';
import { pause, type SweepStep } from './sweep.js';
import type { ContinueDeletionOutcome, DeletingPage, DeletionStep } from './users/user-store.js';

type Deleter = Pick<CommandContext, 'clock' | 'ids'> & { readonly stores: Pick<Stores, 'users' | 'groups'> };

/** The store of one type of owners, and the words of its steps and of its event. */
interface Deletions<Id extends OwnerId> {
  readonly store: {
    listDeleting(page: DeletingPage<Id>): Promise<Id[]>;
    continueDeletion(id: Id, step: DeletionStep, audit: AuditDraft): Promise<ContinueDeletionOutcome>;
  };
  readonly swept: SweepStep['swept'];
  readonly type: 'user' | 'group';
}

/**
 * Finishes the deletions of users and groups, one after the other. A user whom the host's rows still refer to stays until
 * a later call, and does not hold up the deletions of others.
 *
 * @throws `refused-by-host` at the end
 */
export async function* finishDeletions(deleter: Deleter): AsyncGenerator<SweepStep, void, undefined> {
  const { users, groups } = deleter.stores;
  const refusals: RefusedByHostError[] = [];
  yield* finishAll(deleter, { store: users, swept: 'rows-of-deleted-users', type: 'user' }, refusals);
  yield* finishAll(deleter, { store: groups, swept: 'rows-of-deleted-groups', type: 'group' }, refusals);
  const [refusal] = refusals;
  if (refusal !== undefined) throw refusal;
}

async function* finishAll<Id extends OwnerId>(
  deleter: Deleter,
  deletions: Deletions<Id>,
  refusals: RefusedByHostError[],
): AsyncGenerator<SweepStep, void, undefined> {
  for await (const id of ownersToDelete(deletions)) {
    try {
      yield* finishDeletion(deleter, deletions, id);
    } catch (error) {
      if (!(error instanceof RefusedByHostError)) throw error;
      refusals.push(error);
    }
  }
}

/** Lists the owners page by page. Those that stay are skipped until the next call. */
async function* ownersToDelete<Id extends OwnerId>({
  store,
}: Deletions<Id>): AsyncGenerator<Id, void, undefined> {
  let afterId: Id | null = null;
  for (;;) {
    const page: Id[] = await store.listDeleting({ afterId, countMax: DELETIONS_AT_ONCE_MAX });
    yield* page;
    afterId = page.at(-1) ?? null;
    if (page.length < DELETIONS_AT_ONCE_MAX) return;
  }
}

/** Deletes one owner step by step, until the owner is gone or another caller works on the same one. */
async function* finishDeletion<Id extends OwnerId>(
  deleter: Deleter,
  { store, swept, type }: Deletions<Id>,
  id: Id,
): AsyncGenerator<SweepStep, void, undefined> {
  let olderThanId: ResourceId | null = null;
  for (;;) {
    const step = { olderThanId, rowsMax: DELETION_STEP_ROWS };
    const outcome = await store.continueDeletion(id, step, auditOfEnd(deleter, type, id));
    if (outcome.type === 'none') return;
    yield { swept, count: outcome.count };
    if (outcome.type === 'deleted') return;
    ({ olderThanId } = outcome);
    await pause();
  }
}

/** Drafts the event that says when the deletion ended; the command that began it has an event of its own. */
function auditOfEnd({ clock, ids }: Deleter, type: 'user' | 'group', id: OwnerId): AuditDraft {
  return {
    id: ids.next() as AuditEventId,
    at: clock.now(),
    actor: { type: 'system', name: 'sweep' },
    action: `${type}:finish-deletion`,
    target: { type, id, ownerId: id },
    details: {},
    rule: 'a deletion that has begun is finished',
    requestId: null,
    refusalKey: null,
    authority: null,
  };
}
