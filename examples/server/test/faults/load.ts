import { setTimeout as delay } from 'node:timers/promises';
import type { Entry, Journal, Operation } from './journal.js';
import type { SeededRandom } from './random.js';

/** Clients wait no longer for an answer, since the servers' own timeouts are 15 seconds. */
const ANSWER_TIMEOUT_MS = 30_000;
/** The pause between two searches for a server that serves. */
const PAUSE_MS = 10;

/** A user for whom all clients act at the same time. */
export interface Tenant {
  readonly id: string;
  readonly bearer: string;
  /** Created resources; usually no client has begun to delete them. */
  readonly resourceIds: string[];
}

/** A user that one client has created and no other client uses. */
interface OwnUser {
  readonly id: string;
  readonly email: string;
  status: 'active' | 'disabled';
}

export interface Cast {
  readonly adminBearer: string;
  /** Limits that only grow, so that a create that fits an earlier one also fits a later one. */
  readonly growing: Tenant;
  readonly byDefault: Tenant;
  readonly others: readonly Tenant[];
  /** The limit of `growing`, and the default limit, when the load begins. */
  readonly limit: number;
}

/** An event for a server while it works for a client. */
export interface Interruption {
  readonly url: string | null;
  /** Has the request just been sent, or has its answer begun to arrive, which the client then does not read? */
  readonly at: 'sent' | 'answered';
  readonly afterMs: number;
  readonly strike: () => Promise<void>;
}

const PASSWORD = 'every user of the load has this one';

/** Clients that choose requests by their seed until they are stopped, and record the answers. */
export class Load {
  readonly #journal: Journal;
  readonly #cast: Cast;
  readonly #urls: () => readonly string[];
  #interruption: Interruption | null = null;
  #stopped = false;
  #administratorsFight = false;
  #names = 0;
  #turn = 0;

  constructor(journal: Journal, cast: Cast, urls: () => readonly string[]) {
    this.#journal = journal;
    this.#cast = cast;
    this.#urls = urls;
  }

  /** Resolves after `stop`, when all requests have ended. */
  async run(random: SeededRandom, clients: number): Promise<void> {
    const sources = Array.from({ length: clients }, () => random.fork());
    await Promise.all(sources.map((source, index) => this.#client(source, index)));
  }

  stop(): void {
    this.#stopped = true;
  }

  interrupt(interruption: Interruption): void {
    this.#interruption = interruption;
  }

  /** The request to disable goes to one server, as if from another administrator. */
  async setStatus(bearer: string, userId: string, status: 'active' | 'disabled'): Promise<void> {
    this.#administratorsFight = true;
    await this.#attempt({ type: 'set-status', userId, status }, bearer);
  }

  async #client(random: SeededRandom, index: number): Promise<void> {
    const own: OwnUser[] = [];
    const { growing, byDefault, others } = this.#cast;
    const tenants = [growing, byDefault, ...others];
    const limits = { growing: this.#cast.limit, byDefault: this.#cast.limit };
    const actions: (readonly [number, () => Promise<unknown>])[] = [
      [10, () => this.#create(random, random.pick(tenants))],
      [6, () => this.#delete(random, random.pick(tenants))],
      [2, () => this.#addUser(random, index, own)],
      [2, () => this.#createFor(random, own)],
      [2, () => this.#flipStatus(random, own)],
      [1, () => this.#deleteUser(random, own)],
      [1, () => this.#logIn(random, own)],
    ];
    // There is one client for each limit, because two would overtake each other.
    if (index === 0)
      actions.push([
        3,
        () => this.#insist({ type: 'set-limit', ownerId: growing.id, limit: ++limits.growing }),
      ]);
    if (index === 1)
      actions.push([2, () => this.#insist({ type: 'set-default-limit', limit: ++limits.byDefault })]);
    while (!this.#stopped) await random.weighed(actions)();
  }

  async #create(random: SeededRandom, tenant: Tenant): Promise<void> {
    const operation = this.#newCreate(tenant.id, random.below(2) === 0);
    const entry = await this.#insistWithKey(operation, tenant.bearer);
    if (entry?.outcome !== 'acked') return;
    tenant.resourceIds.push(idOf(entry));
    // A repeat of a successful create must get the same answer.
    if (operation.key !== null && random.below(4) === 0) await this.#attempt(operation, tenant.bearer);
  }

  async #delete(random: SeededRandom, { id: ownerId, bearer, resourceIds }: Tenant): Promise<void> {
    if (resourceIds.length === 0) return this.#pause();
    const id = random.pick(resourceIds);
    // Occasionally another client deletes it too.
    if (random.below(5) > 0) resourceIds.splice(resourceIds.indexOf(id), 1);
    await this.#attempt({ type: 'delete', id, ownerId }, bearer);
  }

  async #addUser(random: SeededRandom, index: number, own: OwnUser[]): Promise<void> {
    const email = `client${index}-${this.#newName()}@example.com`;
    const limit = random.pick([null, 0, 1, 2]);
    const entry = await this.#attempt({ type: 'add-user', email, limit }, this.#cast.adminBearer);
    if (entry?.outcome === 'acked') own.push({ id: idOf(entry), email, status: 'active' });
  }

  async #createFor(random: SeededRandom, own: OwnUser[]): Promise<void> {
    const user = pickActive(random, own);
    if (user === null) return this.#pause();
    await this.#insistWithKey(this.#newCreate(user.id, random.below(2) === 0), this.#cast.adminBearer);
  }

  async #flipStatus(random: SeededRandom, own: OwnUser[]): Promise<void> {
    if (own.length === 0) return this.#pause();
    const user = random.pick(own);
    const status = user.status === 'active' ? 'disabled' : 'active';
    const operation = { type: 'set-status', userId: user.id, status } as const;
    const entry = await this.#attempt(operation, this.#cast.adminBearer);
    // A user with an unknown state gets no more requests, so that the stored state shows the outcome of the last one.
    if (entry?.outcome === 'acked') user.status = status;
    else forget(own, user);
  }

  async #deleteUser(random: SeededRandom, own: OwnUser[]): Promise<void> {
    if (own.length === 0) return this.#pause();
    const user = random.pick(own);
    const resources = random.pick(['delete', 'refuse'] as const);
    const operation = { type: 'delete-user', userId: user.id, resources } as const;
    const entry = await this.#attempt(operation, this.#cast.adminBearer);
    if (entry?.outcome !== 'refused') forget(own, user);
  }

  async #logIn(random: SeededRandom, own: readonly OwnUser[]): Promise<void> {
    const user = pickActive(random, own);
    if (user === null) return this.#pause();
    await this.#attempt({ type: 'log-in', userId: user.id }, null, user.email);
  }

  #newCreate(ownerId: string, hasKey: boolean) {
    const name = this.#newName();
    return { type: 'create', ownerId, name, key: hasKey ? `key-of-${name}` : null } as const;
  }

  #newName(): string {
    this.#names += 1;
    return `n${this.#names}`;
  }

  /** Repeats a create until its outcome is known, which its key makes safe. */
  #insistWithKey(operation: Extract<Operation, { type: 'create' }>, bearer: string): Promise<Entry | null> {
    return operation.key === null ? this.#attempt(operation, bearer) : this.#insist(operation, bearer);
  }

  async #insist(operation: Operation, bearer = this.#cast.adminBearer): Promise<Entry | null> {
    for (;;) {
      const entry = await this.#attempt(operation, bearer);
      if (entry?.outcome !== 'ambiguous') return entry;
    }
  }

  /** Sends one request to a server and records the answer; `null` if it is time to stop. */
  async #attempt(operation: Operation, bearer: string | null, email = ''): Promise<Entry | null> {
    const url = await this.#anyServer();
    if (url === null) return null;
    const began = this.#journal.tick();
    const { status, body } = await this.#exchange(url, requestOf(operation, email), bearer).catch(() => ({
      status: null,
      body: null,
    }));
    // If another administrator has just disabled this one, the answer says so, and nothing was done.
    const outcome = status === 401 && this.#administratorsFight ? 'ambiguous' : outcomeOf(status);
    const entry = { operation, outcome, status, answer: body, began, ended: this.#journal.tick() };
    this.#journal.add(entry);
    return entry;
  }

  async #anyServer(): Promise<string | null> {
    while (!this.#stopped) {
      const urls = this.#urls();
      this.#turn += 1;
      const url = urls[this.#turn % urls.length];
      if (url !== undefined) return url;
      await this.#pause();
    }
    return null;
  }

  async #exchange(url: string, { method, path, key, body }: Request, bearer: string | null) {
    const headers = {
      ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(key === null ? {} : { 'Idempotency-Key': JSON.stringify(key) }),
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    };
    const content = body === null ? {} : { body: JSON.stringify(body) };
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const interruption = this.#takeInterruption(url);
    const answering = fetch(url + path, { method, headers, signal, ...content });
    if (interruption?.at === 'sent') await Promise.all([answering, strike(interruption)]);
    const response = await answering;
    if (interruption?.at === 'answered') {
      await strike(interruption);
      throw new Error('The answer was not read.');
    }
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  #takeInterruption(url: string): Interruption | null {
    const interruption = this.#interruption;
    if (interruption?.url !== url) return null;
    this.#interruption = null;
    return interruption;
  }

  #pause(): Promise<void> {
    return delay(PAUSE_MS);
  }
}

async function strike({ afterMs, strike }: Interruption): Promise<void> {
  await delay(afterMs);
  await strike();
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly body: object | null;
}

function requestOf(operation: Operation, email: string): Request {
  const request = (method: string, path: string, body: object | null = null, key: string | null = null) => ({
    method,
    path: `/v1${path}`,
    body,
    key,
  });
  switch (operation.type) {
    case 'create':
      return request(
        'POST',
        `/users/${operation.ownerId}/resources`,
        { name: operation.name },
        operation.key,
      );
    case 'delete':
      return request('DELETE', `/resources/${operation.id}`);
    case 'set-limit':
      return request('PUT', `/users/${operation.ownerId}/quotas/resources`, { limit: operation.limit });
    case 'set-default-limit':
      return request('PUT', '/default-limits/resources', { limit: operation.limit });
    case 'add-user': {
      const limits = operation.limit === null ? {} : { limits: { resources: operation.limit } };
      return request('POST', '/users', { email: operation.email, password: PASSWORD, ...limits });
    }
    case 'set-status':
      return request('PATCH', `/users/${operation.userId}`, { status: operation.status });
    case 'delete-user':
      return request('DELETE', `/users/${operation.userId}?resources=${operation.resources}`);
    case 'log-in':
      return request('POST', '/sessions', { email, password: PASSWORD });
  }
}

function outcomeOf(status: number | null): Entry['outcome'] {
  if (status === null || status >= 500) return 'ambiguous';
  return status < 300 ? 'acked' : 'refused';
}

function idOf({ answer }: Entry): string {
  return answer.id;
}

function pickActive(random: SeededRandom, users: readonly OwnUser[]): OwnUser | null {
  const active = users.filter(({ status }) => status === 'active');
  return active.length === 0 ? null : random.pick(active);
}

function forget(users: OwnUser[], user: OwnUser): void {
  users.splice(users.indexOf(user), 1);
}
