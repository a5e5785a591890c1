import {
  accessKeyNameProblem,
  emailProblem,
  identifierProblem,
  idempotencyKeyProblem,
  limitProblem,
  limits,
  oneOfProblem,
  pageSizeProblem,
  passwordProblem,
  publicKeyProblem,
  resourceNameProblem,
  TEXT_PATTERN,
  SETTABLE_USER_STATUSES,
  USER_STATUSES,
  type Platform,
  type Problem,
  type Settings,
  type SettableUserStatus,
  type UserStatus,
} from '@bailiwick/core';
import { closedObject } from './closed-object.js';
import { readIdempotencyKey } from '../request/idempotency-key.js';
import { checkedBy } from './checked-by.js';
import { timeProblem } from './time.js';

/** Every field that a request can have. The rules are those of the core; this file gives them their names. */

export const email = checkedBy<string>(emailProblem, {
  type: 'string',
  // Domains may be international (RFC 6531): `email` would promise ASCII.
  format: 'idn-email',
  maxLength: limits.EMAIL_LENGTH_MAX,
});

/** A password that is compared, never set: it says nothing of how long passwords are today. */
export const passwordToCheck = checkedBy<string>((value) => passwordProblem(value, 1), {
  type: 'string',
  format: 'password',
  minLength: 1,
  maxLength: limits.PASSWORD_LENGTH_MAX,
});

export function newPassword({ passwordLengthMin }: Settings) {
  return checkedBy<string>((value) => passwordProblem(value, passwordLengthMin), {
    type: 'string',
    format: 'password',
    minLength: passwordLengthMin,
    maxLength: limits.PASSWORD_LENGTH_MAX,
  });
}

export const resourceName = checkedBy<string>(resourceNameProblem, {
  type: 'string',
  minLength: 1,
  maxLength: limits.RESOURCE_NAME_LENGTH_MAX,
  pattern: TEXT_PATTERN,
});

export const accessKeyName = checkedBy<string>(accessKeyNameProblem, {
  type: 'string',
  minLength: 1,
  maxLength: limits.ACCESS_KEY_NAME_LENGTH_MAX,
  pattern: TEXT_PATTERN,
});

export const publicKey = checkedBy<string>(publicKeyProblem, {
  type: 'string',
  maxLength: limits.PUBLIC_KEY_LENGTH_MAX,
  description: 'An Ed25519 public key: SPKI in PEM.',
});

export const expiry = checkedBy<string>(timeProblem, {
  type: ['string', 'null'],
  format: 'date-time',
  description:
    'Left out, it is as late as this service allows; `null`, for ever, only where it sets no latest time.',
}).nullable();

/** For filters: also of users who are being deleted. */
export const status = oneOf<UserStatus>(USER_STATUSES);

export const settableStatus = oneOf<SettableUserStatus>(SETTABLE_USER_STATUSES);

export function role({ roles }: Platform) {
  return oneOf(roles);
}

function kind({ kinds }: Platform) {
  return oneOf(kinds, 'The sort of resource, as the service declares them.');
}

/** For filters: a role or kind that is declared no more may still be found. */
export const identifier = checkedBy<string>(identifierProblem, {
  type: 'string',
  description: 'A name that is declared now, or was once.',
  minLength: 1,
  pattern: '^[a-z][a-zA-Z0-9_-]*$',
  maxLength: limits.IDENTIFIER_LENGTH_MAX,
});

/** Of what is created: where there is one kind only, it goes without saying. */
export function kindToCreate(platform: Platform) {
  return platform.kinds.length === 1 ? kind(platform).optional() : kind(platform);
}

export const limit = checkedBy<number>(limitProblem, {
  type: ['integer', 'null'],
  minimum: 0,
  maximum: limits.LIMIT_MAX,
  description: '`null` is unlimited.',
}).nullable();

/** Limits by meter; any meter may be left out. */
export function limitsByMeter({ meters }: Platform) {
  return closedObject(Object.fromEntries(meters.map((meter) => [meter, limit.optional()])));
}

const pageSize = checkedBy<number>(pageSizeProblem, {
  type: 'integer',
  minimum: 1,
  maximum: limits.PAGE_SIZE_MAX,
  default: limits.PAGE_SIZE_DEFAULT,
  description: 'How many there are on a page, at most.',
});

/** The two members that every list has. */
export const page = {
  pageSize: pageSize.optional(),
  cursor: someText('`nextCursor` of the page before.').optional(),
};

export function flag(description: string) {
  return checkedBy<boolean>(flagProblem, { type: 'boolean', description });
}

/** What is compared with short texts in storage: no longer than they are, nothing that no storage holds. */
export function filterText(description: string) {
  return checkedBy<string>(resourceNameProblem, {
    type: 'string',
    minLength: 1,
    maxLength: limits.RESOURCE_NAME_LENGTH_MAX,
    description,
  });
}

/** Text that the core reads by a rule of its own. Empty, it is what a script sends whose variable is not set. */
export function someText(description: string) {
  return checkedBy<string>(someTextProblem, { type: 'string', minLength: 1, description });
}

/** Text of a header, which has a rule of its own. */
export function anyText(description: string) {
  return checkedBy<string>(textProblem, { type: 'string', description });
}

export function oneOf<T extends string>(values: readonly T[], description?: string) {
  return checkedBy<T>((value) => oneOfProblem(value, values), {
    type: 'string',
    enum: values,
    ...(description === undefined ? {} : { description }),
  });
}

export const idempotencyKey = checkedBy<string>((value) => idempotencyKeyProblem(readIdempotencyKey(value)), {
  type: 'string',
  description:
    'A repeat by the same caller with the same key and body gives the first answer and creates nothing more. Bare or quoted.',
});

function flagProblem(value: unknown): Problem {
  return typeof value === 'boolean' ? null : 'must be true or false.';
}

function textProblem(value: unknown): Problem {
  return typeof value === 'string' ? null : 'must be a string.';
}

function someTextProblem(value: unknown): Problem {
  return value === '' ? 'must not be empty: leave it out instead.' : textProblem(value);
}
