import type { Actor } from '../actor.js';
import { Access, groupSubject, platformSubject, standing, type Subject } from '../commands/authorize.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { CommandContext } from '../commands/context.js';
import { loadPage } from '../commands/cursors.js';
import { resolvePrecondition, type ReadVersion } from '../commands/precondition.js';
import {
  booleanProblem,
  either,
  integerProblem,
  oneOfProblem,
  pageSizeProblem,
  type Problem,
} from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import {
  AuthenticationRequiredError,
  InvalidRequestError,
  NotEmptyError,
  NotFoundError,
  OwnsResourcesError,
  PreconditionFailedError,
  QuotaExceededError,
  StorageUnavailableError,
} from '../errors.js';
import { groundsOf } from '../actor.js';
import { identifierProblem } from '../identifier.js';
import { parseId, type GroupId, type UserId } from '../ids.js';
import {
  DELETE_AT_ONCE_ROWS_MAX,
  MEMBERSHIPS_MAX,
  MOVE_TRIES_MAX,
  NEAR_PERCENT_MAX,
  NEAR_PERCENT_MIN,
  PAGE_SIZE_DEFAULT,
  PATH_LENGTH_MAX,
} from '../limits.js';
import { OWNER_ROLE } from '../members/member.js';
import { refuseNoId } from '../members/refuse-no-id.js';
import type { Page, PageOptions } from '../page.js';
import { belongingTo, PLATFORM, type BuiltInAction } from '../policy/action.js';
import type { Platform } from '../platform.js';
import { listable } from '../quotas/listable.js';
import { reportRelease } from '../commands/report-release.js';
import { visibleTo } from '../quotas/visible-to.js';
import { findGroup } from './find-group.js';
import { groupNameProblem, type Group } from './group.js';
import type { GroupVersion } from './group-store.js';
import { withQuotas, type GroupWithQuotas } from './with-quotas.js';

export interface CreateGroupInput<Type extends string = string> {
  /** 1 to 255 characters; several groups may have the same. */
  readonly name: string;
  /** The type, which may be left out if the host declares only one. */
  readonly type?: Type | undefined;
  /** The group that it lies in; `null`, or left out: the group is a root. */
  readonly parentId?: string | null | undefined;
  /**
   * The user who becomes the first member, of role `owner`; by default the actor, if that is a user. The policy is asked
   * about `member:set` for another user.
   */
  readonly memberId?: string | undefined;
  /** A UUIDv7 that the host chooses; by default the library makes one. */
  readonly id?: string | undefined;
}

export interface MoveGroupInput<Type extends string = string> {
  /** The group that it will lie in; `null`: it becomes a root. */
  readonly parentId: string | null;
  /** The version that the caller has read; if the group has changed since, nothing is moved. By default, any version. */
  readonly ifUnchangedSince?: ReadVersion<Group<Type>, GroupVersion> | undefined;
}

export interface DeleteGroupOptions<Type extends string = string> {
  /** `refuse` (the default) deletes only a group without resources; `delete` deletes the resources too. */
  readonly resources?: 'delete' | 'refuse' | undefined;
  /** The version that the caller has read; if the group has changed since, nothing is deleted. By default, any version. */
  readonly ifUnchangedSince?: ReadVersion<Group<Type>, GroupVersion> | undefined;
}

export interface ListGroupsOptions<Type extends string = string> extends PageOptions {
  /** Only the groups that lie in this one, and not those further down. */
  readonly parentId?: string | undefined;
  /** Only groups of this type. */
  readonly type?: Type | undefined;
  /** If `true`, list only groups with a usage above one of their limits; those of the groups above do not count. */
  readonly over?: boolean | undefined;
  /** Only groups with a usage of at least this percentage of one of their limits: 50 to 100. */
  readonly near?: number | undefined;
}

/** The commands on groups. Each takes its actor first and asks the policy. */
export class Groups<Type extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Creates a group: a root, or one that lies in another. The policy is asked about the parent, or about the platform.
   * The acting user becomes its first member, of role `owner`. What the type of the group and a member demand is claimed.
   *
   * @throws `invalid-request`, `not-found` (the parent, the first member), `forbidden`, `confirmation-required` (for
   * another user as the first member), `quota-exceeded`
   *
   * @example
   * const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
   */
  async create(actor: Actor, input: CreateGroupInput<Type>): Promise<Group<Type>> {
    return this.#access.command(actor, async (actor) => {
      const { name, parentId = null } = input;
      const { platform, clock, ids, stores } = this.#context;
      const parent = await this.#findParent(actor, 'group:create', parentId);
      const subject = newGroupSubject(parent);
      const permitted = await this.#access.permit(actor, 'group:create', subject);
      const { firstOwner, draft } = await this.#firstOwner(actor, input.memberId, subject, permitted);
      const type = input.type ?? (platform.groupTypes.length === 1 ? platform.groupTypes[0] : undefined);
      requireValid({
        '/name': groupNameProblem(name),
        ...problemsOfPlace(platform, type, parent),
        '/id': input.id === undefined || parseId(input.id) !== null ? null : 'must be a UUID of version 7.',
      });
      const id = parseId<GroupId>(input.id) ?? (ids.next() as GroupId);
      const now = clock.now();
      const group: Group<Type> = {
        id,
        type: type as Type,
        name,
        parentId: parent?.id ?? null,
        createdAt: now,
        updatedAt: now,
      };
      const audit = {
        ...draft,
        target: { type: 'group', id, ownerId: id } as const,
        details: { name, type: group.type, parentId: group.parentId, memberId: firstOwner },
      };
      const demand = platform.groupDemands.get(group.type) ?? {};
      const { memberDemand } = platform;
      const adding = stores.groups.add(group, audit, { firstOwner, demand, memberDemand });
      const outcome = await standing(adding, audit);
      switch (outcome.type) {
        case 'added':
          return group;
        case 'no-parent':
          throw new NotFoundError(PARENT);
        case 'no-user':
          throw new NotFoundError('user');
        case 'too-many':
          throw new InvalidRequestError([{ pointer: '/memberId', detail: TOO_MANY_GROUPS }]);
        case 'too-deep':
          throw new InvalidRequestError([{ pointer: '/parentId', detail: TOO_DEEP }]);
        case 'quota-exceeded':
          throw new QuotaExceededError(await visibleTo(this.#context, actor, outcome.quotas, id));
        case 'id-taken':
          throw new InvalidRequestError([
            { pointer: '/id', detail: 'must be new: there is an owner with this id.' },
          ]);
      }
    });
  }

  /**
   * Returns the group with this id, if the actor may see it. @throws `not-found`
   *
   * @example
   * const { name } = await bailiwick.groups.get(admin, acme.id);
   */
  async get(actor: Actor, id: string): Promise<Group<Type>> {
    const group = await this.#find(actor, 'group:read', id);
    await this.#access.permit(actor, 'group:read', groupSubject(group.id));
    return group;
  }

  /**
   * Lists the groups within the filter that the actor may read, newest first.
   *
   * @throws `invalid-request`, `malformed-request` (the cursor)
   *
   * @example
   * const { items } = await bailiwick.groups.list(admin, { parentId: acme.id });
   */
  async list(actor: Actor, options: ListGroupsOptions<Type> = {}): Promise<Page<Group<Type>>> {
    const { type, over, near } = options;
    requireValid({
      '?over': booleanProblem(over ?? false),
      '?near': near === undefined ? null : integerProblem(near, NEAR_PERCENT_MIN, NEAR_PERCENT_MAX),
      '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT),
      // A type that is no longer declared is allowed, so that its remaining groups can be found.
      '?type': type === undefined ? null : identifierProblem(type),
      '?parentId':
        options.parentId === undefined || typeof options.parentId === 'string'
          ? null
          : 'must be the id of a group.',
    });
    groundsOf(actor);
    const { stores } = this.#context;
    const fullness = { over: over === true ? true : null, nearPercent: near ?? null };
    const scope = listable(this.#context, actor, 'group:read', fullness);
    if (scope.type === 'none' && actor.type === 'anonymous') throw new AuthenticationRequiredError();
    const parentId = options.parentId === undefined ? null : parseId<GroupId>(options.parentId);
    // Nothing lies in an impossible group, as in one that the actor may not see.
    if (options.parentId !== undefined && parentId === null) return { items: [], nextCursor: null };
    const filter = { parentId, type: type ?? null, ...fullness };
    const identity = { list: 'groups', actor, filter: Object.values(filter) };
    return loadPage(
      stores,
      identity,
      options,
      async (page) => (await stores.groups.list({ scope, ...filter, ...page })) as Group<Type>[],
    );
  }

  /**
   * Lists groups as {@link list} does, each with its quotas. @throws `invalid-request`, `malformed-request` (the cursor)
   *
   * @example
   * const { items } = await bailiwick.groups.listWithQuotas(admin, { parentId: acme.id });
   * for (const { name, quotas } of items) console.log(name, quotas?.map(({ used, limit }) => `${used}/${limit}`));
   */
  async listWithQuotas(
    actor: Actor,
    options: ListGroupsOptions<Type> = {},
  ): Promise<Page<GroupWithQuotas<Type>>> {
    const { items, nextCursor } = await this.list(actor, options);
    return { items: await withQuotas(this.#context, actor, items), nextCursor };
  }

  /**
   * Renames the group, unless it is no longer of the version `ifUnchangedSince`, which the caller has read.
   *
   * @throws `not-found`, `forbidden`, `invalid-request`, `precondition-failed`
   *
   * @example
   * const renamed = await bailiwick.groups.rename(admin, acme.id, { name: 'Acme Ltd.' });
   */
  async rename(
    actor: Actor,
    id: string,
    input: {
      /** The new name: 1 to 255 characters. */
      readonly name: string;
      /** The version that the caller has read; by default, any version. */
      readonly ifUnchangedSince?: ReadVersion<Group<Type>, GroupVersion> | undefined;
    },
  ): Promise<Group<Type>> {
    return this.#access.command(actor, async (actor) => {
      const { name } = input;
      const group = await this.#find(actor, 'group:update', id);
      const audit = await this.#access.permit(actor, 'group:update', groupSubject(group.id), { name });
      requireValid({ '/name': groupNameProblem(name) });
      const version = await resolvePrecondition(this.#context, group, audit, input.ifUnchangedSince);
      const change = { name, at: this.#context.clock.now(), ifUnchangedSince: version };
      const outcome = await standing(this.#context.stores.groups.rename(group.id, change, audit), audit);
      switch (outcome.type) {
        case 'renamed':
          return outcome.group as Group<Type>;
        case 'absent':
          throw new NotFoundError('group');
        case 'precondition-failed':
          throw new PreconditionFailedError();
      }
    });
  }

  /**
   * Moves the group, with everything in it, into another group, or makes it a root. The groups that it joins are charged
   * for what it uses, and those that it leaves no longer are. The policy is asked at both ends, about the group above: of
   * a root, about the platform. It is not moved if it is no longer of the version `ifUnchangedSince`, which the caller
   * has read. In a host's transaction, the isolation level must be `READ COMMITTED`.
   *
   * @throws `not-found` (the group, the new parent), `forbidden`, `quota-exceeded`, `precondition-failed`,
   * `invalid-request` (a parent that lies in the group, a path that is too long, a place where its type may not lie)
   *
   * @example
   * await bailiwick.groups.move(admin, acme.id, { parentId: null }); // makes it a root
   */
  async move(actor: Actor, id: string, input: MoveGroupInput<Type>): Promise<Group<Type>> {
    return this.#access.command(actor, async (actor) => {
      // Left out, the parent is not taken for `null`.
      requireValid({ '/parentId': parentIdProblem(input.parentId) });
      for (let tries = 0; tries < MOVE_TRIES_MAX; tries += 1) {
        const moved = await this.#moveFromWhereItLies(actor, id, input);
        if (moved !== null) return moved;
      }
      throw new StorageUnavailableError();
    });
  }

  /** Returns `null` if another move came first: the policy was then asked about another parent. */
  async #moveFromWhereItLies(
    actor: Actor,
    id: string,
    { parentId, ifUnchangedSince }: MoveGroupInput<Type>,
  ): Promise<Group<Type> | null> {
    const { platform, clock, stores } = this.#context;
    const group = await this.#find(actor, 'group:move', id);
    const details = { from: group.parentId, to: parentId };
    const leaving = await this.#access.permit(actor, 'group:move', placeOf(group), details);
    const parent = await this.#findParent(actor, 'group:move', parentId);
    const place = placeIn(parent, group);
    const audit = await this.#access.permitAlso(leaving, actor, 'group:move', place, details);
    requireValid({ '/parentId': placeProblem(platform, group.type, parent) });
    const version = await resolvePrecondition(this.#context, group, audit, ifUnchangedSince);
    const change = {
      from: group.parentId,
      to: parent?.id ?? null,
      at: clock.now(),
      ifUnchangedSince: version,
    };
    const outcome = await standing(stores.groups.move(group.id, change, audit), audit);
    switch (outcome.type) {
      case 'moved':
        reportRelease(this.#context, outcome, group.parentId ?? group.id);
        return outcome.group as Group<Type>;
      case 'parent-changed':
        return null;
      case 'absent':
        throw new NotFoundError('group');
      case 'no-parent':
        throw new NotFoundError(PARENT);
      case 'cycle':
        throw new InvalidRequestError([{ pointer: '/parentId', detail: CYCLE }]);
      case 'too-deep':
        throw new InvalidRequestError([{ pointer: '/parentId', detail: TOO_DEEP_BELOW }]);
      case 'quota-exceeded':
        throw new QuotaExceededError(await visibleTo(this.#context, actor, outcome.quotas));
      case 'precondition-failed':
        throw new PreconditionFailedError();
    }
  }

  /**
   * Deletes a group in which no group lies, with its limits. `resources: 'delete'` deletes its resources too; of a group
   * with more than 1,000, nobody sees them any more, and `finishDeletions` or `sweep` deletes them.
   *
   * @throws `not-found`, `forbidden`, `not-empty`, `owns-resources`, `precondition-failed`
   *
   * @example
   * await bailiwick.groups.delete(admin, acme.id, { resources: 'delete' });
   */
  async delete(actor: Actor, id: string, options: DeleteGroupOptions<Type> = {}): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const { resources = 'refuse' } = options;
      requireValid({ '?resources': oneOfProblem(resources, ['delete', 'refuse']) });
      const group = await this.#find(actor, 'group:delete', id);
      const subject = groupSubject(group.id);
      const audit = await this.#access.permit(actor, 'group:delete', subject, { resources });
      const version = await resolvePrecondition(this.#context, group, audit, options.ifUnchangedSince);
      const deletion = { resources, ifUnchangedSince: version, rowsAtOnceMax: DELETE_AT_ONCE_ROWS_MAX };
      const outcome = await standing(this.#context.stores.groups.delete(group.id, deletion, audit), audit);
      switch (outcome.type) {
        case 'deleted':
        case 'deleting':
          return reportRelease(this.#context, outcome, group.parentId ?? group.id);
        case 'absent':
          throw new NotFoundError('group');
        case 'not-empty':
          throw new NotEmptyError();
        case 'owns-resources':
          throw new OwnsResourcesError(outcome.count, 'group');
        case 'precondition-failed':
          throw new PreconditionFailedError();
      }
    });
  }

  async #find(actor: Actor, action: BuiltInAction, id: string): Promise<Group<Type>> {
    return (await findGroup(this.#context, this.#access, actor, action, id)) as Group<Type>;
  }

  async #findParent(actor: Actor, action: BuiltInAction, id: string | null): Promise<Group | null> {
    return id === null ? null : findGroup(this.#context, this.#access, actor, action, id, PARENT);
  }

  /** Making another user the first member of a group is adding a member to it. */
  async #firstOwner(
    actor: Actor,
    memberId: string | undefined,
    newGroup: Subject,
    permitted: AuditDraft,
  ): Promise<{ readonly firstOwner: UserId | null; readonly draft: AuditDraft }> {
    const own = actor.type === 'user' ? actor.id : null;
    if (memberId === undefined || memberId === own) return { firstOwner: own, draft: permitted };
    const subject = { ...newGroup, noun: 'member' };
    const details = { role: OWNER_ROLE };
    const draft = await this.#access.permitAlso(permitted, actor, 'member:set', subject, details);
    const firstOwner = parseId<UserId>(memberId) ?? (await refuseNoId(this.#access, actor));
    return { firstOwner, draft };
  }
}

const TOO_MANY_GROUPS = `must be a member of fewer than ${MEMBERSHIPS_MAX} groups.`;
const TOO_DEEP = `must lie in at most ${PATH_LENGTH_MAX - 2} other groups: a path has at most ${PATH_LENGTH_MAX} owners.`;

const TOO_DEEP_BELOW = `must leave each path at most ${PATH_LENGTH_MAX} owners long, also those of the groups in it.`;
const CYCLE = 'must be another group, which does not lie in this one.';

const PARENT = 'parent group';

function parentIdProblem(value: unknown): Problem {
  return value === null || typeof value === 'string'
    ? null
    : 'must be the id of a group, or null for a root.';
}

/** The group, for a decision about where it lies: in the group above, or nowhere. */
function placeOf({ id, parentId }: Group): Subject {
  const target = parentId === null ? PLATFORM : belongingTo(parentId);
  return { ...groupSubject(id), target, lying: id };
}

/** The group, for a decision about its new place. Actors that may not see the new parent learn nothing about it. */
function placeIn(parent: Group | null, group: Group): Subject {
  if (parent === null) return { ...groupSubject(group.id), target: PLATFORM };
  const { target, visibleBy } = groupSubject(parent.id);
  return { ...groupSubject(group.id), noun: PARENT, target, visibleBy };
}

/** A new root belongs to nobody; any other new group to the one that it will lie in. */
function newGroupSubject(parent: Group | null): Subject {
  if (parent === null) return platformSubject('group');
  return { ...groupSubject(parent.id), noun: PARENT };
}

/** Says where a group of this type may lie, if it may not lie there. */
function placeProblem({ groupPlaces }: Platform, type: string, parent: Group | null): Problem {
  const places = groupPlaces.get(type);
  if (places === undefined) return `must stay as it is: the type ${type} is not declared any more.`;
  if (parent === null ? places.isRoot : places.in.includes(parent.type)) return null;
  const possible = [
    ...(places.isRoot ? ['null'] : []),
    ...(places.in.length === 0 ? [] : [`a group of type ${either(places.in)}`]),
  ];
  return `must be ${possible.join(', or ')}: a group of type "${type}" can lie nowhere else.`;
}

/** Somebody who names a parent has chosen the place, so the remedy is a type that may lie there, if there is one. */
function problemsOfPlace(
  platform: Platform,
  type: string | undefined,
  parent: Group | null,
): Readonly<Record<string, Problem>> {
  const { groupTypes, groupPlaces } = platform;
  const fitting =
    parent === null
      ? []
      : groupTypes.filter((one) => groupPlaces.get(one)?.in.includes(parent.type) === true);
  const isDeclared = type !== undefined && groupPlaces.has(type);
  const problem = isDeclared ? placeProblem(platform, type, parent) : oneOfProblem(undefined, groupTypes);
  if (problem === null) return {};
  if (parent !== null && fitting.length > 0)
    return { '/type': `must be ${either(fitting)} in a group of type "${parent.type}".` };
  return { [isDeclared ? '/parentId' : '/type']: problem };
}
