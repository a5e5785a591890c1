import { Access, dependingOn, platformSubject, standing, userSubject } from '../commands/authorize.js';
import type { Actor } from '../actor.js';
import { refused, type AuditDraft } from '../audit/audit-event.js';
import { identifierProblem } from '../identifier.js';
import {
  AuthenticationRequiredError,
  EmailTakenError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  InvalidRequestError,
  LastAdminError,
  NotFoundError,
  OwnsResourcesError,
  PreconditionFailedError,
  QuotaExceededError,
} from '../errors.js';
import { parseId, type OwnerId, type UserId } from '../ids.js';
import {
  booleanProblem,
  idempotencyKeyProblem,
  integerProblem,
  oneOfProblem,
  pageSizeProblem,
  type Problem,
} from '../commands/problems.js';
import { ownId } from '../commands/own-id.js';
import { requireValid } from '../commands/require-valid.js';
import { hashPayload } from '../commands/payload-hash.js';
import type { CommandContext } from '../commands/context.js';
import {
  DELETE_AT_ONCE_ROWS_MAX,
  NEAR_PERCENT_MAX,
  NEAR_PERCENT_MIN,
  PAGE_SIZE_DEFAULT,
  TRANSFER_AT_ONCE_ROWS_MAX,
  UNPROVEN_HOLDERS_MAX,
} from '../limits.js';
import { AS_TEXT, loadPage, loadPageBy } from '../commands/cursors.js';
import type { Page, PageOptions } from '../page.js';
import type { ClientContext } from '../login/client-address.js';
import { belongingTo, type BuiltInAction, type Target } from '../policy/action.js';
import { limitProblem, type Limit } from '../quotas/quota.js';
import { listable } from '../quotas/listable.js';
import { reportRelease } from '../commands/report-release.js';
import { visibleTo } from '../quotas/visible-to.js';
import { resolvePrecondition, type ReadVersion } from '../commands/precondition.js';
import { Account, type ChangeEmailInput, type ChangePasswordInput } from './account.js';
import { decideAllWithMembers } from '../commands/decide-with-members.js';
import { lastOwnerError } from '../members/last-owner.js';
import { changedUser } from './changed-user.js';
import { countedQuestion } from './counted-question.js';
import { hashPassword, userPasswordProblem } from './new-password.js';
import {
  emailAndKey,
  emailKey,
  emailKeyPrefix,
  emailPrefixProblem,
  emailProblem,
  isOrdinary,
  ORDINARY_ROLE,
  SETTABLE_USER_STATUSES,
  USER_STATUSES,
  type SettableUserStatus,
  type User,
  type UserStatus,
  type UserVersion,
} from './user.js';
import { findOwner } from '../owners/find-owner.js';
import { OTHER_KIND, OWNER_DISABLED } from '../resources/refusals.js';
import { withQuotas, type UserWithQuotas } from './with-quotas.js';
import type {
  Displacing,
  NewUser,
  TransferAll,
  UnprovenHolder,
  UserChange,
  UserIdempotencyRecord,
} from './user-store.js';

export interface CreateUserInput<Role extends string = string, Meter extends string = string> {
  /** At most 254 characters. No other user may have it, in upper or lower case. */
  readonly email: string;
  /** At least `settings.passwordLengthMin` code points; guessable passwords are refused. */
  readonly password: string;
  /** By default `user`. */
  readonly role?: Role | undefined;
  /** The user's own limits; the defaults apply to the other meters. */
  readonly limits?: { readonly [M in Meter]?: Limit } | undefined;
  /**
   * A repeat with the same key and input by the same user returns the first result and adds nothing more. The password
   * is not compared, since a stored fingerprint would be a fast hash of a guessable text. By default, none.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface ChangeUserInput<Role extends string = string> {
  /** The new email address; by default unchanged. */
  readonly email?: string | undefined;
  /** The new role; by default unchanged. */
  readonly role?: Role | undefined;
  /** The new status; by default unchanged. `disabled` ends all sessions of the user. */
  readonly status?: SettableUserStatus | undefined;
  /** The version that the caller has read; if the user has changed since, nothing is changed. By default, any version. */
  readonly ifUnchangedSince?: ReadVersion<User, UserVersion> | undefined;
}

export interface DeleteUserOptions {
  /**
   * `refuse` (the default) deletes only a user without resources; `delete` deletes the resources too; `transfer` gives
   * them to the owner `to`.
   */
  readonly resources?: 'delete' | 'refuse' | 'transfer' | undefined;
  /** The user or the group that gets the resources; needed for `transfer`, and only then. */
  readonly to?: string | undefined;
  /** The version that the caller has read; if the user has changed since, nothing is deleted. By default, any version. */
  readonly ifUnchangedSince?: ReadVersion<User, UserVersion> | undefined;
}

export interface ListUsersOptions<Role extends string = string> extends PageOptions {
  /** Only the user with this email address, in upper or lower case. */
  readonly email?: string | undefined;
  /** Only users with this role. */
  readonly role?: Role | undefined;
  /** Only users with this status; by default all, also `deleting` ones. */
  readonly status?: UserStatus | undefined;
  /**
   * Only users whose email address begins with this. With it, users are listed by their canonical address, not newest
   * first.
   */
  readonly emailPrefix?: string | undefined;
  /** If `true`, list only users with a usage above one of their limits. */
  readonly over?: boolean | undefined;
  /** Only users with a usage of at least this percentage of one of their limits: 50 to 100. */
  readonly near?: number | undefined;
}

/** The commands on users. Each takes its actor first and asks the policy. */
export class Users<Role extends string = string, Meter extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;
  readonly #account: Account<Role>;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
    this.#account = new Account(context);
  }

  /**
   * Creates a user with a password and, unless the input says otherwise, the role `user` and the default limits. The
   * policy decides which actors may choose a role, but the library cannot see who chose the input: a sign-up route that
   * passes on all that a client sends lets the client choose.
   *
   * @throws `invalid-request`, `email-taken`, `idempotency-key-reused`, `forbidden`, `confirmation-required` (for a role)
   *
   * @example
   * const ann = await bailiwick.users.create(admin, { email: 'ann@example.com', password: 'four lanterns by the river' });
   */
  async create(actor: Actor, input: CreateUserInput<Role, Meter>): Promise<User<Role>> {
    return this.#access.command(actor, async (actor) => {
      const audit = await this.#access.permit(actor, 'user:create', platformSubject('user'));
      const idempotency = idempotencyOf(actor, input);
      const user = await this.#newUser(actor, input, ORDINARY_ROLE);
      const draft = auditOfNew(user, audit);
      const adding = countedQuestion(this.#context, actor, draft, () =>
        this.#giving(actor, draft, (displacing) =>
          this.#context.stores.users.add({ ...user, idempotency, displacing }, draft),
        ),
      );
      const outcome = await standing(adding, draft);
      switch (outcome.type) {
        case 'added':
          return user.user as User<Role>;
        case 'repeated':
          return outcome.user as User<Role>;
        case 'email-taken':
          throw new EmailTakenError();
        case 'key-reused':
          throw new IdempotencyKeyReusedError();
        case 'no-actor':
          throw new AuthenticationRequiredError();
      }
    });
  }

  /**
   * Creates an administrator if there is no active one, even if many processes try at once; returns `null` if there is
   * one. It is not available within a host's transaction.
   *
   * @throws `invalid-request`, `email-taken`, `forbidden`
   *
   * @example
   * const root = { email: 'root@example.com', password: 'a lighthouse keeps its own hours' };
   * await bailiwick.users.createFirstAdmin(bailiwick.system('setup'), root);
   */
  async createFirstAdmin(
    actor: Actor,
    input: Omit<CreateUserInput, 'role' | 'limits' | 'idempotencyKey'>,
  ): Promise<User<Role> | null> {
    return this.#access.command(actor, async (actor) => {
      const audit = await this.#access.permit(actor, 'user:create', platformSubject('user'));
      const user = await this.#newUser(actor, input, 'admin');
      const draft = auditOfNew(user, audit);
      const adding = this.#context.stores.users.addFirstAdmin(user, draft);
      const outcome = await standing(adding, draft);
      if (outcome.type === 'email-taken') throw new EmailTakenError();
      return outcome.type === 'added' ? (user.user as User<Role>) : null;
    });
  }

  /**
   * Returns the user with this id, if the actor may see them. @throws `not-found`
   *
   * @example
   * const { email, status } = await bailiwick.users.get(admin, ann.id);
   */
  async get(actor: Actor, id: string): Promise<User<Role>> {
    const userId = await this.#permitted(actor, 'user:read', id);
    const user = await this.#context.stores.users.find(userId);
    return (user as User<Role> | null) ?? this.#access.absent(actor, 'user:read', 'user');
  }

  /**
   * Returns the acting user. @throws `authentication-required`
   *
   * @example
   * const me = await bailiwick.users.me(actor);
   */
  async me(actor: Actor): Promise<User<Role>> {
    return this.get(actor, ownId(actor));
  }

  /**
   * Returns the user with this email address, in any spelling, or `null` if there is none.
   *
   * @throws `forbidden`, `invalid-request`
   *
   * @example
   * const user = await bailiwick.users.findByEmail(admin, 'ann@example.com');
   */
  async findByEmail(actor: Actor, email: string): Promise<User<Role> | null> {
    const { items } = await this.list(actor, { email, pageSize: 1 });
    return items[0] ?? null;
  }

  /**
   * Lists users, newest first, or with `emailPrefix` by their address.
   *
   * @throws `forbidden`, `invalid-request`, `malformed-request` (the cursor)
   *
   * @example
   * const { items, nextCursor } = await bailiwick.users.list(admin, { status: 'disabled', pageSize: 50 });
   */
  async list(actor: Actor, options: ListUsersOptions<Role> = {}): Promise<Page<User<Role>>> {
    await this.#access.permit(actor, 'user:list', platformSubject('user'));
    const { email, emailPrefix, role, status, near } = options;
    requireValid({
      '?pageSize': pageSizeProblem(options.pageSize ?? PAGE_SIZE_DEFAULT),
      // A role that is no longer declared is allowed, so that its remaining users can be found.
      '?role': role === undefined ? null : identifierProblem(role),
      '?status': status === undefined ? null : oneOfProblem(status, USER_STATUSES),
      '?email': email === undefined ? null : emailProblem(email),
      '?q': emailPrefix === undefined ? null : emailPrefixProblem(emailPrefix),
      '?over': booleanProblem(options.over ?? false),
      '?near': near === undefined ? null : integerProblem(near, NEAR_PERCENT_MIN, NEAR_PERCENT_MAX),
    });
    const filter = {
      emailKey: email === undefined ? null : emailKey(email),
      role: role ?? null,
      status: status ?? null,
      over: options.over === true ? true : null,
      nearPercent: near ?? null,
    };
    const { stores } = this.#context;
    const scope = listable(this.#context, actor, 'user:read', filter);
    const prefix = emailPrefix === undefined ? null : emailKeyPrefix(emailPrefix);
    // No address begins like this.
    if (emailPrefix !== undefined && prefix === null) return { items: [], nextCursor: null };
    const identity = { list: 'users', actor, filter: [...Object.values(filter), prefix] };
    const page =
      prefix === null
        ? loadPage(stores, identity, options, (page) =>
            stores.users.list({ scope, ...filter, byEmail: null, ...page }),
          )
        : loadPageBy<User>(stores, identity, options, {
            format: AS_TEXT,
            positionOf: (user) => emailAndKey(user.email).emailKey,
            load: (afterKey, count) =>
              stores.users.list({
                scope,
                ...filter,
                byEmail: { prefix, afterKey },
                olderThanId: null,
                count,
              }),
          });
    return page as Promise<Page<User<Role>>>;
  }

  /**
   * Lists users as {@link list} does, each with their quotas, which are read with one more statement for the page.
   *
   * @throws `forbidden` (also if the actor may not read the quotas of one of them), `invalid-request`,
   * `malformed-request` (the cursor)
   *
   * @example
   * const { items } = await bailiwick.users.listWithQuotas(admin, { near: 80 });
   * for (const { email, quotas } of items) console.log(email, quotas.map(({ used, limit }) => `${used}/${limit}`));
   */
  async listWithQuotas(
    actor: Actor,
    options: ListUsersOptions<Role> = {},
  ): Promise<Page<UserWithQuotas<Role, Meter>>> {
    const { items, nextCursor } = await this.list(actor, options);
    return { items: await withQuotas(this.#context, this.#access, actor, items), nextCursor };
  }

  /**
   * Changes the given members together or not at all.
   *
   * @throws `invalid-request`, `not-found`, `forbidden`, `confirmation-required` (for an address or a role),
   * `email-taken`, `last-admin`, `last-owner`, `precondition-failed`, `too-many-attempts` (at taken addresses)
   *
   * @example
   * await bailiwick.users.change(admin, ann.id, { status: 'disabled' });
   */
  async change(actor: Actor, id: string, input: ChangeUserInput<Role>): Promise<User<Role>> {
    return this.#access.command(actor, async (actor) => {
      const { email, role, status } = input;
      const details = withoutUndefined({ email, role, status });
      const userId = await this.#parseId(actor, 'user:update', id);
      const subject = userSubject(userId);
      const audit = await this.#access.permit(actor, 'user:update', subject, details);
      if (email !== undefined) await this.#access.permit(actor, 'user:set-email', subject, { email });
      if (role !== undefined) await this.#access.permit(actor, 'user:set-role', subject, { role });
      requireValid({
        '':
          Object.keys(details).length === 0
            ? 'must have at least one of "email", "role" and "status".'
            : null,
        '/email': email === undefined ? null : emailProblem(email),
        '/role': role === undefined ? null : oneOfProblem(role, this.#context.platform.roles),
        '/status': status === undefined ? null : oneOfProblem(status, SETTABLE_USER_STATUSES),
      });
      const change: UserChange = {
        at: this.#context.clock.now(),
        ifUnchangedSince: await this.#readVersion(userId, audit, input.ifUnchangedSince),
        ...withoutUndefined({ role, status }),
      };
      const { users } = this.#context.stores;
      if (email === undefined)
        return changedUser<Role>(
          this.#context,
          actor,
          await standing(users.change(userId, change, audit), audit),
        );
      const carryOut = () =>
        this.#giving(actor, audit, (displacing) =>
          users.change(userId, { ...change, email: { ...emailAndKey(email), displacing } }, audit),
        );
      // A change can be taken back, and would ask about one address after the other.
      const changing = countedQuestion(this.#context, actor, audit, carryOut, ['email-taken', 'changed']);
      return changedUser<Role>(this.#context, actor, await standing(changing, audit));
    });
  }

  /**
   * Changes the actor's own email address. It is not available within a host's transaction.
   *
   * @throws `confirmation-failed`, `too-many-attempts`, `overloaded`, `invalid-request`, `email-taken`
   *
   * @example
   * const currentPassword = 'four lanterns by the river';
   * await bailiwick.users.changeEmail(actor, { currentPassword, email: 'ann@example.org' }, { clientAddress });
   */
  async changeEmail(actor: Actor, input: ChangeEmailInput, client: ClientContext = {}): Promise<User<Role>> {
    return this.#account.changeEmail(actor, input, client);
  }

  /**
   * Changes the actor's own password and ends every other session and, with `endAccessKeys`, every access key. It is
   * not available within a host's transaction.
   *
   * @throws `confirmation-failed`, `too-many-attempts`, `overloaded`, `invalid-request`
   *
   * @example
   * const passwords = { currentPassword: 'four lanterns by the river', newPassword: 'nine herons on the weir' };
   * await bailiwick.users.changePassword(actor, passwords, { clientAddress });
   */
  async changePassword(actor: Actor, input: ChangePasswordInput, client: ClientContext = {}): Promise<void> {
    return this.#account.changePassword(actor, input, client);
  }

  /**
   * Sets the password of another user, as an administrator, and ends all sessions and access keys of that user.
   *
   * @throws `not-found`, `forbidden`, `confirmation-required`, `invalid-request`
   *
   * @example
   * await bailiwick.users.setPassword(admin, ann.id, { password: 'nine herons on the weir' });
   */
  async setPassword(actor: Actor, id: string, input: { password: string }): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const userId = await this.#parseId(actor, 'user:set-password', id);
      const audit = await this.#access.permit(actor, 'user:set-password', userSubject(userId));
      const user = await this.#context.stores.users.find(userId);
      requireValid({ '/password': userPasswordProblem(this.#context, input.password, user?.email ?? null) });
      const passwordHash = await hashPassword(this.#context, actor, input.password);
      const at = this.#context.clock.now();
      const ending = { keepSessionId: null, accessKeys: 'delete' } as const;
      const change = { passwordHash, at, expectedVersion: null, ...ending };
      const outcome = await standing(this.#context.stores.users.setPassword(userId, change, audit), audit);
      if (outcome.type === 'absent') throw new NotFoundError('user');
    });
  }

  /**
   * Forgets the wrong passwords that count against an account, so that its owner can log in at once. Everything else
   * stays: the password, sessions and access keys, a disabled user, and the count of each client over all accounts, which
   * is not known to belong to this user. A login that is being checked at this instant may fail once.
   *
   * @throws `not-found`, `forbidden` (also for one's own account), `confirmation-required`
   *
   * @example
   * await bailiwick.users.clearLoginFailures(admin, ann.id);
   */
  async clearLoginFailures(actor: Actor, id: string): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const userId = await this.#parseId(actor, 'user:clear-login-failures', id);
      const audit = await this.#access.permit(actor, 'user:clear-login-failures', userSubject(userId));
      // The counts themselves cannot be found: their keys are hashes of the account, its clients and this version.
      const raising = this.#context.stores.users.raisePasswordVersion(userId, audit);
      if ((await standing(raising, audit)).type === 'absent') throw new NotFoundError('user');
    });
  }

  /**
   * Deletes a user with everything that is theirs, and returns `null`. A user with more than 1,000 resources is
   * returned with the status `deleting` instead: logins and creates for them are refused, nobody sees what they own,
   * every other command on them except reading and this one is `not-found`, and `finishDeletions` or `sweep` deletes
   * the rest. Until then, their email address stays taken. A repeat changes nothing.
   *
   * With `resources: 'transfer'`, another owner gets all resources, up to 10,000, in the same transaction. The policy is
   * asked about `resource:transfer` and `resource:create`, as in `resources.transfer`.
   *
   * @throws `invalid-request`, `not-found` (the user, the receiver), `forbidden`, `confirmation-required`, `last-admin`,
   * `last-owner`, `owns-resources`, `quota-exceeded`, `precondition-failed`
   *
   * @example
   * await bailiwick.users.delete(admin, ann.id, { resources: 'delete' });
   */
  async delete(actor: Actor, id: string, options: DeleteUserOptions = {}): Promise<User<Role> | null> {
    return this.#access.command(actor, async (actor) => {
      const { resources = 'refuse' } = options;
      requireValid({
        '?resources': oneOfProblem(resources, ['delete', 'refuse', 'transfer']),
        '?to': receiverProblem(id, options),
      });
      const userId = await this.#parseId(actor, 'user:delete', id);
      const details = resources === 'transfer' ? { resources, to: options.to ?? null } : { resources };
      const permitted = await this.#access.permit(actor, 'user:delete', userSubject(userId), details);
      const { fate, audit } =
        resources === 'transfer'
          ? await this.#transferAll(actor, userId, options.to, permitted)
          : { fate: resources, audit: permitted };
      const ifUnchangedSince = await this.#readVersion(userId, audit, options.ifUnchangedSince);
      const deletion = { resources: fate, ifUnchangedSince, rowsAtOnceMax: DELETE_AT_ONCE_ROWS_MAX };
      const outcome = await standing(this.#context.stores.users.delete(userId, deletion, audit), audit);
      reportRelease(this.#context, outcome, userId);
      switch (outcome.type) {
        case 'deleted':
          return null;
        case 'deleting':
          return outcome.user as User<Role>;
        case 'absent':
          throw new NotFoundError('user');
        case 'precondition-failed':
          throw new PreconditionFailedError();
        case 'last-admin':
          throw new LastAdminError();
        case 'last-owner':
          throw await lastOwnerError(this.#context, actor, outcome);
        case 'owns-resources':
          throw new OwnsResourcesError(outcome.count);
        case 'no-owner':
          throw new NotFoundError(RECEIVER);
        case 'owner-disabled':
          throw new ForbiddenError('resource:create', OWNER_DISABLED);
        case 'kind-refused':
          throw new ForbiddenError('resource:transfer', OTHER_KIND);
        case 'quota-exceeded':
          throw new QuotaExceededError(await visibleTo(this.#context, actor, outcome.quotas));
      }
    });
  }

  /** Asks the policy about each kind at both ends; storage then refuses resources of any other kind. */
  async #transferAll(
    actor: Actor,
    userId: UserId,
    receiver: string | undefined,
    permitted: AuditDraft,
  ): Promise<{ readonly fate: TransferAll; readonly audit: AuditDraft }> {
    const to = parseId<OwnerId>(receiver) ?? (await this.#withoutReceiver(permitted));
    const { platform, stores } = this.#context;
    const decide = (action: BuiltInAction, target: Target) =>
      decideAllWithMembers(
        this.#context,
        actor,
        action,
        platform.kinds.map((kind) => ({ ...target, kind })),
      );
    const given = await decide('resource:transfer', belongingTo(userId));
    const taken = await decide('resource:create', { ownerId: to, kind: null });
    const kinds = platform.kinds.filter(
      (_kind, index) => given[index]?.decision.allowed === true && taken[index]?.decision.allowed === true,
    );
    const [kind = null] = platform.kinds;
    if (kinds.length === 0) {
      const owner = await findOwner(this.#context, actor, to, undefined);
      const isThere = owner?.group !== undefined || (await stores.users.find(to as UserId)) !== null;
      if (owner === null || !isThere) return this.#withoutReceiver(permitted);
      const subject = { ...owner.subject, noun: RECEIVER, target: { ownerId: to, kind } };
      await this.#access.permit(actor, 'resource:create', subject);
    }
    const paths = taken.flatMap(({ seen }) => seen ?? []);
    const fate = { to, kinds, countMax: TRANSFER_AT_ONCE_ROWS_MAX };
    return { fate, audit: dependingOn(permitted, paths) };
  }

  /** Records that the deletion was refused: nobody was asked about a create. */
  async #withoutReceiver(permitted: AuditDraft): Promise<never> {
    await this.#context.stores.auditEvents.append(refused(permitted, 'not-found'));
    throw new NotFoundError(RECEIVER);
  }

  /**
   * Runs a command that gives a user an address, and repeats it while another user turns out to have the address
   * unproven: that user loses it if the actor may set their address.
   */
  async #giving<Outcome extends { readonly type: string }>(
    actor: Actor,
    audit: AuditDraft,
    carryOut: (displacing: Displacing) => Promise<Outcome>,
  ): Promise<Exclude<Outcome, UnprovenHolder>> {
    let displacing: Displacing = 'ask';
    for (let holders = 1; ; holders += 1) {
      const outcome: Outcome | UnprovenHolder = await carryOut(displacing);
      if (!isUnprovenHolder(outcome)) return outcome as Exclude<Outcome, UnprovenHolder>;
      displacing =
        holders <= UNPROVEN_HOLDERS_MAX ? await this.#displacing(actor, outcome.holderId, audit) : 'nobody';
    }
  }

  async #displacing(actor: Actor, userId: UserId, { target }: AuditDraft): Promise<Displacing> {
    const subject = userSubject(userId);
    // Other actors may know only that the address is taken.
    if (!this.#access.mayOnceConfirmed(actor, 'user:set-email', subject)) return 'nobody';
    const details = { givenTo: target.id };
    return { userId, audit: await this.#access.permit(actor, 'user:set-email', subject, details) };
  }

  /** Resolves the version to find. If the user does not exist, storage reports and records that. */
  async #readVersion(
    id: UserId,
    audit: AuditDraft,
    version: ReadVersion<User, UserVersion> | undefined,
  ): Promise<UserVersion | null> {
    if (typeof version !== 'function') return version ?? null;
    const current = await this.#context.stores.users.find(id);
    return current === null
      ? null
      : resolvePrecondition<User, UserVersion>(this.#context, current, audit, version);
  }

  async #permitted(actor: Actor, action: BuiltInAction, id: string): Promise<UserId> {
    const userId = await this.#parseId(actor, action, id);
    await this.#access.permit(actor, action, userSubject(userId));
    return userId;
  }

  async #parseId(actor: Actor, action: BuiltInAction, id: string): Promise<UserId> {
    return parseId<UserId>(id) ?? this.#access.absent(actor, action, 'user');
  }

  /** Asks the policy whether the actor may set the role of a new user, unless it is the ordinary role. */
  async #permitRole(actor: Actor, id: UserId, role: string): Promise<void> {
    if (isOrdinary(role)) return;
    // The user does not exist yet, so there is nothing to hide from the actor.
    const subject = { ...userSubject(id), visibleBy: null };
    await this.#access.permit(actor, 'user:set-role', subject, { role });
  }

  async #newUser(actor: Actor, input: CreateUserInput, defaultRole: string): Promise<NewUser> {
    const { email, password, role = defaultRole, limits = {} } = input;
    const { platform, ids, clock } = this.#context;
    requireValid({
      '/email': emailProblem(email),
      '/password': userPasswordProblem(this.#context, password, emailKey(email) === null ? null : email),
      '/role': oneOfProblem(role, platform.roles),
      '/limits':
        typeof limits === 'object' && limits !== null ? null : 'must be an object like {"databases": 1}.',
    });
    const errors = Object.entries(limits).flatMap(([meter, limit]) => {
      const detail = platform.meters.includes(meter)
        ? limitProblem(limit)
        : `must be one of: ${platform.meters.join(', ')}.`;
      return detail === null ? [] : [{ pointer: `/limits/${meter}`, detail }];
    });
    if (errors.length > 0) throw new InvalidRequestError(errors);
    const now = clock.now();
    const id = ids.next() as UserId;
    // This comes before the hash, which is costly.
    await this.#permitRole(actor, id, role);
    return {
      user: { id, email, role, status: 'active', createdAt: now, updatedAt: now },
      emailKey: emailAndKey(email).emailKey,
      passwordHash: await hashPassword(this.#context, actor, password),
      limits: withoutUndefined(limits) as Record<string, Limit>,
    };
  }
}

/** Makes the idempotency record. Two requests are equal if their inputs are, apart from the passwords. */
function idempotencyOf(actor: Actor, input: CreateUserInput): UserIdempotencyRecord | null {
  // A request without these members equals one that spells out the defaults.
  const { idempotencyKey: key, email, role = 'user', limits = {} } = input;
  if (key === undefined) return null;
  const isUsers = actor.type === 'user';
  const problem = isUsers ? idempotencyKeyProblem(key) : 'must be left out: only users have such keys.';
  requireValid({ 'Idempotency-Key': problem });
  const sorted = Object.entries(withoutUndefined(limits)).sort(([a], [b]) => (a < b ? -1 : 1));
  return { actorId: ownId(actor), key, payloadHash: hashPayload(['user:create', email, role, sorted]) };
}

/** Completes the audit draft: the policy was asked before the user had an id, but the event is about the user. */
function auditOfNew({ user: { id, email, role } }: NewUser, audit: AuditDraft): AuditDraft {
  return { ...audit, target: { type: 'user', id, ownerId: id }, details: { email, role } };
}

function isUnprovenHolder(outcome: { readonly type: string }): outcome is UnprovenHolder {
  return outcome.type === 'unproven-holder';
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, item]) => item !== undefined)) as never;
}

/** Actors that may not see an owner learn nothing about it, not even its type. */
const RECEIVER = 'receiver';

function receiverProblem(id: string, { resources, to }: DeleteUserOptions): Problem {
  if (resources !== 'transfer')
    return to === undefined ? null : 'must be left out without resources=transfer.';
  if (to === undefined) return 'must name the user or the group that gets the resources.';
  return parseId(to) !== null && parseId(to) === parseId(id) ? 'must be another owner.' : null;
}
