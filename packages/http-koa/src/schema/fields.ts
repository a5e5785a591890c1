import {
  accessKeyNameProblem,
  emailPrefixProblem,
  emailProblem,
  groupNameProblem,
  identifierProblem,
  integerProblem,
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
import { checkedBy, described } from './checked-by.js';
import { timeProblem } from './time.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** All fields that requests can have. The rules are those of the core; this file adds their JSON schemas. */

export const email = checkedBy<string>(emailProblem, {
  type: 'string',
  // Domains may be international (RFC 6531), but `email` would mean ASCII.
  format: 'idn-email',
  maxLength: limits.EMAIL_LENGTH_MAX,
  description: 'The email address of the user. Upper and lower case make no difference.',
});

/** The address that a list is filtered by. */
export const emailFilter = described(email, 'Only the user with this email address.');

/** A password that is compared, never set. It accepts any length, because the minimum may have changed. */
export const passwordToCheck = checkedBy<string>((value) => passwordProblem(value, 1), {
  type: 'string',
  format: 'password',
  minLength: 1,
  maxLength: limits.PASSWORD_LENGTH_MAX,
  description: 'The current password of the user.',
});

export function newPassword({ passwordLengthMin }: Settings) {
  return checkedBy<string>((value) => passwordProblem(value, passwordLengthMin), {
    type: 'string',
    format: 'password',
    minLength: passwordLengthMin,
    maxLength: limits.PASSWORD_LENGTH_MAX,
    description: 'The new password. Its length is counted in Unicode code points.',
  });
}

export const resourceName = checkedBy<string>(resourceNameProblem, {
  type: 'string',
  minLength: 1,
  maxLength: limits.RESOURCE_NAME_LENGTH_MAX,
  pattern: TEXT_PATTERN,
  description: 'The name of the resource. Several may have the same.',
});

export const groupName = checkedBy<string>(groupNameProblem, {
  type: 'string',
  minLength: 1,
  maxLength: limits.GROUP_NAME_LENGTH_MAX,
  pattern: TEXT_PATTERN,
  description: 'The name of the group. Several may have the same.',
});

export const accessKeyName = checkedBy<string>(accessKeyNameProblem, {
  type: 'string',
  minLength: 1,
  maxLength: limits.ACCESS_KEY_NAME_LENGTH_MAX,
  pattern: TEXT_PATTERN,
  description: 'A name to recognise the key by. Several may have the same.',
});

export const publicKey = checkedBy<string>(publicKeyProblem, {
  type: 'string',
  maxLength: limits.PUBLIC_KEY_LENGTH_MAX,
  description: 'An Ed25519 public key, as SPKI in PEM.',
});

export const expiry = checkedBy<string>(timeProblem, {
  type: ['string', 'null'],
  format: 'date-time',
  description:
    'By default, the latest time that this service allows. `null` means that the key never expires, and is valid only if the service sets no latest time.',
}).nullable();

export function time(description: string) {
  return checkedBy<string>(timeProblem, { type: 'string', format: 'date-time', description });
}

/** The position of a verification or a repair. */
export const stepCursor = someText(
  'The `nextCursor` of the previous step; left out, the first owner is next.',
);

/** What the address of a user begins with. */
export const beginning = checkedBy<string>(emailPrefixProblem, {
  type: 'string',
  minLength: 1,
  maxLength: limits.EMAIL_LENGTH_MAX,
  description:
    'What the email address begins with, in upper or lower case. The name of a domain that is not ASCII must be complete.',
});

export const near = checkedBy<number>(
  (value) => integerProblem(value, limits.NEAR_PERCENT_MIN, limits.NEAR_PERCENT_MAX),
  {
    type: 'integer',
    minimum: limits.NEAR_PERCENT_MIN,
    maximum: limits.NEAR_PERCENT_MAX,
    description: 'Only those whose usage is at least this percentage of one of their own limits.',
  },
);

/** What a list of users shows beside them. */
export const include = oneOf(['quotas'], 'What each user has beside their own members.');

/** A list of groups shows these beside them. */
export const includeGroupQuotas = oneOf(['quotas'] as const, 'What each group has beside its own members.');

/** Quotas of a group show these beside them. */
export const includeAbove = oneOf(['above'] as const, 'Adds the quotas of the groups above.');

/** Whom a list names beside the ids. */
export const includeOwners = oneOf(
  ['owners'] as const,
  'Names the owners: users by their email address, groups by their name, as far as you may read them.',
);

/** A list of quotas shows these beside them. */
export const includeDefaults = oneOf(['defaults'] as const, 'Adds the default limit of each meter.');

/** A status in a filter, which includes that of users who are being deleted. */
export const status = oneOf<UserStatus>(
  USER_STATUSES,
  'Only users with this status; `deleting` is that of a large deletion under way.',
);

export const settableStatus = oneOf<SettableUserStatus>(
  SETTABLE_USER_STATUSES,
  'The status. A `disabled` user cannot authenticate; nothing of theirs is deleted.',
);

export function role({ roles }: Platform) {
  return oneOf(roles, 'The role on the platform; the policy decides what it permits.');
}

/** The role of a member of a group. */
export function memberRole({ memberRoles }: Platform) {
  return oneOf(memberRoles, 'The role in the group; the policy decides what it permits.');
}

function kind({ kinds }: Platform) {
  return oneOf(kinds, 'The kind of resource; the service declares the kinds.');
}

/** A role or kind in a filter, which may no longer be declared. */
export const identifier = checkedBy<string>(identifierProblem, {
  type: 'string',
  description: 'A name that is declared, or was declared earlier.',
  minLength: 1,
  pattern: '^[a-z][a-zA-Z0-9_-]*$',
  maxLength: limits.IDENTIFIER_LENGTH_MAX,
});

/** The kind of a new resource, which is optional if there is only one kind. */
export function kindToCreate(platform: Platform) {
  return platform.kinds.length === 1 ? kind(platform).optional() : kind(platform);
}

/** The type of a new group, which is optional if there is only one type. */
export function groupTypeToCreate({ groupTypes }: Platform) {
  const type = oneOf(groupTypes, 'The type of group; the service declares the types.');
  return groupTypes.length === 1 ? type.optional() : type;
}

/** The group that a group lies in, or `null` for a root. */
export const parentId = checkedBy<string>((value) => (value === null ? null : someTextProblem(value)), {
  type: ['string', 'null'],
  minLength: 1,
  description: 'The group that it lies in; `null` for a root.',
}).nullable();

export const limit = checkedBy<number>(limitProblem, {
  type: ['integer', 'null'],
  minimum: 0,
  maximum: limits.LIMIT_MAX,
  description: '`null` means unlimited.',
}).nullable();

/** Makes the schema of limits by meter; any meter may be left out. */
export function limitsByMeter({ meters }: Platform) {
  const fields = Object.fromEntries(meters.map((meter) => [meter, limit.optional()]));
  return described(
    closedObject(fields),
    'The limits of the user, by meter; any other meter has the default limit.',
  );
}

const pageSize = checkedBy<number>(pageSizeProblem, {
  type: 'integer',
  minimum: 1,
  maximum: limits.PAGE_SIZE_MAX,
  default: limits.PAGE_SIZE_DEFAULT,
  description: 'The maximum number of items on a page.',
});

/** The two query parameters of every list. */
export const page = {
  pageSize: pageSize.optional(),
  cursor: someText('The `nextCursor` of the previous page.').optional(),
};

export function flag(description: string) {
  return checkedBy<boolean>(flagProblem, { type: 'boolean', description });
}

/** Makes a filter that is compared with short stored texts: it has their maximum length and their characters. */
export function filterText(description: string) {
  return checkedBy<string>(resourceNameProblem, {
    type: 'string',
    minLength: 1,
    maxLength: limits.RESOURCE_NAME_LENGTH_MAX,
    description,
  });
}

/**
 * Makes a text that the core parses by its own rule. Empty text, which scripts send for an unset variable, is refused.
 */
export function someText(description: string) {
  return checkedBy<string>(someTextProblem, { type: 'string', minLength: 1, description });
}

/** Makes the text of a header, which is parsed elsewhere. */
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
    'If the same caller repeats a request with the same key and body, the answer is the first one and nothing more is created. The key may be bare or quoted.',
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

/** The core requires the members that the type needs. */
const targetFields = closedObject({
  type: oneOf(
    ['resource', 'user', 'group', 'platform'] as const,
    'What the action is about; `platform` is for actions on nothing in particular, such as listing users.',
  ),
  id: someText(
    'A resource, a user or a group; without it, the question is about a resource of this owner and kind.',
  ).optional(),
  ownerId: someText('The owner of a resource to create; by default the user who is asked about.').optional(),
  kind: someText('The kind of a resource to create; may be left out if there is only one.').optional(),
}).defined('is missing: it must be a JSON object.');

/** The target that a question about a decision names. */
export const askedTarget = described(targetFields, 'What the action would be done to.');

const actorFields = closedObject({
  userId: someText('The user.'),
  credential: oneOf(
    ['session', 'password', 'access-key'] as const,
    'The credential that they use; by default `session`.',
  ).optional(),
  confirmed: flag(
    'Have they entered their password within the last ten minutes? By default yes, except with an access key.',
  ).optional(),
});

/** The user whom a question about a decision names. */
export const askedActor = described(actorFields, 'The user who would act; by default you, as you are.');

/** The items of a batch. Each is checked by itself with {@link batchItem}. */
export const batchItems = checkedBy<readonly unknown[]>(batchItemsProblem, {
  type: 'array',
  minItems: 1,
  maxItems: limits.BATCH_ITEMS_MAX,
  description: 'The requests, in the order in which they are performed.',
  items: {
    title: 'BatchItem',
    type: 'object',
    properties: {
      method: { type: 'string', enum: METHODS, description: 'The method of the request.' },
      path: {
        type: 'string',
        minLength: 1,
        description: 'The path below the prefix, such as `/users/{id}`, with its query.',
      },
      headers: {
        type: 'object',
        description:
          'The headers of the request, as far as it is not about the caller or the form of the body.',
        properties: {
          'If-Match': { type: 'string', description: 'As for the request.' },
          'Idempotency-Key': { type: 'string', description: 'As for the request.' },
        },
        additionalProperties: false,
      },
      body: { description: 'The body of the request, as JSON.' },
    },
    required: ['method', 'path'],
    additionalProperties: false,
  },
});

export const batchItem = closedObject({
  method: oneOf(METHODS),
  path: someText('The path below the prefix.'),
  headers: closedObject({
    'If-Match': anyText('As for the request.').optional(),
    'Idempotency-Key': anyText('As for the request.').optional(),
  }).optional(),
  body: checkedBy<{}>(() => null, {})
    .nullable()
    .optional(),
});

function batchItemsProblem(value: unknown): Problem {
  const isRight = Array.isArray(value) && value.length >= 1 && value.length <= limits.BATCH_ITEMS_MAX;
  return isRight ? null : `must be a list of 1 to ${limits.BATCH_ITEMS_MAX} requests.`;
}
