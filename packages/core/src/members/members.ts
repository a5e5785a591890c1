import { groundsOf, type Actor } from '../actor.js';
import { Access, groupSubject, standing, userSubject, type Subject } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { AS_ID, loadPageBy } from '../commands/cursors.js';
import { oneOfProblem, pageSizeProblem } from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import { InvalidRequestError, NotFoundError, QuotaExceededError } from '../errors.js';
import { findGroup } from '../groups/find-group.js';
import { parseId, type GroupId, type UserId } from '../ids.js';
import { MEMBERS_MAX, MEMBERSHIPS_MAX, PAGE_SIZE_DEFAULT } from '../limits.js';
import type { Page, PageOptions } from '../page.js';
import { reportRelease } from '../commands/report-release.js';
import { visibleTo } from '../quotas/visible-to.js';
import { lastOwnerError } from './last-owner.js';
import type { Member, Membership } from './member.js';
import { refuseNoId } from './refuse-no-id.js';

/** The commands on the members of groups. Each takes its actor first and asks the policy. */
export class Members<MemberRole extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Lists the members of a group, those whose users are newest first. @throws `not-found`, `forbidden`
   *
   * @example
   * for (const { email, role } of (await bailiwick.members.list(admin, acme.id)).items) console.log(email, role);
   */
  async list(actor: Actor, groupId: string, options: PageOptions = {}): Promise<Page<Member<MemberRole>>> {
    requireValid({ '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT) });
    const group = await findGroup(this.#context, this.#access, actor, 'member:read', groupId);
    await this.#access.permit(actor, 'member:read', groupSubject(group.id));
    const { stores } = this.#context;
    return loadPageBy(stores, { list: 'members', actor, filter: [group.id] }, options, {
      format: AS_ID,
      positionOf: ({ userId }) => userId,
      load: async (olderThanId, count) =>
        (await stores.members.list({ groupId: group.id, olderThanId, count })) as Member<MemberRole>[],
    });
  }

  /**
   * Lists the groups that a user is a member of, the newest first: those that the actor may read.
   *
   * @throws `not-found` unless the actor may read the user
   *
   * @example
   * for (const { group, role } of (await bailiwick.members.ofUser(admin, ann.id)).items) console.log(group.name, role);
   */
  async ofUser(
    actor: Actor,
    userId: string,
    options: PageOptions = {},
  ): Promise<Page<Membership<MemberRole>>> {
    requireValid({ '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT) });
    const { policy, stores } = this.#context;
    const id = await this.#parseUser(actor, userId);
    await this.#access.permit(actor, 'user:read', userSubject(id));
    if ((await stores.users.find(id)) === null) return this.#access.absent(actor, 'user:read', 'user');
    const scope = policy.scope(actor, 'group:read');
    return loadPageBy(stores, { list: 'memberships', actor, filter: [id] }, options, {
      format: AS_ID,
      positionOf: ({ groupId }) => groupId,
      load: async (olderThanId, count) =>
        (await stores.members.listOfUser({
          userId: id,
          scope,
          olderThanId,
          count,
        })) as Membership<MemberRole>[],
    });
  }

  /**
   * Makes a user a member of a group, or changes the role of a member.
   *
   * @throws `not-found` (the group, the user), `forbidden`, `confirmation-required`, `invalid-request`, `last-owner`,
   * `quota-exceeded`
   *
   * @example
   * await bailiwick.members.set(admin, acme.id, ann.id, { role: 'owner' });
   */
  async set(
    actor: Actor,
    groupId: string,
    userId: string,
    input: { readonly role: MemberRole },
  ): Promise<Member<MemberRole>> {
    return this.#access.command(actor, async (actor) => {
      const { role } = input;
      const { platform, clock, stores } = this.#context;
      const group = await findGroup(this.#context, this.#access, actor, 'member:set', groupId);
      const user = parseId<UserId>(userId);
      const subject = memberSubject(group.id, user);
      const audit = await this.#access.permit(actor, 'member:set', subject, { role });
      requireValid({ '/role': oneOfProblem(role, platform.memberRoles) });
      if (user === null) return refuseNoId(this.#access, actor);
      const demand = platform.memberDemand;
      const change = { groupId: group.id, userId: user, role, at: clock.now(), demand };
      const outcome = await standing(stores.members.set(change, audit), audit);
      switch (outcome.type) {
        case 'set':
          return outcome.member as Member<MemberRole>;
        case 'no-group':
          throw new NotFoundError('group');
        case 'no-user':
          throw new NotFoundError('user');
        case 'too-many':
          throw new InvalidRequestError([{ pointer: '', detail: TOO_MANY }]);
        case 'quota-exceeded':
          throw new QuotaExceededError(await visibleTo(this.#context, actor, outcome.quotas));
        case 'last-owner':
          throw await lastOwnerError(this.#context, actor, outcome);
      }
    });
  }

  /**
   * Removes a member. The policy is asked about `member:leave` if it is the actor, and otherwise about `member:remove`.
   *
   * @throws `not-found` (the group, the member), `forbidden`, `last-owner`
   *
   * @example
   * await bailiwick.members.remove(admin, acme.id, ann.id);
   */
  async remove(actor: Actor, groupId: string, userId: string): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const user = parseId<UserId>(userId);
      const action = actor.type === 'user' && actor.id === user ? 'member:leave' : 'member:remove';
      const group = await findGroup(this.#context, this.#access, actor, action, groupId);
      const audit = await this.#access.permit(actor, action, memberSubject(group.id, user));
      if (user === null) return this.#access.absent(actor, action, 'member');
      const { members } = this.#context.stores;
      const outcome = await standing(members.remove({ groupId: group.id, userId: user }, audit), audit);
      switch (outcome.type) {
        case 'removed':
          return reportRelease(this.#context, outcome, group.id);
        case 'absent':
          throw new NotFoundError('member');
        case 'last-owner':
          throw await lastOwnerError(this.#context, actor, outcome);
      }
    });
  }

  async #parseUser(actor: Actor, userId: string): Promise<UserId> {
    groundsOf(actor);
    return parseId<UserId>(userId) ?? this.#access.absent(actor, 'user:read', 'user');
  }
}

const TOO_MANY = `must leave the group at most ${MEMBERS_MAX} members, and the user at most ${MEMBERSHIPS_MAX} groups.`;

/** Members are a part of their group. A client can make up the id of a user, so that equal refusals leave it out. */
function memberSubject(groupId: GroupId, userId: UserId | null): Subject {
  const equal = { type: 'member', id: null, ownerId: groupId } as const;
  return { ...groupSubject(groupId), audit: { ...equal, id: userId }, equal };
}
