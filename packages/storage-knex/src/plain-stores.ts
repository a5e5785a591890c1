// Which stores are there, on one connection of a pool or within one transaction?
import type { Executor } from './executor.js';
import { KnexAccessKeyStore } from './access-keys.js';
import { KnexAuditStore } from './audit-events.js';
import type { Operations } from './operations.js';
import { KnexGroupStore } from './groups.js';
import { KnexMemberStore } from './members.js';
import { KnexQuotaStore } from './quotas.js';
import { KnexResourceStore } from './resources.js';
import { KnexSessionStore } from './sessions.js';
import { KnexUserStore } from './users.js';

export type PlainStores = ReturnType<typeof plainStores>;

/** The stores run each call as statements of its own; `batching/` wraps those of a pool. */
export function plainStores(executor: Executor, operations: Operations) {
  return {
    users: new KnexUserStore(executor),
    groups: new KnexGroupStore(executor),
    members: new KnexMemberStore(executor),
    resources: new KnexResourceStore(executor, operations),
    quotas: new KnexQuotaStore(executor),
    sessions: new KnexSessionStore(executor, operations),
    accessKeys: new KnexAccessKeyStore(executor),
    auditEvents: new KnexAuditStore(executor),
  };
}
