import { Access, platformSubject } from '../access.js';
import type { Actor } from '../actors/actor.js';
import { loadPage } from '../cursors.js';
import { pageSizeProblem, requireValid, textProblem, type Problem } from '../input.js';
import type { Kernel } from '../kernel.js';
import { PAGE_SIZE_DEFAULT, RESOURCE_NAME_LENGTH_MAX } from '../limits.js';
import type { Page, PageOptions } from '../page.js';
import type { AuditEvent } from './audit-event.js';

export interface ListAuditEventsOptions extends PageOptions {
  /** The id of a user, or the name of a system actor. */
  readonly actor?: string | undefined;
  /** The id of a user, resource or session, or a meter. */
  readonly target?: string | undefined;
  readonly action?: string | undefined;
}

/** What a filter is compared with is never longer, and holds nothing that a database would refuse. */
function filterProblem(text: unknown): Problem {
  return text === undefined ? null : textProblem(text, 1, RESOURCE_NAME_LENGTH_MAX);
}

/** Reading what was done and what was refused. */
export class AuditEvents {
  readonly #kernel: Kernel;
  readonly #access: Access;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#access = new Access(kernel);
  }

  /** Newest first. @throws `forbidden`, `invalid-request`, `malformed-request` (the cursor) */
  async list(actor: Actor, options: ListAuditEventsOptions = {}): Promise<Page<AuditEvent>> {
    await this.#access.permit(actor, 'audit-event:read', platformSubject('audit-event'));
    const textFilters = { '?actor': options.actor, '?target': options.target, '?action': options.action };
    requireValid({
      '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT),
      ...Object.fromEntries(
        Object.entries(textFilters).map(([pointer, text]) => [pointer, filterProblem(text)]),
      ),
    });
    const filter = {
      actorId: options.actor ?? null,
      targetId: options.target ?? null,
      action: options.action ?? null,
    };
    const scope = this.#kernel.policy.scope(actor, 'audit-event:read');
    const identity = { list: 'audit-events', actor, filter: Object.values(filter) };
    return loadPage(this.#kernel.stores, identity, options, (page) =>
      this.#kernel.stores.auditEvents.list({ scope, ...filter, ...page }),
    );
  }
}
