import { limits, type Limit, type Quota } from '@bailiwick/core';
import {
  DELETE_AT_ONCE_ROWS_MAX,
  GROUP_DEMAND,
  KINDS,
  MEMBER_DEMAND,
  METERS,
  pick,
  type Platform,
} from './operations.js';

/**
 * What the library does, in the plainest words: lists and maps, and `used` summed up anew whenever it is
 * asked for. It shares nothing with the memory storage. Ids are names in the order of creation.
 */
interface ModelUser {
  readonly id: string;
  email: number;
  role: string;
  status: string;
  password: string;
  readonly ownLimits: Map<string, Limit>;
  readonly keys: Map<string, { payload: string; resource: object; atMs: number }>;
}

interface ModelGroup {
  readonly id: string;
  readonly name: string;
  parentId: string | null;
  /** Deleted, but its rows are not yet. */
  isDeleted: boolean;
  readonly ownLimits: Map<string, Limit>;
  readonly keys: ModelUser['keys'];
}

/** By meter. */
type Demand = Readonly<Record<string, number>>;

type ModelOwner = ModelUser | ModelGroup;

interface ModelMember {
  readonly group: ModelGroup;
  readonly user: ModelUser;
  role: string;
}

interface ModelResource {
  readonly id: string;
  ownerId: string;
  readonly kind: keyof typeof KINDS;
  name: string;
}

interface ModelSession {
  readonly id: string;
  readonly userId: string;
  usedAtMs: number;
  idleEndsAtMs: number;
  readonly endsAtMs: number;
}

const { IDEMPOTENCY_TTL_MS, AUDIT_RETENTION_MS, SWEEP_MARGIN_MS } = limits;
const NOT_FOUND = { error: 'not-found' };

export class PlainModel implements Platform<unknown> {
  #nowMs = 0;
  /** Users and groups, in the order in which they were made. */
  readonly #allOwners: ModelOwner[] = [];
  readonly #allUsers: ModelUser[] = [];
  readonly #allGroups: ModelGroup[] = [];
  readonly #allResources: ModelResource[] = [];
  readonly #allSessions: ModelSession[] = [];
  #users: ModelUser[] = [];
  #groups: ModelGroup[] = [];
  #members: ModelMember[] = [];
  #resources: ModelResource[] = [];
  #sessions: ModelSession[] = [];
  readonly #defaults = new Map<string, Limit>();
  #events: { event: string; atMs: number }[] = [];

  addUser: Platform<unknown>['addUser'] = ({ email, role, password, limits: own }) => {
    if (this.#holder(email)) return { error: 'email-taken' };
    const id = `user-${this.#allUsers.length}`;
    const ownLimits = new Map(Object.entries(own));
    const user = { id, email, role, status: 'active', password, ownLimits, keys: new Map() };
    this.#allOwners.push(user);
    this.#allUsers.push(user);
    this.#users.push(user);
    return this.#accept('user:create', show(user));
  };

  changeUser: Platform<unknown>['changeUser'] = ({ user: number, change }) => {
    const user = this.#user(number);
    if (!user) return NOT_FOUND;
    const changed = { ...user, ...change };
    const admins = this.#users.filter(isActiveAdmin);
    if (isActiveAdmin(user) && !isActiveAdmin(changed) && admins.length === 1) {
      return { error: 'last-admin' };
    }
    if (changed.status === 'disabled' && this.#isLastOwner(user)) return { error: 'last-owner' };
    if ('email' in change && (this.#holder(change.email) ?? user) !== user) {
      return { error: 'email-taken' };
    }
    Object.assign(user, change);
    if (user.status === 'disabled') this.#endSessionsOf(user);
    return this.#accept('user:update', show(user));
  };

  setPassword: Platform<unknown>['setPassword'] = ({ user: number, password }) => {
    const user = this.#user(number);
    if (!user) return NOT_FOUND;
    user.password = password;
    this.#endSessionsOf(user);
    return this.#accept('user:set-password', 'done');
  };

  deleteUser: Platform<unknown>['deleteUser'] = ({ user: number, resources, to }) => {
    const idOf = (owner: ModelOwner | undefined) => owner?.id ?? 'nobody';
    const isItself = idOf(pick(this.#allUsers, number)) === idOf(pick(this.#allOwners, to));
    if (resources === 'transfer' && isItself) return { error: 'invalid-request' };
    const user = this.#listedUser(number);
    if (!user) return NOT_FOUND;
    if (user.status === 'deleting') return show(user);
    if (isActiveAdmin(user) && this.#users.filter(isActiveAdmin).length === 1) {
      return { error: 'last-admin' };
    }
    if (this.#isLastOwner(user)) return { error: 'last-owner' };
    const { length: count } = this.#owned(user);
    if (count > 0 && resources === 'refuse') {
      return { error: 'owns-resources', count: Math.min(count, DELETE_AT_ONCE_ROWS_MAX + 1) };
    }
    if (resources === 'transfer') {
      const receiver = this.#owner(to);
      if (!receiver) return NOT_FOUND;
      if ('status' in receiver && receiver.status !== 'active') return { error: 'forbidden' };
      const refusal = this.#shortfall(this.#path(receiver), sum(this.#owned(user).map(demandOf)));
      if (refusal) return refusal;
      for (const resource of this.#owned(user)) resource.ownerId = receiver.id;
    }
    this.#endSessionsOf(user);
    this.#members = this.#members.filter((member) => member.user !== user);
    if (this.#rowsOf(user) > DELETE_AT_ONCE_ROWS_MAX) {
      user.status = 'deleting';
      return this.#accept('user:delete', show(user));
    }
    this.#removeAll(user);
    return this.#accept('user:delete', 'done');
  };

  addGroup: Platform<unknown>['addGroup'] = ({ name, parent: number }) => {
    const parent = number === undefined ? null : this.#group(number);
    if (parent === undefined) return NOT_FOUND;
    if (parent && this.#path(parent).length === limits.PATH_LENGTH_MAX) return { error: 'invalid-request' };
    const refusal = parent && this.#shortfall(this.#path(parent), GROUP_DEMAND);
    if (refusal) return refusal;
    const id = `group-${this.#allGroups.length}`;
    const rest = { isDeleted: false, ownLimits: new Map(), keys: new Map() };
    const group = { id, name, parentId: parent?.id ?? null, ...rest };
    this.#allOwners.push(group);
    this.#allGroups.push(group);
    this.#groups.push(group);
    return this.#accept('group:create', showGroup(group));
  };

  moveGroup: Platform<unknown>['moveGroup'] = ({ group: number, parent: other }) => {
    const group = this.#group(number);
    const parent = other === undefined ? null : this.#group(other);
    if (!group || parent === undefined) return NOT_FOUND;
    const [left, joined] = [this.#path(group).slice(1), parent ? this.#path(parent) : []];
    const height = (one: ModelGroup): number =>
      1 + Math.max(0, ...this.#groups.filter(({ parentId }) => parentId === one.id).map(height));
    if (joined.includes(group) || joined.length + height(group) > limits.PATH_LENGTH_MAX)
      return { error: 'invalid-request' };
    const refusal = this.#shortfall(
      joined.filter((one) => !left.includes(one)),
      sum([GROUP_DEMAND, ...this.#demandsBelow(group)]),
    );
    if (refusal) return refusal;
    group.parentId = parent?.id ?? null;
    return this.#accept('group:move', showGroup(group));
  };

  deleteGroup: Platform<unknown>['deleteGroup'] = ({ group: number, resources }) => {
    const group = this.#group(number);
    if (!group) return NOT_FOUND;
    if (this.#groups.some(({ parentId }) => parentId === group.id)) return { error: 'not-empty' };
    const { length: count } = this.#owned(group);
    if (count > 0 && resources === 'refuse') {
      return { error: 'owns-resources', count: Math.min(count, DELETE_AT_ONCE_ROWS_MAX + 1) };
    }
    this.#groups = this.#groups.filter((other) => other !== group);
    this.#members = this.#members.filter((member) => member.group !== group);
    if (this.#rowsOf(group) > DELETE_AT_ONCE_ROWS_MAX) group.isDeleted = true;
    else this.#removeAll(group);
    return this.#accept('group:delete', 'done');
  };

  setMember: Platform<unknown>['setMember'] = ({ group: groupNumber, user: userNumber, role }) => {
    const [group, user] = [this.#group(groupNumber), this.#user(userNumber)];
    if (!group || !user) return NOT_FOUND;
    if (role !== 'owner' && this.#isLastOwner(user, group)) return { error: 'last-owner' };
    const member = this.#members.find((other) => other.group === group && other.user === user);
    const refusal = member ? null : this.#shortfall(this.#path(group), MEMBER_DEMAND);
    if (refusal) return refusal;
    if (member) member.role = role;
    else this.#members.push({ group, user, role });
    return this.#accept('member:set', showMember({ user, role }));
  };

  removeMember: Platform<unknown>['removeMember'] = ({ group: groupNumber, user: userNumber }) => {
    const [group, user] = [this.#group(groupNumber), this.#user(userNumber)];
    const member = this.#members.find((other) => other.group === group && other.user === user);
    if (!group || !user || !member) return NOT_FOUND;
    if (this.#isLastOwner(user, group)) return { error: 'last-owner' };
    this.#members = this.#members.filter((other) => other !== member);
    return this.#accept('member:remove', 'done');
  };

  listMembers: Platform<unknown>['listMembers'] = ({ group: number, pageSize }) => {
    const group = this.#group(number);
    return group ? pages(this.#membersOf(group).toReversed(), pageSize) : NOT_FOUND;
  };

  transfer: Platform<unknown>['transfer'] = ({ resource: number, to }) => {
    const resource = this.#resource(number);
    const receiver = this.#owner(to);
    if (!resource || !receiver) return NOT_FOUND;
    if ('status' in receiver && receiver.status !== 'active') return { error: 'forbidden' };
    const giver = this.#allOwners.find(({ id }) => id === resource.ownerId);
    const left = giver ? this.#path(giver) : [];
    const joined = this.#path(receiver).filter((one) => !left.includes(one));
    const refusal = this.#shortfall(joined, KINDS[resource.kind]);
    if (refusal) return refusal;
    resource.ownerId = receiver.id;
    return this.#accept('resource:transfer', { ...resource });
  };

  create: Platform<unknown>['create'] = ({ owner: number, kind, name, key }) => {
    const owner = this.#owner(number);
    if (!owner) return NOT_FOUND;
    if ('status' in owner && owner.status !== 'active') return { error: 'forbidden' };
    const payload = `${kind} ${name}`;
    const earlier = key === undefined ? undefined : owner.keys.get(key);
    if (earlier?.payload === payload) return earlier.resource;
    if (earlier) return { error: 'idempotency-key-reused' };

    const refusal = this.#shortfall(this.#path(owner), KINDS[kind]);
    if (refusal) return refusal;
    const resource = { id: `resource-${this.#allResources.length}`, ownerId: owner.id, kind, name };
    this.#allResources.push(resource);
    this.#resources.push(resource);
    if (key !== undefined) owner.keys.set(key, { payload, resource: { ...resource }, atMs: this.#nowMs });
    return this.#accept('resource:create', { ...resource });
  };

  rename: Platform<unknown>['rename'] = ({ resource: number, name, isStale }) => {
    const resource = this.#resource(number);
    if (!resource) return NOT_FOUND;
    if (isStale) return { error: 'precondition-failed' };
    resource.name = name;
    return this.#accept('resource:update', { ...resource });
  };

  deleteResource: Platform<unknown>['deleteResource'] = ({ resource: number }) => {
    const resource = this.#resource(number);
    if (!resource) return NOT_FOUND;
    this.#resources = this.#resources.filter((other) => other !== resource);
    return this.#accept('resource:delete', 'done');
  };

  getResource: Platform<unknown>['getResource'] = ({ resource: number }) => {
    const resource = this.#resource(number);
    return resource ? { ...resource } : NOT_FOUND;
  };

  setLimit: Platform<unknown>['setLimit'] = ({ owner: number, meter, limit }) => {
    const owner = this.#owner(number);
    if (!owner) return NOT_FOUND;
    owner.ownLimits.set(meter, limit);
    return this.#accept('quota:set', this.#quota(owner, meter));
  };

  clearLimit: Platform<unknown>['clearLimit'] = ({ owner: number, meter }) => {
    const owner = this.#owner(number);
    if (!owner) return NOT_FOUND;
    owner.ownLimits.delete(meter);
    return this.#accept('quota:set', this.#quota(owner, meter));
  };

  setDefaultLimit: Platform<unknown>['setDefaultLimit'] = ({ meter, limit }) => {
    this.#defaults.set(meter, limit);
    return this.#accept('default-limit:set', { ownerType: 'user', meter, limit });
  };

  listQuotas: Platform<unknown>['listQuotas'] = ({ owner: number }) => {
    const owner = this.#listedOwner(number);
    return owner ? this.#quotas(owner) : NOT_FOUND;
  };

  logIn: Platform<unknown>['logIn'] = ({ email, password }) => {
    const user = this.#holder(email);
    if (user?.status !== 'active' || user.password !== password) return { error: 'invalid-credentials' };
    const session = {
      id: `session-${this.#allSessions.length}`,
      userId: user.id,
      usedAtMs: this.#nowMs,
      idleEndsAtMs: this.#nowMs + limits.SESSION_IDLE_TTL_MS,
      endsAtMs: this.#nowMs + limits.SESSION_ABSOLUTE_TTL_MS,
    };
    this.#allSessions.push(session);
    this.#sessions.push(session);
    return this.#accept('session:create', session.id);
  };

  authenticate: Platform<unknown>['authenticate'] = ({ session }) =>
    this.#as(session, (user) => ({ userId: user.id, role: user.role }));

  listSessions: Platform<unknown>['listSessions'] = ({ session }) =>
    this.#as(session, (user) => {
      const live = this.#sessions.filter((own) => own.userId === user.id && this.#isLive(own, this.#nowMs));
      return live.map(({ id }) => id).toReversed();
    });

  listOwn: Platform<unknown>['listOwn'] = ({ session, pageSize }) =>
    this.#as(session, (user) => {
      const visible = this.#visible().filter(
        ({ ownerId }) => user.role === 'admin' || ownerId === user.id || this.#isMember(user, ownerId),
      );
      return pages(
        visible.map((resource) => ({ ...resource })),
        pageSize,
      );
    });

  endSession: Platform<unknown>['endSession'] = ({ session: number }) =>
    this.#as(number, (_user, session) => {
      this.#sessions = this.#sessions.filter((other) => other !== session);
      return this.#accept('session:revoke', 'done');
    });

  endAllSessions: Platform<unknown>['endAllSessions'] = ({ user: number }) => {
    const user = this.#user(number);
    if (!user) return NOT_FOUND;
    this.#endSessionsOf(user);
    return this.#accept('session:revoke', 'done');
  };

  listResources: Platform<unknown>['listResources'] = ({ owner: number, kind, pageSize }) => {
    // A number before there is anybody stands for nobody, who owns nothing.
    const ownerId = number === undefined ? undefined : (pick(this.#allOwners, number)?.id ?? 'nobody');
    const matching = this.#visible().filter(
      (resource) =>
        (ownerId === undefined || resource.ownerId === ownerId) &&
        (kind === undefined || resource.kind === kind),
    );
    return pages(
      matching.map((resource) => ({ ...resource })),
      pageSize,
    );
  };

  listUsers: Platform<unknown>['listUsers'] = ({ role, status, over, near, emailPrefix, pageSize }) => {
    const matching = this.#users.filter(
      (user) =>
        (role === undefined || user.role === role) &&
        (status === undefined || user.status === status) &&
        (!over || this.#quotas(user).some((quota) => quota.over > 0)) &&
        (near === undefined || this.#quotas(user).some((quota) => isNear(quota, near))) &&
        `user-${user.email}@example.com`.startsWith(emailPrefix?.toLowerCase() ?? ''),
    );
    if (emailPrefix === undefined) return pages(matching.map(show), pageSize);
    const byAddress = matching.toSorted((a, b) => a.email - b.email);
    return pages(byAddress.toReversed().map(show), pageSize);
  };

  advance: Platform<unknown>['advance'] = ({ ms }) => {
    this.#nowMs += ms;
  };

  sweep: Platform<unknown>['sweep'] = () => {
    const cutoffMs = this.#nowMs - SWEEP_MARGIN_MS;
    const before = this.#sessions.length;
    this.#sessions = this.#sessions.filter((session) => this.#isLive(session, cutoffMs));
    this.#events = this.#events.filter(({ atMs }) => atMs >= cutoffMs - AUDIT_RETENTION_MS);
    let keys = 0;
    for (const owner of this.#allOwners) {
      for (const [key, { atMs }] of owner.keys) {
        if (atMs >= cutoffMs - IDEMPOTENCY_TTL_MS) continue;
        owner.keys.delete(key);
        keys += 1;
      }
    }
    // Deletions are finished last, with what is left of their rows.
    const deleting = this.#users.filter(({ status }) => status === 'deleting');
    const rows = deleting.reduce((sum, user) => sum + this.#rowsOf(user), 0);
    for (const user of deleting) {
      this.#removeAll(user);
      this.#accept('user:finish-deletion', null);
    }
    const deleted = this.#allGroups.filter(({ isDeleted }) => isDeleted);
    const rowsOfGroups = deleted.reduce((sum, group) => sum + this.#rowsOf(group), 0);
    for (const group of deleted) {
      group.isDeleted = false;
      this.#removeAll(group);
      this.#accept('group:finish-deletion', null);
    }
    return {
      ...(deleting.length === 0 ? {} : { 'rows-of-deleted-users': rows }),
      ...(deleted.length === 0 ? {} : { 'rows-of-deleted-groups': rowsOfGroups }),
      sessions: before - this.#sessions.length,
      'idempotency-keys': keys,
    };
  };

  /** Everything there is, at the end of a run. */
  state(): unknown {
    return {
      users: this.#users.map((user) => ({ ...show(user), quotas: this.#quotas(user) })).toReversed(),
      groups: this.#groups
        .map((group) => ({
          ...showGroup(group),
          quotas: this.#quotas(group),
          members: this.#membersOf(group),
        }))
        .toReversed(),
      resources: this.#visible()
        .map((resource) => ({ ...resource }))
        .toReversed(),
      defaults: METERS.map((meter) => ({
        ownerType: 'user',
        meter,
        limit: this.#defaults.get(meter) ?? null,
      })),
      events: this.#events.map(({ event }) => event).toReversed(),
      differences: [],
    };
  }

  /** Who is being deleted is gone for commands. */
  #user(number: number): ModelUser | undefined {
    const user = this.#listedUser(number);
    return user?.status === 'deleting' ? undefined : user;
  }

  #listedUser(number: number): ModelUser | undefined {
    const user = pick(this.#allUsers, number);
    return user && this.#users.find((other) => other === user);
  }

  #group(number: number): ModelGroup | undefined {
    const group = pick(this.#allGroups, number);
    return group && this.#groups.find((other) => other === group);
  }

  #owner(number: number): ModelOwner | undefined {
    const owner = this.#listedOwner(number);
    return owner && 'status' in owner && owner.status === 'deleting' ? undefined : owner;
  }

  #listedOwner(number: number): ModelOwner | undefined {
    const owner = pick(this.#allOwners, number);
    return owner && [...this.#users, ...this.#groups].find((other) => other === owner);
  }

  /** The owner, the group that it lies in, and so on up to the root. */
  #path(owner: ModelOwner): ModelOwner[] {
    const parentId = 'parentId' in owner ? owner.parentId : null;
    const parent = this.#groups.find(({ id }) => id === parentId);
    return parent ? [owner, ...this.#path(parent)] : [owner];
  }

  #isBelow(ownerId: string, group: ModelGroup): boolean {
    const owner = this.#groups.find(({ id }) => id === ownerId);
    return owner !== undefined && this.#path(owner).includes(group);
  }

  /** In this group, or in one of these if none is given. */
  #isLastOwner(user: ModelUser, only?: ModelGroup): boolean {
    const owners = this.#members.filter(
      (member) => member.role === 'owner' && member.user.status === 'active',
    );
    return owners.some(
      ({ group, user: owner }) =>
        owner === user &&
        (only ?? group) === group &&
        !owners.some((other) => other.group === group && other.user !== user),
    );
  }

  /** The user is a member of this group, or of one above it. */
  #isMember(user: ModelUser, groupId: string): boolean {
    return this.#members.some((member) => member.user === user && this.#isBelow(groupId, member.group));
  }

  /** The newest user first. */
  #membersOf(group: ModelGroup) {
    const members = this.#members.filter((member) => member.group === group);
    const byUser = members.toSorted(
      (a, b) => this.#allUsers.indexOf(b.user) - this.#allUsers.indexOf(a.user),
    );
    return byUser.map(showMember);
  }

  /** The demands of all groups and resources below a group, and of the members. */
  #demandsBelow(group: ModelGroup): Demand[] {
    const groups = this.#groups.filter(({ id }) => id !== group.id && this.#isBelow(id, group));
    const resources = this.#resources.filter(({ ownerId }) => this.#isBelow(ownerId, group));
    const members = this.#members.filter((member) => this.#isBelow(member.group.id, group));
    return [
      ...groups.map(() => GROUP_DEMAND),
      ...resources.map(demandOf),
      ...members.map(() => MEMBER_DEMAND),
    ];
  }

  /** The answer if the demand does not fit at one of these owners. */
  #shortfall(owners: readonly ModelOwner[], demand: Demand): object | null {
    const quotas = owners.flatMap((owner) =>
      Object.entries(demand).map(([meter, requested]) => {
        const { limit, used } = this.#quota(owner, meter);
        return { meter, ...('status' in owner ? {} : { owner: owner.id }), limit, used, requested };
      }),
    );
    const isShort = quotas.some(({ limit, used, requested }) => limit !== null && used + requested > limit);
    return isShort ? { error: 'quota-exceeded', quotas } : null;
  }

  /** Not what is left of an owner who is being deleted. */
  #visible(): ModelResource[] {
    const deleting = [
      ...this.#users.filter(({ status }) => status === 'deleting'),
      ...this.#allGroups.filter(({ isDeleted }) => isDeleted),
    ];
    const gone = new Set(deleting.map(({ id }) => id));
    return this.#resources.filter(({ ownerId }) => !gone.has(ownerId));
  }

  #rowsOf(owner: ModelOwner): number {
    return this.#owned(owner).length + owner.keys.size;
  }

  #removeAll(owner: ModelOwner): void {
    this.#resources = this.#resources.filter(({ ownerId }) => ownerId !== owner.id);
    this.#users = this.#users.filter((other) => other !== owner);
    owner.keys.clear();
  }

  #resource(number: number): ModelResource | undefined {
    const resource = pick(this.#allResources, number);
    return resource && this.#visible().find((other) => other === resource);
  }

  #holder(email: number): ModelUser | undefined {
    return this.#users.find((user) => user.email === email);
  }

  #owned({ id }: ModelOwner): ModelResource[] {
    return this.#resources.filter(({ ownerId }) => ownerId === id);
  }

  #quotas(owner: ModelOwner): Quota[] {
    return METERS.map((meter) => this.#quota(owner, meter));
  }

  /** Of a group, everything below it counts. */
  #quota(owner: ModelOwner, meter: string): Quota {
    const isUser = 'status' in owner;
    const demands = isUser ? this.#owned(owner).map(demandOf) : this.#demandsBelow(owner);
    const used = sum(demands)[meter] ?? 0;
    const own = owner.ownLimits.get(meter);
    const byDefault = isUser ? (this.#defaults.get(meter) ?? null) : null;
    const limit = own === undefined ? byDefault : own;
    const over = limit === null || used < limit ? 0 : used - limit;
    return { meter, limit, used, over, source: own === undefined ? 'default' : isUser ? 'user' : 'group' };
  }

  #isLive(session: ModelSession, atMs: number): boolean {
    return atMs < session.idleEndsAtMs && atMs < session.endsAtMs;
  }

  #endSessionsOf(user: ModelUser): void {
    this.#sessions = this.#sessions.filter(({ userId }) => userId !== user.id);
  }

  #as(number: number, work: (user: ModelUser, session: ModelSession) => unknown): unknown {
    const given = pick(this.#allSessions, number);
    const session = given && this.#sessions.find((other) => other === given);
    const user = this.#users.find(({ id }) => id === session?.userId);
    if (!session || !user || !this.#isLive(session, this.#nowMs)) return { error: 'invalid-token' };
    if (this.#nowMs - session.usedAtMs >= limits.SESSION_TOUCH_INTERVAL_MS) {
      session.usedAtMs = this.#nowMs;
      session.idleEndsAtMs = this.#nowMs + limits.SESSION_IDLE_TTL_MS;
    }
    return work(user, session);
  }

  #accept(action: string, answer: unknown): unknown {
    this.#events.push({ event: action, atMs: this.#nowMs });
    return answer;
  }
}

function demandOf({ kind }: ModelResource): Demand {
  return KINDS[kind];
}

/** In the order of the meters. */
function sum(demands: readonly Demand[]): Demand {
  const amounts = METERS.map(
    (meter) => [meter, demands.reduce((total, demand) => total + (demand[meter] ?? 0), 0)] as const,
  );
  return Object.fromEntries(amounts.filter(([, amount]) => amount > 0));
}

function show({ id, email, role, status }: ModelUser) {
  return { id, email: `user-${email}@example.com`, role, status };
}

function showMember({ user, role }: Pick<ModelMember, 'user' | 'role'>) {
  return { id: user.id, email: `user-${user.email}@example.com`, role };
}

function showGroup({ id, name, parentId }: ModelGroup) {
  return { id, name, parentId };
}

function isActiveAdmin({ role, status }: Pick<ModelUser, 'role' | 'status'>): boolean {
  return role === 'admin' && status === 'active';
}

/** Newest first; even nothing has one page. */
function isNear({ limit, used }: Quota, percent: number): boolean {
  return limit !== null && used > 0 && used / limit >= percent / 100;
}

function pages<Item>(items: readonly Item[], size: number): Item[][] {
  const newestFirst = items.toReversed();
  const result = [newestFirst.slice(0, size)];
  for (let at = size; at < newestFirst.length; at += size) result.push(newestFirst.slice(at, at + size));
  return result;
}
