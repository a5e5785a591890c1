import type { DefaultLimit, Quota, QuotasCheck, VisibleQuotaLevel } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, type JsonSchema } from '../schema/json-schema.js';

const LIMIT_SCHEMA: JsonSchema = { type: ['integer', 'null'], description: '`null` means unlimited.' };

const QUOTA_MEMBERS: Readonly<Record<string, JsonSchema>> = {
  meter: { type: 'string' },
  limit: LIMIT_SCHEMA,
  used: { type: 'integer' },
  over: { type: 'integer', description: 'The amount by which `used` exceeds `limit`.' },
  source: {
    type: 'string',
    enum: ['user', 'group', 'default'],
    description: 'Set for this user or this group, or the default of all users.',
  },
};

export const QUOTA_SCHEMA = objectSchema('Quota', QUOTA_MEMBERS);

/** The schema of a quota beside which a list can show the default limit. */
export const LISTED_QUOTA_SCHEMA = objectSchema(
  'ListedQuota',
  {
    ...QUOTA_MEMBERS,
    defaultLimit: {
      type: ['integer', 'null'],
      description:
        'With `include=defaults`: the limit that applies to those who have none of their own. `null` means unlimited.',
    },
  },
  { optional: ['defaultLimit'] },
);

export const DEFAULT_LIMIT_SCHEMA = objectSchema('DefaultLimit', {
  ownerType: { type: 'string', description: '`user`, or a type of groups.' },
  meter: { type: 'string' },
  limit: LIMIT_SCHEMA,
});

const QUOTA_OWNER_SCHEMA = objectSchema('QuotaOwner', {
  id: ID_SCHEMA,
  type: { type: 'string', description: 'The type of the group.' },
  name: { type: 'string' },
});

const QUOTA_LEVEL_SCHEMA = objectSchema('QuotaLevel', {
  owner: {
    description: 'A group above. `above` stands for one or more groups that you may not see.',
    oneOf: [QUOTA_OWNER_SCHEMA, { type: 'string', const: 'above' }],
  },
  quotas: {
    type: 'array',
    items: QUOTA_SCHEMA,
    description: 'One quota for each meter; none for `above`.',
  },
});

/** The quotas of a group, beside which a list can show those of the groups above. */
export const GROUP_QUOTAS_SCHEMA = objectSchema(
  'GroupQuotas',
  {
    items: { type: 'array', items: QUOTA_SCHEMA },
    above: {
      type: 'array',
      items: QUOTA_LEVEL_SCHEMA,
      description: 'With `include=above`: the groups above, from the nearest up to the root.',
    },
  },
  { optional: ['above'] },
);

/** One level and meter of a refusal. One schema for both sorts of levels, so that clients need not tell them apart. */
const QUOTA_SHORTFALL_SCHEMA = objectSchema(
  'QuotaShortfall',
  {
    meter: { type: 'string' },
    owner: {
      description:
        'The group whose quota it is; left out if the owner of the resource is a user. `above` is a group above that you may not see and that had no room.',
      oneOf: [QUOTA_OWNER_SCHEMA, { type: 'string', const: 'above' }],
    },
    limit: { type: ['integer', 'null'], description: '`null` means unlimited. Left out for `above`.' },
    used: { type: 'integer', description: 'Left out for `above`.' },
    requested: { type: 'integer' },
  },
  { optional: ['owner', 'limit', 'used'] },
);

/** The levels and meters of a refusal. */
export const QUOTA_REFUSALS_SCHEMA: JsonSchema = {
  type: 'array',
  description:
    'One entry for each requested meter; in a group, one for each level and meter, from the group up to its root. A level that you may not see is named `above`, and only if it had no room.',
  items: QUOTA_SHORTFALL_SCHEMA,
};

export const QUOTAS_CHECK_SCHEMA = objectSchema('QuotasCheck', {
  checked: { type: 'integer', description: 'The number of owners that the step has looked at.' },
  differences: {
    type: 'array',
    items: objectSchema('QuotaDifference', {
      ownerId: ID_SCHEMA,
      meter: { type: 'string' },
      used: { type: 'integer', description: 'What was stored.' },
      actual: { type: 'integer', description: 'What the resources of the owner take.' },
    }),
  },
  misplaced: {
    type: 'array',
    description: 'Groups of which rows are listed below another root than their own.',
    items: objectSchema('MisplacedRows', {
      ownerId: ID_SCHEMA,
      count: { type: 'integer', description: 'The number of rows.' },
    }),
  },
  nextCursor: {
    type: ['string', 'null'],
    description: 'The `cursor` of the next step; `null` after the last.',
  },
});

/** Returns a quota as answers contain it. */
export function presentQuota({ meter, limit, used, over, source }: Quota) {
  return { meter, limit, used, over, source };
}

/** Returns the quotas of a level as answers contain them. */
export function presentQuotaLevel({ owner, quotas }: VisibleQuotaLevel) {
  const shown = owner === 'above' ? owner : { id: owner.id, type: owner.type, name: owner.name };
  return { owner: shown, quotas: quotas.map(presentQuota) };
}

/** Returns the quota of a user with the default limit of its meter. */
export function presentQuotaWithDefault(quota: Quota, defaults: readonly DefaultLimit[]) {
  const found = defaults.find(({ ownerType, meter }) => ownerType === 'user' && meter === quota.meter);
  return { ...presentQuota(quota), defaultLimit: found?.limit ?? null };
}

/** Returns a default limit as answers contain it. */
export function presentDefaultLimit({ ownerType, meter, limit }: DefaultLimit) {
  return { ownerType, meter, limit };
}

/** Returns what a step of a verification or a repair has done, as answers contain it. */
export function presentQuotasCheck({ checked, differences, misplaced, nextCursor }: QuotasCheck) {
  return {
    checked,
    differences: differences.map(({ ownerId, meter, used, actual }) => ({ ownerId, meter, used, actual })),
    misplaced: misplaced.map(({ ownerId, count }) => ({ ownerId, count })),
    nextCursor,
  };
}
