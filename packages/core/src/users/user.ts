import type { UserId } from '../ids.js';
import { EMAIL_LENGTH_MAX, EMAIL_LOCAL_LENGTH_MAX } from '../limits.js';
import { textProblem, type Problem } from '../commands/problems.js';

/** The statuses that a command can set. */
export type SettableUserStatus = 'active' | 'disabled';
export const SETTABLE_USER_STATUSES: readonly SettableUserStatus[] = ['active', 'disabled'];

/**
 * `deleting`: a deletion of several steps has begun. Such a user can be read, with their quotas, listed and deleted, but
 * is gone for every other command, and so is what they own.
 */
export type UserStatus = SettableUserStatus | 'deleting';
export const USER_STATUSES: readonly UserStatus[] = [...SETTABLE_USER_STATUSES, 'deleting'];

/** The roles that always exist; a host can declare more. */
export type BuiltInRole = 'user' | 'admin';
export const BUILT_IN_ROLES: readonly BuiltInRole[] = ['user', 'admin'];

/** The role of users without another role. */
export const ORDINARY_ROLE: BuiltInRole = 'user';

export function isOrdinary(role: string): boolean {
  return role === ORDINARY_ROLE;
}

/** An identity with an email address and a password. */
export interface User<Role extends string = string> {
  readonly id: UserId;
  /** The address as it was given; its {@link emailKey} must be unique. */
  readonly email: string;
  /** The role. If the host no longer declares it, it is none of `Role` until an administrator changes it. */
  readonly role: Role;
  readonly status: UserStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The members that identify a version of a user. */
export type UserVersion = Pick<User, 'email' | 'role' | 'status' | 'updatedAt'>;

/**
 * Is the user still of the version that a caller has read?
 *
 * @example
 * const read = await bailiwick.users.get(admin, ann.id);
 * const isUnchanged = isOfVersion(await bailiwick.users.get(admin, ann.id), read);
 */
export function isOfVersion(user: UserVersion, read: UserVersion): boolean {
  return (
    user.email === read.email &&
    user.role === read.role &&
    user.status === read.status &&
    user.updatedAt.getTime() === read.updatedAt.getTime()
  );
}

/**
 * Does this user count as an administrator for the rule that there is always one?
 *
 * @example
 * const user = await bailiwick.users.get(admin, ann.id);
 * if (isActiveAdmin(user)) console.log('an administrator');
 */
export function isActiveAdmin(user: Pick<User, 'role' | 'status'>): boolean {
  return user.role === 'admin' && user.status === 'active';
}

const LOCAL_PART = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+$/i;
const DOMAIN_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
// These characters could end the host in the URL that is parsed below.
const NOT_IN_DOMAIN = /[\s/?#@:%[\]\\]/;

/**
 * Returns the canonical form of an email address, which must be unique: the local part in ASCII lower case, and the
 * domain in lower case and in its ASCII (IDNA) form. `null` if the address is not accepted.
 *
 * It is computed here and never in SQL: SQLite folds only ASCII, PostgreSQL folds by locale, and `toLowerCase` alone
 * turns the Kelvin sign into a `k`, which has allowed attackers to take over accounts of other services.
 *
 * @example
 * console.log(emailKey('Ann@Example.com') === emailKey('ann@example.com')); // true
 */
export function emailKey(email: string): string | null {
  if (typeof email !== 'string' || email.length > EMAIL_LENGTH_MAX) return null;
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  if (at < 1 || local.length > EMAIL_LOCAL_LENGTH_MAX || !LOCAL_PART.test(local)) return null;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null;
  const domain = asciiDomain(email.slice(at + 1));
  if (domain === null) return null;
  const key = `${local.toLowerCase()}@${domain}`;
  return key.length > EMAIL_LENGTH_MAX ? null : key;
}

/**
 * Returns the canonical form of what an email address begins with, so that the {@link emailKey} of every address that
 * begins so begins with it; `null` if no address does. A name of a domain that is not ASCII must be complete, since its
 * ASCII form does not begin with that of its beginning.
 *
 * @example
 * console.log(emailKeyPrefix('Ann@Exa')); // ann@exa
 */
export function emailKeyPrefix(text: string): string | null {
  const at = text.indexOf('@');
  const local = at === -1 ? text : text.slice(0, at);
  if (!LOCAL_PART.test(local)) return null;
  if (at === -1) return local.toLowerCase();
  const domain = text.slice(at + 1);
  if (NOT_IN_DOMAIN.test(domain) || !domain.isWellFormed()) return null;
  const host = isAscii(domain) ? domain.toLowerCase() : idnaHost(domain);
  return host === null ? null : `${local.toLowerCase()}@${host}`;
}

/**
 * @example
 * console.log(emailPrefixProblem('')); // says what would be right; `null` if nothing is wrong
 */
export function emailPrefixProblem(value: unknown): Problem {
  return textProblem(value, 1, EMAIL_LENGTH_MAX);
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the range is "ASCII", control characters included
  return /^[\x00-\x7f]*$/.test(text);
}

function asciiDomain(domain: string): string | null {
  if (NOT_IN_DOMAIN.test(domain) || !domain.isWellFormed()) return null;
  const host = isAscii(domain) ? domain.toLowerCase() : idnaHost(domain);
  if (host === null) return null;
  const labels = host.split('.');
  // A last label of digits would make the domain an IPv4 address.
  const isName = labels.length > 1 && !/^[0-9]+$/.test(labels.at(-1) ?? '');
  return isName && labels.every((label) => DOMAIN_LABEL.test(label)) ? host : null;
}

/** Converts a domain to Punycode with the URL parser of the platform. A domain that folds to plain ASCII is refused. */
function idnaHost(domain: string): string | null {
  if (!URL.canParse(`http://${domain}`)) return null;
  const host = new URL(`http://${domain}`).hostname;
  return host.split('.').some((label) => label.startsWith('xn--')) ? host : null;
}

/**
 * @example
 * console.log(emailProblem('ann')); // says what would be right; `null` if nothing is wrong
 */
export function emailProblem(value: unknown): Problem {
  const accepted = typeof value === 'string' && emailKey(value) !== null;
  return accepted
    ? null
    : `must be an email address like "name@example.com", at most ${EMAIL_LENGTH_MAX} characters, and ${EMAIL_LOCAL_LENGTH_MAX} before the @.`;
}

/** Returns an address that `emailProblem` has accepted, with its key. */
export function emailAndKey(email: string): { email: string; emailKey: string } {
  const key = emailKey(email);
  if (key === null) throw new TypeError('The email address was not checked.');
  return { email, emailKey: key };
}
