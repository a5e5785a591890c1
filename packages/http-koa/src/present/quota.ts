import type { DefaultLimit, Quota } from '@bailiwick/core';
import { objectSchema, type JsonSchema } from '../schema/json-schema.js';

const LIMIT_SCHEMA: JsonSchema = { type: ['integer', 'null'], description: '`null` means unlimited.' };

export const QUOTA_SCHEMA = objectSchema('Quota', {
  meter: { type: 'string' },
  limit: LIMIT_SCHEMA,
  used: { type: 'integer' },
  over: { type: 'integer', description: 'The amount by which `used` exceeds `limit`.' },
  source: {
    type: 'string',
    enum: ['user', 'default'],
    description: 'Set for this user, or the default of all users.',
  },
});

export const DEFAULT_LIMIT_SCHEMA = objectSchema('DefaultLimit', {
  meter: { type: 'string' },
  limit: LIMIT_SCHEMA,
});

/** The figures of one meter that had no room. */
export const QUOTA_SHORTFALL_SCHEMA = objectSchema('QuotaShortfall', {
  meter: { type: 'string' },
  limit: { type: ['integer', 'null'] },
  used: { type: 'integer' },
  requested: { type: 'integer' },
});

/** Returns a quota as answers contain it. */
export function presentQuota({ meter, limit, used, over, source }: Quota) {
  return { meter, limit, used, over, source };
}

/** Returns a default limit as answers contain it. */
export function presentDefaultLimit({ meter, limit }: DefaultLimit) {
  return { meter, limit };
}
