import { AccessKeys } from './access-keys/access-keys.js';
import type { RequestSignature } from './access-keys/request-signature.js';
import { Access, hostSubject } from './commands/authorize.js';
import { groundsOf, systemActor, userActor, type Actor, type SystemActor, type UserActor } from './actor.js';
import { AuditEvents } from './audit/audit-events.js';
import { requestIdOf } from './login/client-origin.js';
import { systemClock } from './clock.js';
import { uuidV7 } from './ids.js';
import {
  ACCESS_KEY_INPUTS,
  AUDIT_EVENT_INPUTS,
  hostAction,
  hostTarget,
  hostTargets,
  input,
  options as optionsOf,
  QUOTA_INPUTS,
  RESOURCE_INPUTS,
  SESSION_INPUTS,
  USER_INPUTS,
  withCheckedInputs,
} from './commands/checked-inputs.js';
import { checkOptions, type BailiwickOptions } from './options.js';
import { checkedSettings, type Settings } from './settings.js';
import type { Kernel } from './commands/context.js';
import type { ClientContext } from './login/client-address.js';
import { LoginGuard } from './login/login-guard.js';
import { PasswordVerifier } from './login/password-verifier.js';
import { DEFAULT_KINDS, definePlatform, type KindDemands, type Platform } from './platform.js';
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
import { verifyCredentials } from './login/credentials.js';
import type { BuiltInRole } from './users/user.js';
import { Users } from './users/users.js';

/** What a caller presents. */
export type Credentials =
  | { readonly bearer: string }
  | { readonly email: string; readonly password: string }
  | { readonly signature: RequestSignature };

/** Every meter that some kind demands. */
export type MeterOf<Kinds extends KindDemands> = { [K in keyof Kinds]: keyof Kinds[K] & string }[keyof Kinds];

/** All commands and queries. */
export interface Commands<
  Kind extends string,
  Meter extends string,
  Role extends string,
  Action extends string,
> {
  readonly users: Users<Role, Meter>;
  readonly resources: Resources<Kind>;
  readonly quotas: Quotas<Meter>;
  readonly sessions: Sessions<Role>;
  readonly accessKeys: AccessKeys;
  readonly auditEvents: AuditEvents;

  /**
   * The actor behind a credential, from the state as committed when this is called: nothing about
   * authority is cached.
   *
   * A password is compared at every call, but not always hashed: see `PasswordMemo`. Passwords are not
   * checked within a host's transaction. A signature is good for one call, also if the call fails later;
   * it is not checked there either, since a rollback would make it good again.
   *
   * The audit events of the actor name the request of `client`.
   *
   * @throws `invalid-token`, `invalid-credentials`, `invalid-signature`, `too-many-attempts`, `overloaded`
   */
  authenticate(credentials: Credentials, client?: ClientContext): Promise<UserActor<Role>>;

  /** The actor for jobs and command lines: may do everything, is audited under `name`, is bound by quotas. */
  system(name: string): SystemActor;

  /** What the policy says, in the full view, without doing anything. */
  decide(actor: Actor, action: Action, target: Target<Kind>): Decision;

  /**
   * For each target, whether {@link decide} allows the action on it: what a page needs to know which buttons to show. A
   * thousand targets at most.
   *
   * @example
   * const { items } = await bailiwick.resources.list(actor);
   * const mayDelete = bailiwick.can(actor, 'resource:delete', items);
   */
  can(actor: Actor, action: Action, targets: readonly Target<Kind>[]): readonly boolean[];

  /**
   * Asks the policy on behalf of the host's own routes and jobs: resolves when it allows, and otherwise
   * records the refusal and throws what the library's own commands would throw.
   *
   * @throws `authentication-required`, `forbidden`, or `not-found` to who may not know of the target
   */
  authorize(actor: Actor, action: Action, target: Target<Kind>): Promise<void>;
}

export interface Bailiwick<
  Kind extends string = string,
  Meter extends string = string,
  Role extends string = string,
  Action extends string = string,
  Transaction = never,
> extends Commands<Kind, Meter, Role, Action> {
  /** What the host declared. */
  readonly platform: Platform;
  readonly settings: Settings;

  /**
   * The same commands, within the host's own transaction: they commit or roll back with the host's rows.
   * An expected refusal leaves the transaction usable; a conflict is `transaction-conflict`, for the host
   * to roll back and repeat. The record of a refusal shares the transaction's fate.
   */
  within(transaction: Transaction): Commands<Kind, Meter, Role, Action>;

  /**
   * Finishes deletions, as `finishDeletions` does, and deletes what is past its time: expired sessions, nonces and login attempts that count no more, idempotency
   * keys after 24 hours, and audit events after `settings.auditRetentionMs`. Each small batch is a transaction of its own and is yielded when it is done,
   * so that a caller can stop between two. Any number of processes may sweep at once. Nothing is deleted
   * unless somebody calls this: do so every hour or so.
   *
   * @throws `storage-unavailable`, `refused-by-host` (at the end)
   *
   * @example
   * for await (const { swept, count } of bailiwick.sweep()) console.log(`${count} ${swept}`);
   */
  sweep(): AsyncGenerator<SweepStep, void, undefined>;

  /**
   * Finishes the deletions that `users.delete` has begun: a user with more than 1,000 resources is deleted in steps,
   * so that nobody else has to wait. `sweep` does it, too, but a user who is being deleted keeps the email address
   * until then: call this every few seconds. Nothing is lost when it stops between two steps.
   *
   * @throws `storage-unavailable`, and at the end `refused-by-host`, when the host still refers to something of one of them
   */
  finishDeletions(): AsyncGenerator<SweepStep, void, undefined>;

  /** Resolves when the storage answers. @throws `storage-unavailable` */
  ping(): Promise<void>;
}

/**
 * Wires the library. Kinds, meters, roles, actions and the transaction type are inferred from the
 * options, so that a misspelt one does not compile.
 *
 * @throws {TypeError} options that cannot work; the message says what would be right.
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
>(
  options: BailiwickOptions<Transaction, Kinds, Role, Action, Attribute>,
): Bailiwick<keyof Kinds & string, MeterOf<Kinds>, BuiltInRole | Role, BuiltInAction | Action, Transaction> {
  checkOptions(options);
  const { storage, passwordHasher, clock = systemClock, random = systemRandom } = options;
  const platform = definePlatform(options.kinds ?? DEFAULT_KINDS, options.roles ?? []);
  const settings = checkedSettings(options.settings);
  const shared: Omit<Kernel, 'stores' | 'isWithin' | 'passwordVerifier' | 'addressQuestions'> = {
    policy: checkedPolicy(
      options.policy ?? platformPolicy,
      new Vocabulary(platform, options.actions, options.attributes),
    ),
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
      // Comes last: a rule of the host's own may refuse it, again and again.
      yield* finishDeletions({ stores: storage, clock, ids: shared.ids });
    },
    finishDeletions: () => finishDeletions({ stores: storage, clock, ids: shared.ids }),
    ping: () => storage.ping(),
  };
}

function wireCommands<Kind extends string, Meter extends string, Role extends string, Action extends string>(
  kernel: Kernel,
): Commands<Kind, Meter, Role, Action> {
  const sessions = withCheckedInputs<Sessions<Role>>(new Sessions(kernel), SESSION_INPUTS);
  const accessKeys = withCheckedInputs(new AccessKeys(kernel), ACCESS_KEY_INPUTS);
  return {
    users: withCheckedInputs<Users<Role, Meter>>(new Users(kernel), USER_INPUTS),
    resources: withCheckedInputs<Resources<Kind>>(new Resources(kernel), RESOURCE_INPUTS),
    quotas: withCheckedInputs<Quotas<Meter>>(new Quotas(kernel), QUOTA_INPUTS),
    auditEvents: withCheckedInputs(new AuditEvents(kernel), AUDIT_EVENT_INPUTS),
    sessions,
    accessKeys,
    async authenticate(given, context) {
      const credentials = input(given) as Credentials;
      const client = optionsOf(context) as ClientContext;
      if ('bearer' in credentials) return sessions.resume(credentials.bearer, client);
      if ('signature' in credentials)
        return (await accessKeys.recognise(credentials.signature, client)) as UserActor<Role>;
      const { found, settled } = await verifyCredentials(kernel, credentials, client);
      await settled;
      const { passwordVersion } = found;
      const requestId = requestIdOf(client);
      return userActor(
        found,
        { type: 'password' },
        { confirmed: true, requestId, passwordVersion },
      ) as UserActor<Role>;
    },
    system: systemActor,
    decide(actor, action, target) {
      groundsOf(actor);
      return kernel.policy.decide(actor, hostAction(action), hostTarget(target));
    },
    can(actor, action, targets) {
      groundsOf(actor);
      const asked = hostAction(action);
      return hostTargets(targets).map((target) => kernel.policy.decide(actor, asked, target).allowed);
    },
    async authorize(actor, action, target) {
      await new Access(kernel).permit(actor, hostAction(action), hostSubject(hostTarget(target)));
    },
  };
}

/** What the compiler says of a policy in TypeScript, everybody else is told when the library is wired. */
function checkedPolicy(policy: Policy, vocabulary: Vocabulary): Policy {
  vocabulary.check(policy);
  return withDeclarations(definePolicy(policy, ...fixedRules), vocabulary);
}
