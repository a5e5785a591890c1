import { Access, platformSubject } from '../access.js';
import type { Actor } from '../actors/actor.js';
import { loadPage } from '../cursors.js';
import { pageSizeProblem, requireValid } from '../input.js';
import type { Kernel } from '../kernel.js';
import { PAGE_SIZE_DEFAULT } from '../limits.js';
import type { Page, PageOptions } from '../page.js';
import type { AuditEvent } from './audit-event.js';

export interface ListAuditEventsOptions extends PageOptions {
  /** The id of a user, or the name of a system actor. */
  readonly actor?: string | undefined;
  /** The id of a user, resource or session, or a meter. */
  readonly target?: string | undefined;
  readonly action?: string | undefined;
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
    requireValid({ '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT) });
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
