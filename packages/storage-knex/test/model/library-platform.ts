import {
  createBailiwick,
  isBailiwickError,
  type Actor,
  type Page,
  type Resource,
  type Storage,
  type User,
} from '@bailiwick/core';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import { DELETE_AT_ONCE_ROWS_MAX, KINDS, pick, type Platform } from './operations.js';

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
  readonly #users: string[] = [];
  readonly #resources: string[] = [];
  readonly #tokens: string[] = [];

  constructor(storage: Storage) {
    this.#bailiwick = createBailiwick({
      storage: deletingLessAtOnce(storage),
      passwordHasher: fastHasher,
      clock: this.#clock,
      kinds: KINDS,
      roles: ['support'],
      settings: GUESSES_UNBOUNDED,
    });
    this.#system = this.#bailiwick.system('model');
  }

  addUser: Platform<Promise<unknown>>['addUser'] = ({ email, role, password, limits }) =>
    answer(async () => {
      const input = { email: address(email), role: role as 'user', password, limits };
      return this.#showUser(await this.#bailiwick.users.create(this.#system, input));
    });

  changeUser: Platform<Promise<unknown>>['changeUser'] = ({ user, change }) =>
    answer(async () => {
      const input = 'email' in change ? { email: address(change.email) } : (change as { role: 'user' });
      return this.#showUser(await this.#bailiwick.users.change(this.#system, this.#user(user), input));
    });

  setPassword: Platform<Promise<unknown>>['setPassword'] = ({ user, password }) =>
    answer(() => this.#bailiwick.users.setPassword(this.#system, this.#user(user), { password }));

  deleteUser: Platform<Promise<unknown>>['deleteUser'] = ({ user, resources }) =>
    answer(async () => {
      const left = await this.#bailiwick.users.delete(this.#system, this.#user(user), { resources });
      return left && this.#showUser(left);
    });

  create: Platform<Promise<unknown>>['create'] = ({ owner, kind, name, key }) =>
    answer(async () => {
      const input = { ownerId: this.#user(owner), kind, name, idempotencyKey: key };
      return this.#showResource(await this.#bailiwick.resources.create(this.#system, input));
    });

  rename: Platform<Promise<unknown>>['rename'] = ({ resource, name, isStale }) =>
    answer(async () => {
      const ifUnchangedSince = isStale ? { name: 'never', updatedAt: this.#clock.now() } : undefined;
      const input = { name, ifUnchangedSince };
      const id = this.#resource(resource);
      return this.#showResource(await this.#bailiwick.resources.rename(this.#system, id, input));
    });

  deleteResource: Platform<Promise<unknown>>['deleteResource'] = ({ resource }) =>
    answer(() => this.#bailiwick.resources.delete(this.#system, this.#resource(resource)));

  getResource: Platform<Promise<unknown>>['getResource'] = ({ resource }) =>
    answer(async () =>
      this.#showResource(await this.#bailiwick.resources.get(this.#system, this.#resource(resource))),
    );

  setLimit: Platform<Promise<unknown>>['setLimit'] = ({ user, meter, limit }) =>
    answer(() => this.#bailiwick.quotas.setLimit(this.#system, { ownerId: this.#user(user), meter, limit }));

  clearLimit: Platform<Promise<unknown>>['clearLimit'] = ({ user, meter }) =>
    answer(() => this.#bailiwick.quotas.clearLimit(this.#system, { ownerId: this.#user(user), meter }));

  setDefaultLimit: Platform<Promise<unknown>>['setDefaultLimit'] = ({ meter, limit }) =>
    answer(() => this.#bailiwick.quotas.setDefaultLimit(this.#system, { meter, limit }));

  listQuotas: Platform<Promise<unknown>>['listQuotas'] = ({ user }) =>
    answer(() => this.#bailiwick.quotas.list(this.#system, this.#user(user)));

  logIn: Platform<Promise<unknown>>['logIn'] = ({ email, password }) =>
    answer(async () => {
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
    answer(() => this.#bailiwick.sessions.endAll(this.#system, this.#user(user)));

  listResources: Platform<Promise<unknown>>['listResources'] = ({ owner, kind, pageSize }) =>
    answer(() => {
      const ownerId = owner === undefined ? undefined : this.#user(owner);
      return pages(
        (cursor) => this.#bailiwick.resources.list(this.#system, { ownerId, kind, pageSize, cursor }),
        (resource) => this.#showResource(resource),
      );
    });

  listUsers: Platform<Promise<unknown>>['listUsers'] = ({ status, ...rest }) =>
    answer(() => {
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
    const { users, resources, quotas, auditEvents } = this.#bailiwick;
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
    return answer(async () => {
      const bearer = pick(this.#tokens, session) ?? NO_TOKEN;
      return work(await this.#bailiwick.authenticate({ bearer }));
    });
  }

  #user(number: number): string {
    return pick(this.#users, number) ?? NOBODY;
  }

  #resource(number: number): string {
    return pick(this.#resources, number) ?? NOBODY;
  }

  #name(id: string): string {
    return this.#names.get(id) ?? `unknown ${id}`;
  }

  #showUser({ id, email, role, status }: User) {
    this.#remember(id, 'user', this.#users);
    return { id: this.#name(id), email, role, status };
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
  const { users } = storage;
  const deleteLess: typeof users.delete = (id, options, audit) =>
    users.delete(id, { ...options, rowsAtOnceMax: DELETE_AT_ONCE_ROWS_MAX }, audit);
  return {
    ...storage,
    users: new Proxy(users, {
      get(target, name) {
        if (name === 'delete') return deleteLess;
        const method: unknown = Reflect.get(target, name, target);
        return typeof method === 'function' ? method.bind(target) : method;
      },
    }),
  };
}

function address(email: number): string {
  return `user-${email}@example.com`;
}

/** The value, `done` for none, or what the error says that a client can rely on. */
async function answer(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await work()) ?? 'done';
  } catch (error) {
    if (!isBailiwickError(error)) throw error;
    const { code } = error;
    if (code === 'quota-exceeded') return { error: code, quotas: error.quotas };
    if (code === 'owns-resources') return { error: code, count: error.count };
    return { error: code };
  }
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
