import type {
  GroupQuery,
  ResourceQuery,
  Scope,
  Storage,
  UserId,
  UserQuery,
  AuditQuery,
  ResourceId,
} from '@bailiwick/core';
import type { Knex } from 'knex';
import { ANY_EVENT, ANY_GROUP, ANY_USER } from './fixtures.js';
import { BEGINNING_TIME, idOf, timeOf, type Size } from './large-database.js';

/** What is asked often, or of tables that grow without end. */
export interface HotQuery {
  readonly title: string;
  ask(storage: Storage<Knex.Transaction>, knex: Knex): Promise<unknown>;
  /** The most rows that are read and sorted where walks of several indexes are merged. */
  readonly mergedMax?: number;
}

/** The middle of each table, for pages that begin there. */
export function hotQueries(size: Size): HotQuery[] {
  const middle = {
    resource: idOf.resource((size.owners * size.resourcesEach) / 2),
    user: idOf.user(size.owners / 2),
    group: idOf.group(Math.floor(size.projects / 2)),
    auditEvent: idOf.auditEvent(size.auditEvents / 2),
  };
  const ann = idOf.user(2) as UserId;
  const rich = idOf.user(size.owners + 1);
  const old = timeOf(size.sessions / 100);
  const own = (ownerId: string): Scope => ({ type: 'owner', ownerIds: [ownerId] });
  const seenBy = (user: number, known: { readonly rootIds?: readonly string[] } = {}): Scope => {
    const userId = idOf.user(user);
    const member = { type: 'member', userId, roles: ['owner', 'member', 'viewer'], ...known } as const;
    return { type: 'or', scopes: [own(userId), member] };
  };
  /** The groups in the second one, with itself and what is the user's own. */
  const walks = Math.floor(size.projects / 6) + 2;
  /** Some of everybody's, old and new, and some that are not there. */
  const several: Scope = {
    type: 'id',
    ids: Array.from({ length: 20 }, (_, index) =>
      idOf.resource(1 + Math.floor((index * size.owners * size.resourcesEach) / 15)),
    ),
  };
  const someUsers: Scope = {
    type: 'id',
    ids: Array.from({ length: 20 }, (_, index) => idOf.user(1 + Math.floor((index * size.owners) / 15))),
  };
  return [
    query('a session with its user', ({ sessions }) => sessions.findByTokenHash('hash-1')),
    query('sessions: of one user', ({ sessions }) => sessions.listLive(ann, timeOf(0), 100)),
    query('resource: by id', ({ resources }) => resources.find(middle.resource as ResourceId)),
    ...pages('resources: everybody’s', middle.resource, (page) => resources({ ...page })),
    ...pages('resources: one’s own', middle.resource, (page) => resources({ ...page, scope: own(ann) })),
    ...pages('resources: one’s own, of very many', null, (page) => resources({ ...page, scope: own(rich) })),
    ...pages('resources: one’s own of a kind', middle.resource, (page) =>
      resources({ ...page, scope: own(ann), kind: 'database' }),
    ),
    ...pages('resources: everybody’s of a kind', middle.resource, (page) =>
      resources({ ...page, kind: 'database' }),
    ),
    ...pages('resources: of one user, for an administrator', middle.resource, (page) =>
      resources({ ...page, ownerId: ann }),
    ),
    ...merged(
      2,
      pages('resources: what a member of a root sees', middle.resource, (page) =>
        resources({ ...page, scope: seenBy(3, { rootIds: [idOf.group(1)] }) }),
      ),
    ),
    ...merged(
      2,
      pages('resources: what a member of a root and of more groups sees', middle.resource, (page) =>
        resources({ ...page, scope: seenBy(3) }),
      ),
    ),
    ...merged(
      walks,
      pages('resources: what a member of a group further down sees', middle.resource, (page) =>
        resources({ ...page, scope: seenBy(4) }),
      ),
    ),
    ...merged(
      size.projects + 2,
      pages('resources: what a member of a root sees of a kind', null, (page) =>
        resources({ ...page, scope: seenBy(3), kind: 'resource' }),
      ),
    ),
    query('resources: several by id', resources({ scope: several })),
    query(
      'resources: several by id, of one’s own',
      resources({ scope: { type: 'and', scopes: [own(ann), several] } }),
    ),
    query(
      'resources: several by id, of very many of one’s own',
      resources({ scope: { type: 'and', scopes: [own(rich), several] } }),
    ),
    ...merged(
      walks,
      pages('groups: what a member of a group further down sees', null, (page) =>
        groups({ ...page, scope: seenBy(4) }),
      ),
    ),
    ...pages('groups: over a limit', middle.group, (page) => groups({ ...page, over: true })),
    ...pages('groups: near a limit', middle.group, (page) => groups({ ...page, nearPercent: 80 })),
    query('user: by id', ({ users }) => users.find(ann)),
    query('user: by address, to log in', ({ users }) =>
      users.findWithPassword({ emailKey: 'user2@example.com' }),
    ),
    ...pages('users: all', middle.user, (page) => users({ ...page })),
    ...pages('users: oneself', null, (page) => users({ ...page, scope: own(ann) })),
    ...pages('users: of a role', null, (page) => users({ ...page, role: 'admin' })),
    ...pages('users: of a status', middle.user, (page) => users({ ...page, status: 'active' })),
    ...pages('users: over a limit', middle.user, (page) => users({ ...page, over: true })),
    ...pages('users: near a limit', middle.user, (page) => users({ ...page, nearPercent: 80 })),
    query(
      'users: by what the address begins with, first page',
      users({ byEmail: { prefix: 'user1', afterKey: null } }),
    ),
    query(
      'users: by what the address begins with, later page',
      users({ byEmail: { prefix: 'user1', afterKey: 'user15@example.com' } }),
    ),
    query('users: several by id', users({ scope: someUsers, count: 20 })),
    query('quotas: of a page of users', ({ quotas }) =>
      quotas.listMany(Array.from({ length: 20 }, (_, index) => idOf.user(index + 1) as UserId)),
    ),
    ...pages('users: by address', null, (page) => users({ ...page, emailKey: 'user2@example.com' })),
    query('users: whose deletion is under way', ({ users }) =>
      users.listDeleting({ afterId: null, countMax: 100 }),
    ),
    ...pages('audit events: all', middle.auditEvent, (page) => events({ ...page })),
    ...pages('audit events: by actor', middle.auditEvent, (page) => events({ ...page, actorId: ann })),
    ...pages('audit events: by target', null, (page) => events({ ...page, targetId: middle.resource })),
    ...pages('audit events: by owner', middle.auditEvent, (page) =>
      events({ ...page, ownerId: idOf.user(1) }),
    ),
    ...pages('audit events: by action', middle.auditEvent, (page) => events({ ...page, action: 'action-1' })),
    ...pages('audit events: refusals', middle.auditEvent, (page) => events({ ...page, outcome: 'refused' })),
    ...pages('audit events: by reason', middle.auditEvent, (page) => events({ ...page, reason: 'reason-1' })),
    ...pages('audit events: refusals of one action', middle.auditEvent, (page) =>
      events({ ...page, action: 'action-1', outcome: 'refused' }),
    ),
    ...pages('audit events: refusals to one actor', null, (page) =>
      events({ ...page, actorId: ann, outcome: 'refused' }),
    ),
    ...pages('audit events: of a time', null, (page) =>
      events({ ...page, since: BEGINNING_TIME, until: new Date(BEGINNING_TIME.getTime() + 1) }),
    ),
    sweep('sessions not used for long', 'bailiwick_sessions', 'idle_expires_at', old),
    sweep('sessions that are too old', 'bailiwick_sessions', 'absolute_expires_at', old),
    sweep('idempotency records', 'bailiwick_idempotency_keys', 'created_at', old),
    sweep('audit events', 'bailiwick_audit_events', 'id', idOf.auditEvent(size.auditEvents / 100)),
  ];

  function resources(given: Partial<ResourceQuery>): HotQuery['ask'] {
    return (storage) => storage.resources.list({ ...FIRST_PAGE, ownerId: null, kind: null, ...given });
  }
  function groups(given: Partial<GroupQuery>): HotQuery['ask'] {
    return (storage) => storage.groups.list({ ...FIRST_PAGE, ...ANY_GROUP, ...given });
  }
  function users(given: Partial<UserQuery>): HotQuery['ask'] {
    return (storage) => storage.users.list({ ...FIRST_PAGE, ...ANY_USER, ...given });
  }
  function events(given: Partial<AuditQuery>): HotQuery['ask'] {
    return (storage) => storage.auditEvents.list({ ...FIRST_PAGE, ...ANY_EVENT, ...given });
  }
}

const FIRST_PAGE = { scope: { type: 'all' }, olderThanId: null, count: 21 } as const;

function query(title: string, ask: HotQuery['ask']): HotQuery {
  return { title, ask };
}

/** The first page, and one that begins at `from`. */
function pages(
  title: string,
  from: string | null,
  ask: (page: { olderThanId: string | null }) => HotQuery['ask'],
): HotQuery[] {
  const first = query(`${title}, first page`, ask({ olderThanId: null }));
  return from === null ? [first] : [first, query(`${title}, later page`, ask({ olderThanId: from }))];
}

/** A page of several walks: the newest row of each, and a page of those whose newest rows are the newest. */
function merged(walks: number, queries: readonly HotQuery[]): HotQuery[] {
  const mergedMax = walks + FIRST_PAGE.count * Math.min(walks, FIRST_PAGE.count);
  return queries.map((one) => ({ ...one, mergedMax }));
}

/** A batch of what is old enough to go. */
function sweep(title: string, table: string, column: string, before: Date | string): HotQuery {
  return query(`sweep: ${title}`, (_storage, knex) => {
    const bound = before instanceof Date && knex.client.driverName !== 'pg' ? before.getTime() : before;
    return knex.raw(`SELECT 1 FROM ${table} WHERE ${column} < ? ORDER BY ${column} LIMIT 500`, [bound]);
  });
}
