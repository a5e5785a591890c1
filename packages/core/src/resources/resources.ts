import { Access, dependingOn, resourceSubject, standing, userSubject } from '../commands/authorize.js';
import { groundsOf, type Actor } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import { loadPage } from '../commands/cursors.js';
import {
  AuthenticationRequiredError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  InvalidRequestError,
  NotFoundError,
  PreconditionFailedError,
  QuotaExceededError,
} from '../errors.js';
import { findOwner, type FoundOwner, type OwnerSort } from '../owners/find-owner.js';
import { parseId, type OwnerId, type ResourceId, type UserId } from '../ids.js';
import { identifierProblem } from '../identifier.js';
import { idempotencyKeyProblem, oneOfProblem, pageSizeProblem } from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import { hashPayload } from '../commands/payload-hash.js';
import type { CommandContext } from '../commands/context.js';
import { MEMBERSHIPS_IN_LIST_MAX, PAGE_SIZE_DEFAULT } from '../limits.js';
import type { Page, PageOptions } from '../page.js';
import type { BuiltInAction } from '../policy/action.js';
import { ALL, and, memberIn, withMemberRoles, withMemberships, type Scope } from '../policy/scope.js';
import { shortfall, shortfallOnPath, type Demand, type QuotaShortfall } from '../quotas/quota.js';
import { reportRelease } from '../commands/report-release.js';
import { visibleTo } from '../quotas/visible-to.js';
import type { User } from '../users/user.js';
import { resolvePrecondition, type ReadVersion } from '../commands/precondition.js';
import { ownId } from '../commands/own-id.js';
import { OWNER_DISABLED } from './refusals.js';
import { resourceNameProblem, type Resource } from './resource.js';
import type { ResourceVersion } from './resource-store.js';

export interface PreviewResourceInput<Kind extends string = string> {
  /** The kind, which may be left out if the host declares only one. */
  readonly kind?: Kind | undefined;
  /** The user or group that will own the resource and be charged for it; by default the actor. */
  readonly ownerId?: string | undefined;
  /** The type that the owner must have, or there is no such owner; by default either. */
  readonly ownerSort?: OwnerSort | undefined;
}

/** The owner and the kind of the resource that a create would make. */
export interface PreviewedResource<Kind extends string = string> {
  readonly ownerId: OwnerId;
  readonly kind: Kind;
}

export interface CreateResourceInput<Kind extends string = string> extends PreviewResourceInput<Kind> {
  /** 1 to 255 characters; several resources may have the same. */
  readonly name: string;
  /** A UUIDv7 that the host chooses; by default the library makes one. */
  readonly id?: string | undefined;
  /**
   * A repeat by the same actor for the same owner, with the same key and input, returns the first result and claims
   * nothing more. By default, none: a repeat makes another resource.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface ListResourcesOptions<Kind extends string = string> extends PageOptions {
  /** Only resources of this user or group, and not those of the groups below. */
  readonly ownerId?: string | undefined;
  /** Only resources of this kind. */
  readonly kind?: Kind | undefined;
}

/** The parts of a create that the policy decides about. */
interface ResourceRequest {
  readonly ownerId: OwnerId;
  readonly ownerSort: OwnerSort | undefined;
  readonly kind: string;
  readonly demand: Demand;
}

/** The commands on resources. Each takes its actor first and asks the policy. */
export class Resources<Kind extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Creates a resource and charges its owner, even if another actor creates it: the demand of its kind is taken from
   * the owner's quotas.
   *
   * @throws `invalid-request`, `not-found` (the owner), `forbidden`, `quota-exceeded`, `idempotency-key-reused`
   *
   * @example
   * const orders = await bailiwick.resources.create(actor, { kind: 'database', name: 'orders' });
   */
  create(actor: Actor, input: CreateResourceInput<Kind>): Promise<Resource<Kind>> {
    return this.#access.command(actor, async (actor) => {
      const { name, idempotencyKey: key } = input;
      const request = this.#readRequest(actor, input) ?? (await this.#absentOwner(actor, input));
      const { audit, owner } = await this.#permitCreate(actor, request);
      requireValid({
        '/name': resourceNameProblem(name),
        '/id': input.id === undefined || parseId(input.id) !== null ? null : 'must be a UUID of version 7.',
        'Idempotency-Key': key === undefined ? null : idempotencyKeyProblem(key),
      });
      const { ownerId, kind, demand } = request;
      const chosenId = parseId<ResourceId>(input.id);
      const id = chosenId ?? (this.#context.ids.next() as ResourceId);
      const now = this.#context.clock.now();
      const resource: Resource = { id, ownerId, kind, name, createdAt: now, updatedAt: now };
      const idempotency =
        key === undefined ? null : { key, payloadHash: hashPayload([kind, name, chosenId]) };
      const draft: AuditDraft = {
        ...audit,
        target: { type: 'resource', id, ownerId },
        details: { kind, name },
      };
      const creating = this.#context.stores.resources.create({ resource, demand, idempotency }, draft);
      const outcome = await standing(creating, draft);
      switch (outcome.type) {
        case 'created':
        case 'repeated':
          return outcome.resource as Resource<Kind>;
        case 'key-reused':
          throw new IdempotencyKeyReusedError();
        case 'quota-exceeded':
          throw new QuotaExceededError(await visibleTo(this.#context, actor, outcome.quotas));
        case 'no-owner':
          throw new NotFoundError(owner.subject.noun);
        case 'owner-disabled':
          throw new ForbiddenError('resource:create', OWNER_DISABLED);
        case 'id-taken':
          throw new InvalidRequestError([
            { pointer: '/id', detail: 'must be new: there is a resource with this id.' },
          ]);
      }
    });
  }

  /**
   * Makes the same decision as `create`, without writing: it resolves if a create would be accepted at this instant,
   * and throws the same error if not. It reserves nothing.
   *
   * @example
   * await bailiwick.resources.preview(actor, { kind: 'database' }); // throws what `create` would throw
   */
  async preview(
    actor: Actor,
    input: PreviewResourceInput<Kind> & { readonly name?: string | undefined },
  ): Promise<PreviewedResource<Kind>> {
    const request = this.#readRequest(actor, input) ?? (await this.#absentOwner(actor, input));
    const { ownerId, kind, demand } = request;
    const { owner } = await this.#permitCreate(actor, request);
    requireValid({ '/name': input.name === undefined ? null : resourceNameProblem(input.name) });
    const user =
      owner.group === undefined
        ? (owner.user ?? (await this.#context.stores.users.find(ownerId as UserId)))
        : null;
    const missing =
      user === null
        ? await this.#shortOnPath(ownerId, demand, owner.subject.noun)
        : await this.#short(user, demand, owner.subject.noun);
    if (missing !== null) throw new QuotaExceededError(await visibleTo(this.#context, actor, missing));
    return { ownerId, kind: kind as Kind };
  }

  async #short(owner: User, demand: Demand, noun: string): Promise<readonly QuotaShortfall[] | null> {
    const quotas = await this.#context.stores.quotas.list(owner.id);
    if (owner.status === 'deleting' || quotas === null) throw new NotFoundError(noun);
    if (owner.status !== 'active') throw new ForbiddenError('resource:create', OWNER_DISABLED);
    const byMeter = new Map(quotas.map((quota) => [quota.meter, quota]));
    return shortfall(demand, (meter) => byMeter.get(meter));
  }

  async #shortOnPath(
    groupId: OwnerId,
    demand: Demand,
    noun: string,
  ): Promise<readonly QuotaShortfall[] | null> {
    const levels = await this.#context.stores.quotas.listOnPath(groupId);
    if (levels === null) throw new NotFoundError(noun);
    return shortfallOnPath(demand, levels);
  }

  /**
   * Returns the resource with this id, if the actor may see it. @throws `not-found`
   *
   * @example
   * const { name } = await bailiwick.resources.get(actor, resource.id);
   */
  async get(actor: Actor, id: string): Promise<Resource<Kind>> {
    const resource = await this.#find(actor, 'resource:read', id);
    await this.#access.permit(actor, 'resource:read', resourceSubject(resource));
    return resource;
  }

  /**
   * Returns several resources in the order of `ids`, with `null` for each that does not exist or that the actor may not
   * read. As in a list, a missing resource is not a refusal, and the audit does not record it.
   *
   * @throws `invalid-request` for more than 100 ids, `authentication-required` if an anonymous actor may read none
   *
   * @example
   * const found = await bailiwick.resources.findMany(actor, rows.map(({ resourceId }) => resourceId));
   */
  async findMany(actor: Actor, ids: readonly string[]): Promise<readonly (Resource<Kind> | null)[]> {
    const scope = this.#readable(actor);
    const parsed = ids.map((id) => parseId<ResourceId>(id));
    const known = [...new Set(parsed)].filter((id) => id !== null);
    if (known.length === 0) return parsed.map(() => null);
    const query = { ownerId: null, kind: null, olderThanId: null, count: known.length };
    const found = await this.#context.stores.resources.list({
      ...query,
      scope: and([scope, { type: 'id', ids: known }]),
    });
    const byId = new Map(found.map((resource) => [resource.id, resource as Resource<Kind>]));
    return parsed.map((id) => (id === null ? null : (byId.get(id) ?? null)));
  }

  /**
   * Lists the resources within the filter that the actor may read, newest first.
   *
   * @throws `invalid-request`, `malformed-request` (the cursor)
   *
   * @example
   * const { items, nextCursor } = await bailiwick.resources.list(actor, { kind: 'database', pageSize: 50 });
   */
  async list(actor: Actor, options: ListResourcesOptions<Kind> = {}): Promise<Page<Resource<Kind>>> {
    const { kind } = options;
    requireValid({
      '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT),
      // A kind that is no longer declared is allowed, so that its remaining resources can be found.
      '?kind': kind === undefined ? null : identifierProblem(kind),
    });
    const ownerId = options.ownerId === undefined ? null : parseId<OwnerId>(options.ownerId);
    // An impossible owner owns nothing, like an owner that the actor may not see.
    if (options.ownerId !== undefined && ownerId === null) return { items: [], nextCursor: null };
    const scope = await this.#withMemberships(this.#readable(actor), ownerId);
    const filter = { ownerId, kind: kind ?? null };
    const identity = { list: 'resources', actor, filter: Object.values(filter) };
    return loadPage(this.#context.stores, identity, options, (page) =>
      this.#context.stores.resources.list({ scope, ...filter, ...page }),
    ) as Promise<Page<Resource<Kind>>>;
  }

  /**
   * Renames the resource, unless it is no longer of the version `ifUnchangedSince`, which the caller has read.
   *
   * @throws `not-found`, `forbidden`, `invalid-request`, `precondition-failed`
   *
   * @example
   * const renamed = await bailiwick.resources.rename(actor, resource.id, { name: 'invoices' });
   */
  async rename(
    actor: Actor,
    id: string,
    input: {
      /** The new name: 1 to 255 characters. */
      readonly name: string;
      /** The version that the caller has read; by default, any version. */
      readonly ifUnchangedSince?: ReadVersion<Resource, ResourceVersion> | undefined;
    },
  ): Promise<Resource<Kind>> {
    return this.#access.command(actor, async (actor) => {
      const { name } = input;
      const resource = await this.#find(actor, 'resource:update', id);
      const audit = await this.#access.permit(actor, 'resource:update', resourceSubject(resource), { name });
      requireValid({ '/name': resourceNameProblem(name) });
      const ifUnchangedSince = await resolvePrecondition(
        this.#context,
        resource,
        audit,
        input.ifUnchangedSince,
      );
      const { ownerId } = resource;
      const change = { ownerId, name, at: this.#context.clock.now(), ifUnchangedSince };
      const outcome = await standing(
        this.#context.stores.resources.rename(resource.id, change, audit),
        audit,
      );
      switch (outcome.type) {
        case 'renamed':
          return outcome.resource as Resource<Kind>;
        case 'absent':
          throw new NotFoundError('resource');
        case 'precondition-failed':
          throw new PreconditionFailedError();
      }
    });
  }

  /**
   * Deletes the resource and releases its demand, once. With `ownerId`, the resource must belong to this owner, and with
   * `ownerSort` to a user or a group. It is not deleted if it is no longer of the version `ifUnchangedSince`, which the
   * caller has read.
   *
   * @throws `not-found`, `forbidden`, `precondition-failed`
   *
   * @example
   * await bailiwick.resources.delete(actor, resource.id);
   */
  async delete(
    actor: Actor,
    id: string,
    options: {
      /** The owner that the resource must have; by default any. */
      readonly ownerId?: string | undefined;
      /** The type of owner that it must have; by default either. */
      readonly ownerSort?: OwnerSort | undefined;
      /** The version that the caller has read; by default, any version. */
      readonly ifUnchangedSince?: ReadVersion<Resource, ResourceVersion> | undefined;
    } = {},
  ): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const resource = await this.#find(actor, 'resource:delete', id);
      const { ownerId = resource.ownerId, ownerSort } = options;
      const isOfOwner =
        parseId(ownerId) === resource.ownerId &&
        (ownerSort === undefined ||
          (await findOwner(this.#context, actor, resource.ownerId, ownerSort)) !== null);
      if (!isOfOwner) return this.#access.absent(actor, 'resource:delete', 'resource');
      const audit = await this.#access.permit(actor, 'resource:delete', resourceSubject(resource));
      const version = await resolvePrecondition(this.#context, resource, audit, options.ifUnchangedSince);
      const deleting = this.#context.stores.resources.delete(resource.id, resource.ownerId, audit, version);
      const outcome = await standing(deleting, audit);
      if (outcome.type === 'absent') throw new NotFoundError('resource');
      if (outcome.type === 'precondition-failed') throw new PreconditionFailedError();
      reportRelease(this.#context, outcome, resource.ownerId);
    });
  }

  /**
   * Gives the resource to another owner, who is charged from then on. The policy is asked at both ends: whether the actor
   * may give the resource away, and whether they may create it for the new owner. It is not transferred if it is no
   * longer of the version `ifUnchangedSince`, which the caller has read.
   *
   * @throws `not-found` (the resource, the owner), `forbidden`, `quota-exceeded`, `precondition-failed`
   *
   * @example
   * const moved = await bailiwick.resources.transfer(admin, resource.id, { ownerId: acme.id });
   */
  async transfer(
    actor: Actor,
    id: string,
    input: {
      /** The user or group that gets it. */
      readonly ownerId: string;
      /** The version that the caller has read; by default, any version. */
      readonly ifUnchangedSince?: ReadVersion<Resource, ResourceVersion> | undefined;
    },
  ): Promise<Resource<Kind>> {
    return this.#access.command(actor, async (actor) => {
      const resource = await this.#find(actor, 'resource:transfer', id);
      const to = parseId<OwnerId>(input.ownerId);
      const subject = resourceSubject(resource);
      const permitted = await this.#access.permit(actor, 'resource:transfer', subject, { to: input.ownerId });
      if (to === null) return this.#absentOwner(actor, {});
      const { ownerId, kind } = resource;
      const receiver = await this.#permitCreate(actor, { ownerId: to, ownerSort: undefined, kind });
      const paths = receiver.audit.authority?.paths ?? [];
      const audit = { ...dependingOn(permitted, paths), details: { from: ownerId, to } };
      const ifUnchangedSince = await resolvePrecondition(
        this.#context,
        resource,
        audit,
        input.ifUnchangedSince,
      );
      const change = { ownerId, to, at: this.#context.clock.now(), ifUnchangedSince };
      const outcome = await standing(
        this.#context.stores.resources.transfer(resource.id, change, audit),
        audit,
      );
      switch (outcome.type) {
        case 'transferred':
          reportRelease(this.#context, outcome, ownerId);
          return outcome.resource as Resource<Kind>;
        case 'absent':
          throw new NotFoundError('resource');
        case 'no-owner':
          throw new NotFoundError(receiver.owner.subject.noun);
        case 'owner-disabled':
          throw new ForbiddenError('resource:create', OWNER_DISABLED);
        case 'quota-exceeded':
          throw new QuotaExceededError(await visibleTo(this.#context, actor, outcome.quotas));
        case 'precondition-failed':
          throw new PreconditionFailedError();
      }
    });
  }

  /**
   * Looks up what the scope asks about memberships, as far as storage can then read less: the list of a user without any
   * is that of one owner, and for one owner the roles decide.
   */
  async #withMemberships(scope: Scope, ownerId: OwnerId | null): Promise<Scope> {
    const userId = memberIn(scope) as UserId | null;
    if (userId === null) return scope;
    if (ownerId === userId) return withMemberships(scope, []);
    const { members } = this.#context.stores;
    if (ownerId !== null) {
      return withMemberRoles(scope, (await members.rolesOf(userId, [ownerId])).get(ownerId)?.roles ?? []);
    }
    const page = { scope: ALL, olderThanId: null, count: MEMBERSHIPS_IN_LIST_MAX + 1 };
    const memberships = await members.listOfUser({ userId, ...page });
    return memberships.length > MEMBERSHIPS_IN_LIST_MAX ? scope : withMemberships(scope, memberships);
  }

  #readable(actor: Actor): Scope {
    groundsOf(actor);
    const scope = this.#context.policy.scope(actor, 'resource:read');
    // An empty list would only hide from callers that they forgot their credential.
    if (scope.type === 'none' && actor.type === 'anonymous') throw new AuthenticationRequiredError();
    return scope;
  }

  async #find(actor: Actor, action: BuiltInAction, id: string): Promise<Resource<Kind>> {
    const resourceId = parseId<ResourceId>(id);
    const resource = resourceId === null ? null : await this.#context.stores.resources.find(resourceId);
    return (resource as Resource<Kind> | null) ?? this.#access.absent(actor, action, 'resource');
  }

  /** `null` for an owner whose id nobody can have. */
  #readRequest(actor: Actor, input: PreviewResourceInput): ResourceRequest | null {
    groundsOf(actor);
    if (input.ownerId === undefined && actor.type === 'system') {
      const detail = 'must be given: a system actor owns nothing itself.';
      throw new InvalidRequestError([{ pointer: '/ownerId', detail }]);
    }
    const ownerId = input.ownerId === undefined ? ownId(actor) : parseId<OwnerId>(input.ownerId);
    if (ownerId === null) return null;
    const { kinds, demands } = this.#context.platform;
    const kind = input.kind ?? (kinds.length === 1 ? kinds[0] : undefined);
    const demand = kind === undefined ? undefined : demands.get(kind);
    if (kind === undefined || demand === undefined) {
      throw new InvalidRequestError([{ pointer: '/kind', detail: oneOfProblem(undefined, kinds) ?? '' }]);
    }
    return { ownerId, ownerSort: input.ownerSort, kind, demand };
  }

  #absentOwner(actor: Actor, { ownerSort }: PreviewResourceInput): Promise<never> {
    return this.#access.absent(actor, 'resource:create', ownerSort ?? 'user', ownerSort ?? 'owner');
  }

  async #permitCreate(
    actor: Actor,
    { ownerId, ownerSort, kind }: Pick<ResourceRequest, 'ownerId' | 'ownerSort' | 'kind'>,
  ): Promise<{ readonly audit: AuditDraft; readonly owner: FoundOwner }> {
    // A system actor is hardly ever refused, and the type of the owner matters only then.
    const owner =
      actor.type === 'system' && ownerSort === undefined
        ? { subject: { ...userSubject(ownerId), noun: 'owner' } }
        : await findOwner(this.#context, actor, ownerId, ownerSort);
    if (owner === null) return this.#absentOwner(actor, { ownerSort });
    // Actors that may neither create for this owner nor see them learn nothing about them.
    const subject = { ...owner.subject, target: { ownerId, kind } };
    return { audit: await this.#access.permit(actor, 'resource:create', subject), owner };
  }
}
