import type { NamedGroup } from './members/member.js';
import { DELETE_AT_ONCE_ROWS_MAX } from './limits.js';
import { describeMemberRoles, type Decision } from './policy/decision.js';
import { fits, type QuotaRefusal } from './quotas/quota.js';

/** This symbol is the same in every copy of this package that a process has loaded, of any release. */
const BRAND: unique symbol = Symbol.for('@bailiwick/core/error');

/**
 * The base of the library's errors. Each class has one stable `code`; `switch (error.code)` narrows a
 * {@link BailiwickError}. Messages are in English for people, contain no secret, no SQL and no driver text, and may
 * change; clients switch on `code`.
 *
 * `instanceof` compares the class by its name, which survives minifiers, so that it also recognises errors of
 * another copy of this package.
 */
abstract class CodedError<Code extends string> extends Error {
  abstract readonly code: Code;

  /** @internal */
  get [BRAND](): true {
    return true;
  }

  static override [Symbol.hasInstance](this: { readonly prototype: object }, value: unknown): boolean {
    const isOneOfOurs = Object.hasOwn(this.prototype, 'name');
    // No other copy of the package has a class that a host derives from one of ours.
    if (!isOneOfOurs) return Object.prototype.isPrototypeOf.call(this.prototype, value as object);
    return isBranded(value) && value.name === (this.prototype as Error).name;
  }
}

/** The command needs a credential, and the caller presented none. */
export class AuthenticationRequiredError extends CodedError<'authentication-required'> {
  readonly code = 'authentication-required';
  constructor(detail = 'This needs a credential: log in first, or send an email address and a password.') {
    super(detail);
  }
}

/** The email is unknown, the password is wrong, or the user is disabled; the answer is the same for all of them. */
export class InvalidCredentialsError extends CodedError<'invalid-credentials'> {
  readonly code = 'invalid-credentials';
  constructor() {
    super('The email address or the password is wrong, or the user is disabled.');
  }
}

/** There were too many wrong passwords. The error reveals nothing about the password or the account. */
export class TooManyAttemptsError extends CodedError<'too-many-attempts'> {
  readonly code = 'too-many-attempts';
  readonly retryAfterMs: number;
  constructor(
    retryAfterMs: number,
    detail = 'There were too many attempts with a wrong password: wait before the next one.',
  ) {
    super(detail);
    this.retryAfterMs = retryAfterMs;
  }
}

/** More passwords are waiting to be hashed than this process can hash in reasonable time. */
export class OverloadedError extends CodedError<'overloaded'> {
  readonly code = 'overloaded';
  /** An estimate of the time until there is room. */
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('The server is busy checking passwords: repeat in a moment.');
    this.retryAfterMs = retryAfterMs;
  }
}

/** The session token is unknown, expired or revoked, or its user is disabled. */
export class InvalidTokenError extends CodedError<'invalid-token'> {
  readonly code = 'invalid-token';
  constructor() {
    super('The session token is not valid: it is unknown, expired or revoked. Log in again.');
  }
}

/** The signature of a request is not valid; the error is the same for every reason. */
export class InvalidSignatureError extends CodedError<'invalid-signature'> {
  readonly code = 'invalid-signature';
  constructor() {
    super(
      'The signature is not valid: it does not fit the request, is too old or was used before, or its key is unknown, expired or revoked.',
    );
  }
}

/** The actor may see the target, but may not do this to it. */
export class ForbiddenError extends CodedError<'forbidden'> {
  readonly code = 'forbidden';
  readonly action: string;
  readonly decision: Decision;
  constructor(action: string, decision: Decision) {
    const roles = decision.allowed ? undefined : decision.memberRoles;
    const lacking = roles === undefined ? '' : ` (${describeMemberRoles(roles)})`;
    super(`The policy does not allow ${action}: ${decision.reason}${lacking}.`);
    this.action = action;
    this.decision = decision;
  }
}

/** The action is sensitive: the actor may do it after confirming the password. */
export class ConfirmationRequiredError extends CodedError<'confirmation-required'> {
  readonly code = 'confirmation-required';
  readonly action: string;
  constructor(action: string) {
    super(`This needs your password again: confirm with it, and repeat ${action} within ten minutes.`);
    this.action = action;
  }
}

/** The credential of the request is valid, but the password that should confirm the action is wrong. */
export class ConfirmationFailedError extends CodedError<'confirmation-failed'> {
  readonly code = 'confirmation-failed';
  constructor() {
    super('The current password is wrong: nothing was changed.');
  }
}

/**
 * The demand did not fit. `quotas` holds the figures of that instant, one entry for each demanded meter. On the path of
 * a group there is an entry for each level and meter; those of a level that the actor may not see are left out, or
 * named "above" if they lacked room.
 */
export class QuotaExceededError extends CodedError<'quota-exceeded'> {
  readonly code = 'quota-exceeded';
  readonly quotas: readonly QuotaRefusal[];
  constructor(quotas: readonly QuotaRefusal[]) {
    super(
      `The quota does not allow it (${quotas.flatMap(sentenceOf).join('; ')}): delete something first, or ask for a higher limit.`,
    );
    this.quotas = quotas;
  }
}

function sentenceOf(quota: QuotaRefusal): string[] {
  if (quota.owner === 'above') return [`${quota.meter}: no room above, ${quota.requested} more requested`];
  if (fits(quota)) return [];
  const { meter, limit, used, requested, owner } = quota;
  const level = owner === undefined ? '' : ` in ${owner.name}`;
  return [`${meter}: ${used} of ${limit} used${level}, ${requested} more requested`];
}

/** The target does not exist, or the actor may not see it; the answer is the same for both. */
export class NotFoundError extends CodedError<'not-found'> {
  readonly code = 'not-found';
  constructor(what: string, advice = '') {
    super(`There is no such ${what}. ${advice}`.trim());
  }
}

export class EmailTakenError extends CodedError<'email-taken'> {
  readonly code = 'email-taken';
  constructor() {
    super('Another user has this email address: choose another one.');
  }
}

export class LastAdminError extends CodedError<'last-admin'> {
  readonly code = 'last-admin';
  constructor() {
    super('This is the last active administrator: make another one first.');
  }
}

/**
 * The user is the last active owner of a group. `groups` names those groups that the actor may see; there can be others.
 */
export class LastOwnerError extends CodedError<'last-owner'> {
  readonly code = 'last-owner';
  readonly groups: readonly NamedGroup[];
  constructor(groups: readonly NamedGroup[]) {
    const names = groups.map(({ name }) => `"${name}"`).join(', ');
    const of = names === '' ? 'a group' : names;
    super(`This is the last active owner of ${of}: make another member an owner first.`);
    this.groups = groups;
  }
}

/** There are groups in the group: it can be deleted when they are gone. */
export class NotEmptyError extends CodedError<'not-empty'> {
  readonly code = 'not-empty';
  constructor() {
    super('There are groups in this group: delete or move them first.');
  }
}

/**
 * The owner cannot be deleted with `resources: 'refuse'` while it owns `count` resources. They are counted up to 1,001,
 * which stands for more than 1,000.
 */
export class OwnsResourcesError extends CodedError<'owns-resources'> {
  readonly code = 'owns-resources';
  readonly count: number;
  constructor(count: number, owner: 'user' | 'group' = 'user') {
    const isMore = count > DELETE_AT_ONCE_ROWS_MAX;
    const number = isMore ? `more than ${DELETE_AT_ONCE_ROWS_MAX}` : String(count);
    const what = count === 1 ? '1 resource' : `${number} resources`;
    const them = count === 1 ? 'it' : 'them';
    super(`The ${owner} still owns ${what}: delete ${them} first${OTHERWISE[owner]}.`);
    this.count = count;
  }
}

const OTHERWISE = {
  user: ', or delete the user with the option resources=delete or resources=transfer',
  group: ', or delete the group with the option resources=delete',
};

/**
 * A rule that the host has added to the library's tables refuses the command: a foreign key to a row that the command
 * deletes, a unique index, a check, a trigger. Nothing was done; `cause` names the rule. In PostgreSQL, a host's
 * transaction has failed with it and can only be rolled back.
 */
export class RefusedByHostError extends CodedError<'refused-by-host'> {
  readonly code = 'refused-by-host';
  constructor(options?: ErrorOptions) {
    super(
      'A rule of this service refuses this: other data may still refer to it, or have the same value.',
      options,
    );
  }
}

/**
 * One problem of a request: its position (a JSON pointer of RFC 6901, `?name` for a query parameter, or the name of a
 * header), and a sentence that says what would be right.
 */
export interface Violation {
  readonly pointer: string;
  readonly detail: string;
}

/** The request is well-formed but not valid. */
export class InvalidRequestError extends CodedError<'invalid-request'> {
  readonly code = 'invalid-request';
  readonly errors: readonly Violation[];
  constructor(errors: readonly Violation[]) {
    super(errors.map((error) => `${error.pointer || 'request'}: ${error.detail}`).join(' '));
    this.errors = errors;
  }
}

/** The request is not well-formed: the library did not make its cursor, or its credential cannot be read. */
export class MalformedRequestError extends CodedError<'malformed-request'> {
  readonly code = 'malformed-request';
}

/** The target has changed since the caller read it. */
export class PreconditionFailedError extends CodedError<'precondition-failed'> {
  readonly code = 'precondition-failed';
  constructor(message = 'It was changed since you read it: read it again and repeat.') {
    super(message);
  }
}

/** The idempotency key was used with another payload before. */
export class IdempotencyKeyReusedError extends CodedError<'idempotency-key-reused'> {
  readonly code = 'idempotency-key-reused';
  constructor() {
    super('This idempotency key was used before for another request: use a new one.');
  }
}

/** A host's transaction conflicts with another one: roll back and repeat the whole transaction. */
export class TransactionConflictError extends CodedError<'transaction-conflict'> {
  readonly code = 'transaction-conflict';
  constructor(options?: ErrorOptions) {
    super('The transaction conflicts with another one: roll back and repeat it.', options);
  }
}

/** The storage cannot answer in time. Nothing was half done; `cause` is for the log. */
export class StorageUnavailableError extends CodedError<'storage-unavailable'> {
  readonly code = 'storage-unavailable';
  constructor(options?: ErrorOptions) {
    super('Storage is not available right now: repeat in a moment.', options);
  }
}

/** All error classes by their names in the code, since minifiers change the `name` of classes. */
const CLASSES = {
  AuthenticationRequiredError,
  InvalidCredentialsError,
  TooManyAttemptsError,
  OverloadedError,
  InvalidTokenError,
  InvalidSignatureError,
  ForbiddenError,
  ConfirmationRequiredError,
  ConfirmationFailedError,
  QuotaExceededError,
  NotFoundError,
  EmailTakenError,
  LastAdminError,
  LastOwnerError,
  NotEmptyError,
  OwnsResourcesError,
  RefusedByHostError,
  InvalidRequestError,
  MalformedRequestError,
  PreconditionFailedError,
  IdempotencyKeyReusedError,
  TransactionConflictError,
  StorageUnavailableError,
};

for (const [name, { prototype }] of Object.entries(CLASSES)) {
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
}

/** The closed union of all errors, so that a `switch` over `code` can be exhaustive. */
export type BailiwickError = InstanceType<(typeof CLASSES)[keyof typeof CLASSES]>;

export type ErrorCode = BailiwickError['code'];

/**
 * Is this an error of the library? Errors of other copies of this package are, too.
 *
 * @example
 * try {
 *   await bailiwick.resources.create(actor, { kind: 'database', name: 'orders' });
 * } catch (error) {
 *   if (!isBailiwickError(error) || error.code !== 'quota-exceeded') throw error;
 *   console.log(error.quotas);
 * }
 */
export function isBailiwickError(error: unknown): error is BailiwickError {
  return isBranded(error);
}

function isBranded(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && BRAND in value;
}
