import { AccessKeys } from './access-keys/access-keys.js';
import type { RequestSignature } from './access-keys/request-signature.js';
import { Access, goneCredentialError } from './commands/authorize.js';
import { allowedWithMembers } from './commands/decide-with-members.js';
import { subjectOfHost, targetsOfHost } from './commands/subject-of-host.js';
import { findAgain } from './commands/find-actor.js';
import { groundsOf, systemActor, userActor, type Actor, type SystemActor, type UserActor } from './actor.js';
import { AuditEvents } from './audit/audit-events.js';
import { requestIdOf } from './login/client-origin.js';
import { systemClock } from './clock.js';
import { uuidV7 } from './ids.js';
import {
  ACCESS_KEY_INPUTS,
  AUDIT_EVENT_INPUTS,
  DECISION_INPUTS,
  GROUP_INPUTS,
  MEMBER_INPUTS,
  hostAction,
  hostTarget,
  hostTargets,
  input,
  options as optionsOf,
  ownerIds,
  QUOTA_INPUTS,
  RESOURCE_INPUTS,
  SESSION_INPUTS,
  USER_INPUTS,
  withCheckedInputs,
} from './commands/checked-inputs.js';
import { Decisions } from './decisions/decisions.js';
import { namedOwners, type NamedOwner } from './owners/named-owners.js';
import { readOverview, type Overview } from './overview/overview.js';
import { checkOptions, type BailiwickOptions } from './options.js';
import { checkedSettings, type Settings } from './settings.js';
import type { CommandContext } from './commands/context.js';
import type { ClientContext } from './login/client-address.js';
import { Groups } from './groups/groups.js';
import type { BuiltInMemberRole } from './members/member.js';
import { Members } from './members/members.js';
import { LoginGuard } from './login/login-guard.js';
import { PasswordVerifier } from './login/password-verifier.js';
import {
  DEFAULT_GROUPS,
  DEFAULT_KINDS,
  DEFAULT_MEMBER_DEMAND,
  definePlatform,
  type Amounts,
  type GroupTypes,
  type KindDemands,
  type Platform,
} from './platform.js';
import type { BuiltInAction, Target } from './policy/action.js';
import type { Decision } from './policy/decision.js';
import { fixedRules, platformPolicy } from './policy/platform-policy.js';
import { definePolicy, withDeclarations, type Policy } from './policy/policy.js';
import { Vocabulary } from './policy/vocabulary.js';
import { Quotas } from './quotas/quotas.js';
import { systemRandom } from './random.js';
import { Resources } from './resources/resources.js';
import { Sessions } from './sessions/sessions.js';
import { finishDeletions } from './finish-deletions.js';
import { sweep, type SweepStep } from './sweep.js';
import { AddressQuestions } from './users/address-questions.js';
import { verifyCredentials, type EmailAndPassword } from './login/credentials.js';
import type { BuiltInRole } from './users/user.js';
import { Users } from './users/users.js';

/** The credentials that a caller presents. */
export type Credentials =
  | { readonly bearer: string }
  | { readonly email: string; readonly password: string }
  | { readonly signature: RequestSignature };

/** The union of the meters of all kinds, of all types of groups, and of members. */
export type MeterOf<
  Kinds extends KindDemands,
  Groups extends GroupTypes = typeof DEFAULT_GROUPS,
  MemberDemand extends Amounts = typeof DEFAULT_MEMBER_DEMAND,
> = KeysOf<DemandsOf<Kinds[keyof Kinds], Groups[keyof Groups], MemberDemand>>;

/** Returns the union of all demands. As a plain union, editors would show the options and not the meters. */
type DemandsOf<OfKind, Group, OfMember> = [OfKind] extends [never]
  ? never
  : OfKind | OfMember | (Group extends { readonly demand: infer OfGroup } ? OfGroup : never);

/** Returns the keys of each member of a union. Editors then show the meters, and not the type behind them. */
type KeysOf<Demands> = Demands extends unknown ? keyof Demands & string : never;

/** All commands and queries. */
export interface Commands<
  Kind extends string,
  Meter extends string,
  Role extends string,
  Action extends string,
  MemberRole extends string = string,
  GroupType extends string = string,
> {
  readonly users: Users<Role, Meter>;
  readonly groups: Groups<GroupType>;
  readonly members: Members<MemberRole>;
  readonly resources: Resources<Kind>;
  readonly quotas: Quotas<Meter>;
  readonly sessions: Sessions<Role>;
  readonly accessKeys: AccessKeys;
  readonly auditEvents: AuditEvents;
  readonly decisions: Decisions;

  /**
   * Returns what an administrator should know of first: who is over or near a limit, what was refused in the last 24
   * hours, the latest events and the last verification of the quotas. It reads a bounded number of rows.
   *
   * @throws `forbidden` unless the actor may list users and audit events, and read the quotas of the users shown
   *
   * @example
   * const { over, near } = await bailiwick.overview(admin);
   * console.log(over.items.map(({ email }) => email), near.more ? 'and others are near a limit' : '');
   */
  overview(actor: Actor): Promise<Overview<Role, Meter>>;

  /**
   * Returns who owners are: the email addresses of users and the names of groups, by id, for those that the actor may
   * read. A list of resources or audit events has only ids; one call names all owners on a page.
   *
   * @throws `invalid-request` for more than 200 ids
   *
   * @example
   * const { items } = await bailiwick.resources.list(admin);
   * const owners = await bailiwick.owners(admin, items.map(({ ownerId }) => ownerId));
   * for (const { name, ownerId } of items) console.log(name, owners.get(ownerId)?.name);
   */
  owners(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, NamedOwner>>;

  /**
   * Returns the actor behind a credential, from the state that is committed at the time of the call. Nothing about
   * authority is cached.
   *
   * A password is compared at every call, but not always hashed: see `PasswordMemo`. Passwords cannot be checked within
   * a host's transaction. A signature is valid for one call, even if the call fails later; signatures cannot be checked
   * within a transaction either, since a rollback would make them valid again.
   *
   * The audit events of the actor hold the request id of `client`.
   *
   * @throws `invalid-token`, `invalid-credentials`, `invalid-signature`, `too-many-attempts`, `overloaded`
   *
   * @example
   * const actor = await bailiwick.authenticate({ bearer: token }, { clientAddress });
   */
  authenticate(credentials: Credentials, client?: ClientContext): Promise<UserActor<Role>>;

  /**
   * Returns the actor that a new request with the same credential would get now, for work that takes long: an actor is a
   * snapshot, and reads do not notice when its authority ends. Nothing is compared or used up.
   *
   * @throws `invalid-token`, `invalid-credentials` or `invalid-signature` if the credential is gone
   *
   * @example
   * for await (const event of allItems((page) => bailiwick.auditEvents.list(actor, page))) {
   *   await bailiwick.renew(actor); // throws when the user may no longer log in
   *   console.log(event);
   * }
   */
  renew(actor: UserActor<Role>): Promise<UserActor<Role>>;

  /**
   * Returns the actor of a job or command line, which may do everything, is audited as `name` and bound by quotas.
   *
   * @example
   * await bailiwick.users.delete(bailiwick.system('cleanup'), ann.id);
   */
  system(name: string): SystemActor;

  /**
   * Returns the decision of the policy with all details, without doing or recording anything. It looks nothing up: the
   * roles of the actor in the groups that own the target are those that the target carries as `memberRoles`.
   *
   * @example
   * const { allowed, reason } = bailiwick.decide(actor, 'resource:delete', belongingTo(ann.id));
   */
  decide(actor: Actor, action: Action, target: Target<Kind>): Decision;

  /**
   * Returns for each target whether the policy allows the action on it, for instance to choose the buttons of a page. It
   * looks up the roles of the actor in the groups that own the targets, with one statement. Whoever may set the limits of
   * a group or move it is decided about above it: asked about `belongingTo` a group, it answers for the command on that
   * group. It accepts at most a thousand targets.
   *
   * @example
   * const { items } = await bailiwick.resources.list(actor);
   * const mayDelete = await bailiwick.can(actor, 'resource:delete', items);
   */
  can(actor: Actor, action: Action, targets: readonly Target<Kind>[]): Promise<readonly boolean[]>;

  /**
   * Asks the policy on behalf of the host's own routes and jobs. It resolves if the policy allows the action, and
   * otherwise records the refusal and throws the same errors as the library's own commands. It reads targets as `can` does.
   *
   * @throws `authentication-required`, `forbidden`, or `not-found` if the actor may not know of the target
   *
   * @example
   * await bailiwick.authorize(actor, 'resource:read', belongingTo(ann.id)); // throws unless allowed
   */
  authorize(actor: Actor, action: Action, target: Target<Kind>): Promise<void>;
}

/** All commands and queries, with what a host needs besides: its declarations, its transactions and maintenance. */
export interface Bailiwick<
  Kind extends string = string,
  Meter extends string = string,
  Role extends string = string,
  Action extends string = string,
  Transaction = never,
  MemberRole extends string = string,
  GroupType extends string = string,
> extends Commands<Kind, Meter, Role, Action, MemberRole, GroupType> {
  /** The declarations of the host. */
  readonly platform: Platform;
  readonly settings: Settings;

  /**
   * Returns the same commands within the host's own transaction: they commit or roll back with the host's rows. An
   * expected refusal leaves the transaction usable. A conflict is `transaction-conflict`, after which the host rolls
   * back and repeats the transaction. The audit events of refusals commit or roll back with the transaction, too.
   *
   * @example
   * await withTransaction(knex, async (trx) => {
   *   await bailiwick.within(trx).resources.create(actor, { kind: 'database', name: 'orders' });
   * });
   */
  within(transaction: Transaction): Commands<Kind, Meter, Role, Action, MemberRole, GroupType>;

  /**
   * Finishes deletions, as `finishDeletions` does, and deletes everything that has expired: sessions, nonces, login
   * attempts that no longer count, idempotency keys after 24 hours, and audit events after `settings.auditRetentionMs`.
   * Each small batch is a transaction of its own and is yielded when it is done, so that a caller can stop between two.
   * Any number of processes may sweep at once. Nothing expires by itself: call this about once an hour.
   *
   * @throws `storage-unavailable`, `refused-by-host` (at the end)
   *
   * @example
   * for await (const { swept, count } of bailiwick.sweep()) console.log(`${count} ${swept}`);
   */
  sweep(): AsyncGenerator<SweepStep, void, undefined>;

  /**
   * Finishes the deletions that `users.delete` has begun: a user with more than 1,000 resources is deleted in steps, so
   * that other callers need not wait. `sweep` does this too, but users keep their email address until they are gone, so
   * call this every few seconds. Nothing is lost when it stops between two steps.
   *
   * @throws `storage-unavailable`, and at the end `refused-by-host` if the host's rows still refer to one of the users
   * or their resources
   *
   * @example
   * for await (const { count } of bailiwick.finishDeletions()) console.log(count);
   */
  finishDeletions(): AsyncGenerator<SweepStep, void, undefined>;

  /**
   * Resolves if the storage answers. @throws `storage-unavailable`
   *
   * @example
   * await bailiwick.ping(); // throws `storage-unavailable` if the database does not answer
   */
  ping(): Promise<void>;
}

/**
 * Creates the library's commands. TypeScript infers kinds, meters, types of groups, roles, actions and the transaction type from
 * the options, so that a misspelt name does not compile.
 *
 * @throws {TypeError} if the options cannot work; the message says what would be right.
 *
 * @example
 * const bailiwick = createBailiwick({
 *   storage: memoryStorage(),
 *   passwordHasher: scryptHasher(),
 *   kinds: { database: { databases: 1, storageGiB: 20 } },
 * });
 */
export function createBailiwick<
  Transaction,
  const Kinds extends KindDemands = typeof DEFAULT_KINDS,
  const Role extends string = never,
  const Action extends string = never,
  const Attribute extends string = never,
  const MemberRole extends string = never,
  const Types extends GroupTypes = typeof DEFAULT_GROUPS,
  const MemberDemand extends Amounts = typeof DEFAULT_MEMBER_DEMAND,
>(
  options: BailiwickOptions<Transaction, Kinds, Role, Action, Attribute, MemberRole, Types, MemberDemand>,
): Bailiwick<
  keyof Kinds & string,
  MeterOf<Kinds, Types, MemberDemand>,
  BuiltInRole | Role,
  BuiltInAction | Action,
  Transaction,
  BuiltInMemberRole | MemberRole,
  keyof Types & string
> {
  checkOptions(options);
  const { storage, passwordHasher, clock = systemClock, random = systemRandom } = options;
  const {
    kinds = DEFAULT_KINDS,
    roles = [],
    groups = DEFAULT_GROUPS,
    memberRoles = [],
    memberDemand = DEFAULT_MEMBER_DEMAND,
  } = options;
  const platform = definePlatform({ kinds, roles, groups, memberRoles, memberDemand });
  const settings = checkedSettings(options.settings);
  const vocabulary = new Vocabulary(platform, options.actions, options.attributes);
  const shared: Omit<CommandContext, 'stores' | 'isWithin' | 'passwordVerifier' | 'addressQuestions'> = {
    policy: checkedPolicy(options.policy ?? platformPolicy, vocabulary),
    vocabulary,
    platform,
    passwordHasher,
    passwordBlocklist: options.passwordBlocklist ?? null,
    clock,
    random,
    ids: options.ids ?? uuidV7(clock, random),
    settings,
    onFault: options.onFault ?? (() => {}),
  };
  const throttle = options.loginThrottle ?? storage.loginThrottle;
  const addressQuestions = throttle === undefined ? null : new AddressQuestions(throttle, storage);
  const passwordVerifier = new PasswordVerifier({
    hasher: passwordHasher,
    guard: throttle === undefined ? null : new LoginGuard(throttle, storage, settings),
    users: storage.users,
    clock,
    random,
    onFault: shared.onFault,
  });
  return {
    ...wireCommands({ ...shared, stores: storage, isWithin: false, passwordVerifier, addressQuestions }),
    platform,
    settings,
    within: (transaction) =>
      wireCommands({
        ...shared,
        stores: storage.within(transaction),
        isWithin: true,
        passwordVerifier: null,
        addressQuestions: null,
      }),
    async *sweep() {
      yield* sweep({ stores: storage, loginThrottle: throttle ?? null, clock, settings });
      // This comes last, because a rule of the host may refuse it again and again.
      yield* finishDeletions({ stores: storage, clock, ids: shared.ids });
    },
    finishDeletions: () => finishDeletions({ stores: storage, clock, ids: shared.ids }),
    ping: () => storage.ping(),
  };
}

function wireCommands<
  Kind extends string,
  Meter extends string,
  Role extends string,
  Action extends string,
  MemberRole extends string,
  GroupType extends string,
>(context: CommandContext): Commands<Kind, Meter, Role, Action, MemberRole, GroupType> {
  const sessions = new Sessions<Role>(context);
  const accessKeys = new AccessKeys(context);
  return {
    users: withCheckedInputs<Users<Role, Meter>>(new Users(context), USER_INPUTS),
    groups: withCheckedInputs<Groups<GroupType>>(new Groups(context), GROUP_INPUTS),
    members: withCheckedInputs<Members<MemberRole>>(new Members(context), MEMBER_INPUTS),
    resources: withCheckedInputs<Resources<Kind>>(new Resources(context), RESOURCE_INPUTS),
    quotas: withCheckedInputs<Quotas<Meter>>(new Quotas(context), QUOTA_INPUTS),
    auditEvents: withCheckedInputs(new AuditEvents(context), AUDIT_EVENT_INPUTS),
    decisions: withCheckedInputs(new Decisions(context), DECISION_INPUTS),
    sessions: withCheckedInputs<Sessions<Role>>(sessions, SESSION_INPUTS),
    accessKeys: withCheckedInputs(accessKeys, ACCESS_KEY_INPUTS),
    ...withCheckedInputs(
      {
        authenticate(credentials: Credentials, client: ClientContext): Promise<UserActor<Role>> {
          if ('bearer' in credentials) return sessions.resume(credentials.bearer, client);
          const recognised =
            'signature' in credentials
              ? accessKeys.recognise(credentials.signature, client)
              : recognisePassword(context, credentials, client);
          return recognised as Promise<UserActor<Role>>;
        },
      },
      { authenticate: [input, optionsOf] },
    ),
    overview: (actor) => readOverview(context, actor) as Promise<Overview<Role, Meter>>,
    owners: async (actor, ids) => namedOwners(context, actor, ownerIds(ids)),
    async renew(actor) {
      groundsOf(actor);
      // The authority of a system actor never ends.
      if (actor.type !== 'user') return actor;
      const found = await findAgain(context, actor);
      if (found === null) throw goneCredentialError(actor.credential);
      return found as UserActor<Role>;
    },
    system: systemActor,
    decide(actor, action, target) {
      groundsOf(actor);
      return context.policy.decide(actor, hostAction(action), hostTarget(target));
    },
    async can(actor, action, targets) {
      groundsOf(actor);
      const asked = hostAction(action);
      const given = hostTargets(targets);
      return allowedWithMembers(context, actor, asked, await targetsOfHost(context, actor, asked, given));
    },
    async authorize(actor, action, target) {
      groundsOf(actor);
      const asked = hostAction(action);
      const subject = await subjectOfHost(context, actor, asked, hostTarget(target));
      await new Access(context).permit(actor, asked, subject);
    },
  };
}

async function recognisePassword(
  context: CommandContext,
  credentials: EmailAndPassword,
  client: ClientContext,
): Promise<UserActor> {
  const { found, settled } = await verifyCredentials(context, credentials, client);
  await settled;
  const { passwordVersion } = found;
  const requestId = requestIdOf(client);
  return userActor(found, { type: 'password' }, { confirmed: true, requestId, passwordVersion });
}

/** Checks at run time, for hosts in JavaScript, the names in a policy that the TypeScript compiler checks. */
function checkedPolicy(policy: Policy, vocabulary: Vocabulary): Policy {
  vocabulary.check(policy);
  return withDeclarations(definePolicy(policy, ...fixedRules), vocabulary);
}
