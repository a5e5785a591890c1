import type { AccessKeyId, SessionId, UserId } from '../ids.js';
import type { Attributes } from '../policy/action.js';
import type { UserStatus } from '../users/user.js';

declare const actorBrand: unique symbol;

/** How a user proved who they are, for this request. */
export type ActorCredential =
  | { readonly type: 'password' }
  | { readonly type: 'session'; readonly sessionId: SessionId }
  | { readonly type: 'access-key'; readonly accessKeyId: AccessKeyId };

/** A user, as they were when the request authenticated. */
export interface UserActor {
  readonly type: 'user';
  readonly id: UserId;
  readonly role: string;
  readonly status: UserStatus;
  readonly credential: ActorCredential;
  /** What the host added with {@link withAttributes}. */
  readonly attributes?: Attributes;
  readonly [actorBrand]: true;
}

/** The service itself: a job, a command line. It may do everything, is audited, and is bound by quotas. */
export interface SystemActor {
  readonly type: 'system';
  readonly name: string;
  readonly attributes?: Attributes;
  readonly [actorBrand]: true;
}

/** Nobody yet. */
export interface AnonymousActor {
  readonly type: 'anonymous';
  readonly [actorBrand]: true;
}

/**
 * Who performs a command: a snapshot for one request or job. The type is branded: actors come from
 * `authenticate`, `logIn`, `system` and `anonymous`, and from `@bailiwick/core/testing` in tests.
 */
export type Actor = UserActor | SystemActor | AnonymousActor;

type Unbranded<T> = Omit<T, typeof actorBrand>;

export function userActor(
  user: { readonly id: UserId; readonly role: string; readonly status: UserStatus },
  credential: ActorCredential,
): UserActor {
  const { id, role, status } = user;
  const actor: Unbranded<UserActor> = { type: 'user', id, role, status, credential };
  return Object.freeze(actor) as UserActor;
}

export function systemActor(name: string): SystemActor {
  const actor: Unbranded<SystemActor> = { type: 'system', name };
  return Object.freeze(actor) as SystemActor;
}

export const anonymous: AnonymousActor = Object.freeze<Unbranded<AnonymousActor>>({
  type: 'anonymous',
}) as AnonymousActor;

/**
 * The same actor with attributes that only the host knows (a region, a plan), for the policy to compare.
 * Like everything about an actor they are a snapshot for one request.
 */
export function withAttributes<A extends UserActor | SystemActor>(actor: A, attributes: Attributes): A {
  const added: A = { ...actor, attributes: Object.freeze({ ...attributes }) };
  return Object.freeze(added);
}
