import {
  createBailiwick,
  isBailiwickError,
  type Actor,
  type Group,
  type Member,
  type Page,
  type QuotaRefusal,
  type Resource,
  type Storage,
  type User,
} from '@bailiwick/core';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import {
  DELETE_AT_ONCE_ROWS_MAX,
  GROUP_DEMAND,
  KINDS,
  MEMBER_DEMAND,
  pick,
  type Platform,
} from './operations.js';

/** The throttle counts by the clock of the process, which the model knows nothing of. */
const GUESSES_UNBOUNDED = {
  loginAttemptsMax: 1_000_000,
  loginAttemptsPerAddressMax: 1_000_000,
  loginAttemptsPerAccountMax: 1_000_000,
};

/** What stands for a number before there is anybody, or anything. */
const NOBODY = '01900000-0000-7000-8000-000000000000';
const NO_TOKEN = 'A'.repeat(43);

/** The library on some storage, with the names of the model for its ids. */
export class LibraryPlatform implements Platform<Promise<unknown>> {
  readonly #clock = manualClock();
  readonly #bailiwick;
  readonly #system;
  readonly #names = new Map<string, string>();
  /** Users and groups, in the order in which they were made. */
  readonly #owners: string[] = [];
  readonly #users: string[] = [];
  readonly #groups: string[] = [];
  readonly #resources: string[] = [];
  readonly #tokens: string[] = [];

  constructor(storage: Storage) {
    this.#bailiwick = createBailiwick({
      storage: deletingLessAtOnce(storage),
      passwordHasher: fastHasher,
      clock: this.#clock,
      kinds: KINDS,
      groups: { group: { in: ['group'], root: true, demand: GROUP_DEMAND } },
      memberDemand: MEMBER_DEMAND,
      roles: ['support'],
      settings: GUESSES_UNBOUNDED,
    });
    this.#system = this.#bailiwick.system('model');
  }

  addUser: Platform<Promise<unknown>>['addUser'] = ({ email, role, password, limits }) =>
    this.#answer(async () => {
      const input = { email: address(email), role: role as 'user', password, limits };
      return this.#showUser(await this.#bailiwick.users.create(this.#system, input));
    });

  changeUser: Platform<Promise<unknown>>['changeUser'] = ({ user, change }) =>
    this.#answer(async () => {
      const input = 'email' in change ? { email: address(change.email) } : (change as { role: 'user' });
      return this.#showUser(await this.#bailiwick.users.change(this.#system, this.#user(user), input));
    });

  setPassword: Platform<Promise<unknown>>['setPassword'] = ({ user, password }) =>
    this.#answer(() => this.#bailiwick.users.setPassword(this.#system, this.#user(user), { password }));

  deleteUser: Platform<Promise<unknown>>['deleteUser'] = ({ user, resources, to: receiver }) =>
    this.#answer(async () => {
      const to = resources === 'transfer' ? this.#owner(receiver) : undefined;
      const left = await this.#bailiwick.users.delete(this.#system, this.#user(user), { resources, to });
      return left && this.#showUser(left);
    });

  addGroup: Platform<Promise<unknown>>['addGroup'] = ({ name, parent }) =>
    this.#answer(async () => {
      const parentId = parent === undefined ? undefined : this.#group(parent);
      return this.#showGroup(await this.#bailiwick.groups.create(this.#system, { name, parentId }));
    });

  moveGroup: Platform<Promise<unknown>>['moveGroup'] = ({ group, parent }) =>
    this.#answer(async () => {
      const parentId = parent === undefined ? null : this.#group(parent);
      return this.#showGroup(
        await this.#bailiwick.groups.move(this.#system, this.#group(group), { parentId }),
      );
    });

  deleteGroup: Platform<Promise<unknown>>['deleteGroup'] = ({ group, resources }) =>
    this.#answer(() => this.#bailiwick.groups.delete(this.#system, this.#group(group), { resources }));

  setMember: Platform<Promise<unknown>>['setMember'] = ({ group, user, role }) =>
    this.#answer(async () => {
      const [groupId, userId] = [this.#group(group), this.#user(user)];
      return this.#showMember(await this.#bailiwick.members.set(this.#system, groupId, userId, { role }));
    });

  removeMember: Platform<Promise<unknown>>['removeMember'] = ({ group, user }) =>
    this.#answer(() => this.#bailiwick.members.remove(this.#system, this.#group(group), this.#user(user)));

  listMembers: Platform<Promise<unknown>>['listMembers'] = ({ group, pageSize }) =>
    this.#answer(() => {
      const groupId = this.#group(group);
      return pages(
        (cursor) => this.#bailiwick.members.list(this.#system, groupId, { pageSize, cursor }),
        (member) => this.#showMember(member),
      );
    });

  transfer: Platform<Promise<unknown>>['transfer'] = ({ resource, to }) =>
    this.#answer(async () => {
      const input = { ownerId: this.#owner(to) };
      const id = this.#resource(resource);
      return this.#showResource(await this.#bailiwick.resources.transfer(this.#system, id, input));
    });

  create: Platform<Promise<unknown>>['create'] = ({ owner, kind, name, key }) =>
    this.#answer(async () => {
      const input = { ownerId: this.#owner(owner), kind, name, idempotencyKey: key };
      return this.#showResource(await this.#bailiwick.resources.create(this.#system, input));
    });

  rename: Platform<Promise<unknown>>['rename'] = ({ resource, name, isStale }) =>
    this.#answer(async () => {
      const ifUnchangedSince = isStale ? { name: 'never', updatedAt: this.#clock.now() } : undefined;
      const input = { name, ifUnchangedSince };
      const id = this.#resource(resource);
      return this.#showResource(await this.#bailiwick.resources.rename(this.#system, id, input));
    });

  deleteResource: Platform<Promise<unknown>>['deleteResource'] = ({ resource }) =>
    this.#answer(() => this.#bailiwick.resources.delete(this.#system, this.#resource(resource)));

  getResource: Platform<Promise<unknown>>['getResource'] = ({ resource }) =>
    this.#answer(async () =>
      this.#showResource(await this.#bailiwick.resources.get(this.#system, this.#resource(resource))),
    );

  setLimit: Platform<Promise<unknown>>['setLimit'] = ({ owner, meter, limit }) =>
    this.#answer(() =>
      this.#bailiwick.quotas.setLimit(this.#system, { ownerId: this.#owner(owner), meter, limit }),
    );

  clearLimit: Platform<Promise<unknown>>['clearLimit'] = ({ owner, meter }) =>
    this.#answer(() =>
      this.#bailiwick.quotas.clearLimit(this.#system, { ownerId: this.#owner(owner), meter }),
    );

  setDefaultLimit: Platform<Promise<unknown>>['setDefaultLimit'] = ({ meter, limit }) =>
    this.#answer(() => this.#bailiwick.quotas.setDefaultLimit(this.#system, { meter, limit }));

  listQuotas: Platform<Promise<unknown>>['listQuotas'] = ({ owner }) =>
    this.#answer(() => this.#bailiwick.quotas.list(this.#system, this.#owner(owner)));

  logIn: Platform<Promise<unknown>>['logIn'] = ({ email, password }) =>
    this.#answer(async () => {
      const { token, session } = await this.#bailiwick.sessions.logIn({ email: address(email), password });
      this.#names.set(session.id, `session-${this.#tokens.length}`);
      this.#tokens.push(token);
      return this.#name(session.id);
    });

  authenticate: Platform<Promise<unknown>>['authenticate'] = ({ session }) =>
    this.#as(session, async (actor) =>
      actor.type === 'user' ? { userId: this.#name(actor.id), role: actor.role } : actor,
    );

  listSessions: Platform<Promise<unknown>>['listSessions'] = ({ session }) =>
    this.#as(session, async (actor) =>
      (await this.#bailiwick.sessions.list(actor)).map(({ id }) => this.#name(id)),
    );

  listOwn: Platform<Promise<unknown>>['listOwn'] = ({ session, pageSize }) =>
    this.#as(session, (actor) =>
      pages(
        (cursor) => this.#bailiwick.resources.list(actor, { pageSize, cursor }),
        (resource) => this.#showResource(resource),
      ),
    );

  endSession: Platform<Promise<unknown>>['endSession'] = ({ session }) =>
    this.#as(session, (actor) => this.#bailiwick.sessions.endCurrent(actor));

  endAllSessions: Platform<Promise<unknown>>['endAllSessions'] = ({ user }) =>
    this.#answer(() => this.#bailiwick.sessions.endAll(this.#system, this.#user(user)));

  listResources: Platform<Promise<unknown>>['listResources'] = ({ owner, kind, pageSize }) =>
    this.#answer(() => {
      const ownerId = owner === undefined ? undefined : this.#owner(owner);
      return pages(
        (cursor) => this.#bailiwick.resources.list(this.#system, { ownerId, kind, pageSize, cursor }),
        (resource) => this.#showResource(resource),
      );
    });

  listUsers: Platform<Promise<unknown>>['listUsers'] = ({ status, ...rest }) =>
    this.#answer(() => {
      const filter = { ...rest, status: status as 'active' | undefined };
      return pages(
        (cursor) => this.#bailiwick.users.list(this.#system, { ...filter, cursor }),
        (user) => this.#showUser(user),
      );
    });

  advance: Platform<Promise<unknown>>['advance'] = async ({ ms }) => this.#clock.advance(ms);

  sweep: Platform<Promise<unknown>>['sweep'] = async () => {
    const counts: Record<string, number> = {};
    for await (const { swept, count } of this.#bailiwick.sweep())
      counts[swept] = (counts[swept] ?? 0) + count;
    // Attempts at logging in run by the clock of the process, no request is signed here, and of refusals the model
    // knows nothing.
    const { 'login-attempts': _attempts, nonces: _nonces, 'audit-events': _events, ...modelled } = counts;
    return modelled;
  };

  async state(): Promise<unknown> {
    const { users, groups, members, resources, quotas, auditEvents } = this.#bailiwick;
    const pageSize = 100;
    const all = async <Item, Shown>(
      load: (cursor: string | undefined) => Promise<Page<Item>>,
      show: (item: Item) => Shown,
    ) => (await pages(load, show)).flat();
    const shownUsers = await all(
      (cursor) => users.list(this.#system, { pageSize, cursor }),
      (user) => user,
    );
    const differences: unknown[] = [];
    for await (const step of quotas.verify(this.#system)) differences.push(...step.differences);
    return {
      users: await Promise.all(
        shownUsers.map(async (user) => ({
          ...this.#showUser(user),
          quotas: await quotas.list(this.#system, user.id),
        })),
      ),
      groups: await Promise.all(
        (
          await all(
            (cursor) => groups.list(this.#system, { pageSize, cursor }),
            (group) => group,
          )
        ).map(async (group) => ({
          ...this.#showGroup(group),
          quotas: await quotas.list(this.#system, group.id),
          members: await all(
            (cursor) => members.list(this.#system, group.id, { pageSize, cursor }),
            (member) => this.#showMember(member),
          ),
        })),
      ),
      resources: await all(
        (cursor) => resources.list(this.#system, { pageSize, cursor }),
        (resource) => this.#showResource(resource),
      ),
      defaults: await quotas.listDefaultLimits(this.#system),
      // Equal refusals are one event, for as long as they fall into one minute.
      events: (
        await all(
          (cursor) => auditEvents.list(this.#system, { pageSize, cursor }),
          ({ action, outcome }) => ({ action, outcome }),
        )
      ).flatMap(({ action, outcome }) =>
        // The verification above leaves events, too.
        outcome === 'accepted' && action !== 'quota:verify' ? [action] : [],
      ),
      differences,
    };
  }

  #as(session: number, work: (actor: Actor) => Promise<unknown>): Promise<unknown> {
    return this.#answer(async () => {
      const bearer = pick(this.#tokens, session) ?? NO_TOKEN;
      return work(await this.#bailiwick.authenticate({ bearer }));
    });
  }

  /** The value, `done` for none, or what the error says that a client can rely on. */
  async #answer(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return (await work()) ?? 'done';
    } catch (error) {
      if (!isBailiwickError(error)) throw error;
      const { code } = error;
      if (code === 'quota-exceeded')
        return { error: code, quotas: error.quotas.map((quota) => this.#showRefusal(quota)) };
      if (code === 'owns-resources') return { error: code, count: error.count };
      return { error: code };
    }
  }

  #showRefusal(quota: QuotaRefusal): unknown {
    if (typeof quota.owner !== 'object') return quota;
    return { ...quota, owner: this.#name(quota.owner.id) };
  }

  #user(number: number): string {
    return pick(this.#users, number) ?? NOBODY;
  }

  #group(number: number): string {
    return pick(this.#groups, number) ?? NOBODY;
  }

  #owner(number: number): string {
    return pick(this.#owners, number) ?? NOBODY;
  }

  #resource(number: number): string {
    return pick(this.#resources, number) ?? NOBODY;
  }

  #name(id: string): string {
    return this.#names.get(id) ?? `unknown ${id}`;
  }

  #showUser({ id, email, role, status }: User) {
    if (!this.#names.has(id)) this.#owners.push(id);
    this.#remember(id, 'user', this.#users);
    return { id: this.#name(id), email, role, status };
  }

  #showGroup({ id, name, parentId }: Group) {
    if (!this.#names.has(id)) this.#owners.push(id);
    this.#remember(id, 'group', this.#groups);
    return { id: this.#name(id), name, parentId: parentId === null ? null : this.#name(parentId) };
  }

  #showMember({ userId, email, role }: Member) {
    return { id: this.#name(userId), email, role };
  }

  #showResource({ id, ownerId, kind, name }: Resource) {
    this.#remember(id, 'resource', this.#resources);
    return { id: this.#name(id), ownerId: this.#name(ownerId), kind, name };
  }

  #remember(id: string, noun: string, all: string[]): void {
    if (this.#names.has(id)) return;
    this.#names.set(id, `${noun}-${all.length}`);
    all.push(id);
  }
}

function deletingLessAtOnce(storage: Storage): Storage {
  const { users, groups } = storage;
  const rowsAtOnceMax = DELETE_AT_ONCE_ROWS_MAX;
  return {
    ...storage,
    users: withDelete(users, (id, options, audit) => users.delete(id, { ...options, rowsAtOnceMax }, audit)),
    groups: withDelete(groups, (id, options, audit) =>
      groups.delete(id, { ...options, rowsAtOnceMax }, audit),
    ),
  };
}

function withDelete<Store extends Storage['users'] | Storage['groups']>(
  store: Store,
  deleteLess: Store['delete'],
): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'delete') return deleteLess;
      const method: unknown = Reflect.get(target, name, target);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}

function address(email: number): string {
  return `user-${email}@example.com`;
}

async function pages<Item, Shown>(
  load: (cursor: string | undefined) => Promise<Page<Item>>,
  show: (item: Item) => Shown,
): Promise<Shown[][]> {
  const result: Shown[][] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: Page<Item> = await load(cursor);
    result.push(page.items.map(show));
    cursor = page.nextCursor;
  }
  return result;
}
