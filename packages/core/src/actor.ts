import type { Authority } from './commands/authority.js';
import { requestIdOf } from './login/client-origin.js';
import { AuthenticationRequiredError } from './errors.js';
import { textProblem } from './commands/problems.js';
import { AUDIT_TEXT_LENGTH_MAX } from './limits.js';
import type { AccessKeyId, SessionId, UserId } from './ids.js';
import type { ClientContext } from './login/client-address.js';
import type { Attributes } from './policy/action.js';
import { oneForAllCopies } from './one-for-all-copies.js';
import type { User, UserStatus } from './users/user.js';

declare const actorBrand: unique symbol;

/** The credential that the user of this request authenticated with. */
export type ActorCredential =
  | { readonly type: 'password' }
  | { readonly type: 'session'; readonly sessionId: SessionId }
  | { readonly type: 'access-key'; readonly accessKeyId: AccessKeyId };

/** A user, as of the time when the request authenticated. */
export interface UserActor<Role extends string = string> {
  readonly type: 'user';
  readonly id: UserId;
  readonly role: Role;
  readonly status: UserStatus;
  readonly credential: ActorCredential;
  /** Was the password given within the last ten minutes? Access keys cannot confirm anything. */
  readonly confirmed: boolean;
  /** The attributes that the host added with {@link withAttributes}. */
  readonly attributes?: Attributes;
  readonly [actorBrand]: true;
}

/** The service itself, as a job or a command line. It may do everything, but it is audited and bound by quotas. */
export interface SystemActor {
  readonly type: 'system';
  readonly name: string;
  readonly attributes?: Attributes;
  readonly [actorBrand]: true;
}

/** The actor of a request without a credential. */
export interface AnonymousActor {
  readonly type: 'anonymous';
  readonly [actorBrand]: true;
}

/**
 * The performer of a command: a snapshot for one request or job. Actors come from `authenticate`, `logIn`, `system`
 * and `anonymous`, and from `@bailiwick/core/testing` in tests, also of another copy of this package in the process. Any
 * other object, such as a copy or JSON from a queue, is refused with `authentication-required`.
 */
export type Actor = UserActor | SystemActor | AnonymousActor;

type Unbranded<T> = Omit<T, typeof actorBrand>;

/** The facts about an actor that the policy does not see. */
export interface ActorGrounds {
  /** The authority of the user; `null` for actors whose authority cannot be revoked. */
  readonly authority: Authority | null;
  /** The version of the password, for actors that authenticated with one. */
  readonly passwordVersion: number | null;
  /** The id of the request that the actor was made for; `null` if the host gave none. */
  readonly requestId: string | null;
}

const NO_GROUNDS: ActorGrounds = { authority: null, passwordVersion: null, requestId: null };

/** As a constructor it returns the given object, so that a subclass adds its private fields to that object. */
function given(object: object): object {
  return object;
}

/**
 * Marks every actor that this library has made, so that no other object is accepted as one: other code can neither add
 * nor copy a private field. A WeakMap would do the same, but costs a microsecond for each actor.
 */
class Genuine extends (given as unknown as new (object: object) => object) {
  readonly #grounds: ActorGrounds;

  constructor(actor: object, grounds: ActorGrounds) {
    super(actor);
    this.#grounds = grounds;
  }

  static groundsOf(actor: unknown): ActorGrounds | null {
    return typeof actor === 'object' && actor !== null && #grounds in actor ? actor.#grounds : null;
  }
}

type FindGrounds = (actor: unknown) => ActorGrounds | null;

/**
 * How each copy of this package recognises the actors that it has made, so that the host's copy accepts those of an
 * adapter's. A brand on each actor, as errors have it, would also be true of a proxy of an actor, which could claim
 * another role. A release that changes what actors or their grounds consist of takes another name.
 */
const recognisers = oneForAllCopies('actors', () => new Set<FindGrounds>());
recognisers.add((actor) => Genuine.groundsOf(actor));

function findGrounds(actor: unknown): ActorGrounds | null {
  const own = Genuine.groundsOf(actor);
  if (own !== null) return own;
  for (const recognise of recognisers) {
    const found = recognise(actor);
    if (found !== null) return found;
  }
  return null;
}

function genuine<A extends Actor>(actor: Unbranded<A>, grounds: ActorGrounds): A {
  return Object.freeze(new Genuine(actor, grounds)) as unknown as A;
}

/** A user and their authority version, read together. */
export interface UserWithAuthority {
  readonly user: User;
  readonly authorityVersion: number;
}

export function userActor(
  { user, authorityVersion }: UserWithAuthority,
  credential: ActorCredential,
  {
    confirmed,
    requestId,
    passwordVersion = null,
  }: Pick<ActorGrounds, 'requestId'> & { confirmed: boolean; passwordVersion?: number | null },
): UserActor {
  const { id, role, status } = user;
  const authority = { userId: id, version: authorityVersion };
  const actor = { type: 'user', id, role, status, credential, confirmed } as const;
  return genuine<UserActor>(actor, { authority, passwordVersion, requestId });
}

/** Makes an actor for a policy to decide about, without a stored user. */
export function imaginedActor(actor: Omit<Unbranded<UserActor>, 'type'>): UserActor {
  return genuine<UserActor>({ type: 'user', ...actor }, NO_GROUNDS);
}

/** Returns the actor as it would be after confirming the password; `null` if there is nothing to confirm. */
export function confirmedActor(actor: Actor): UserActor | null {
  if (actor.type !== 'user' || actor.confirmed) return null;
  return genuine<UserActor>({ ...actor, confirmed: true }, groundsOf(actor));
}

/** @throws {TypeError} for a name that cannot be written into the audit log. */
export function systemActor(name: string): SystemActor {
  const problem = textProblem(name, 1, AUDIT_TEXT_LENGTH_MAX);
  if (problem !== null) throw new TypeError(`The name of a system actor ${problem}`);
  return genuine<SystemActor>({ type: 'system', name }, NO_GROUNDS);
}

export const anonymous: AnonymousActor = genuine<AnonymousActor>({ type: 'anonymous' }, NO_GROUNDS);

/**
 * Makes an anonymous actor of a request, whose id is recorded with the commands that a policy allows to anyone.
 *
 * @example
 * await bailiwick.resources.list(anonymousFrom({ requestId: 'a7' })); // `authentication-required`, with the request id
 */
export function anonymousFrom(client: ClientContext): AnonymousActor {
  const requestId = requestIdOf(client);
  return requestId === null
    ? anonymous
    : genuine<AnonymousActor>({ type: 'anonymous' }, { ...NO_GROUNDS, requestId });
}

/**
 * Returns the actor with attributes that only the host knows (a region, a plan), for the policy to compare. Like
 * everything about an actor, they are a snapshot for one request.
 *
 * @throws `authentication-required` for an object that is no actor
 *
 * @example
 * const withTeam = withAttributes(actor, { team: 'billing' });
 * await bailiwick.resources.list(withTeam);
 */
export function withAttributes<A extends UserActor | SystemActor>(actor: A, attributes: Attributes): A {
  const rests = groundsOf(actor);
  return genuine<A>({ ...actor, attributes: Object.freeze({ ...attributes }) }, rests);
}

/** @throws `authentication-required` for an object that is no actor */
export function groundsOf(actor: Actor): ActorGrounds {
  const found = findGrounds(actor);
  if (found !== null) return found;
  throw new AuthenticationRequiredError(
    'This is not an actor: actors come from authenticate, logIn, system and anonymous, and copies are not accepted.',
  );
}
