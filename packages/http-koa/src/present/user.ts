import { USER_STATUSES, type Platform, type User, type UserWithQuotas } from '@bailiwick/core';
import { presentQuota, QUOTA_SCHEMA } from './quota.js';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';

/**
 * In an answer, a role is any text, whereas a request must name a declared one: users keep a role that the host no
 * longer declares, and generated clients that validate answers must not fail on the whole page.
 */
export function userSchema({ roles }: Platform): JsonSchema {
  return objectSchema('User', {
    id: ID_SCHEMA,
    email: { type: 'string', format: 'idn-email' },
    role: {
      type: 'string',
      description: `A declared role (${roles.join(', ')}), or one that was declared earlier.`,
    },
    status: { type: 'string', enum: USER_STATUSES },
    createdAt: TIME_SCHEMA,
    updatedAt: TIME_SCHEMA,
  });
}

/** The schema of a user beside whom a list can show quotas. */
export function listedUserSchema(platform: Platform): JsonSchema {
  const { properties, required, ...user } = userSchema(platform);
  return { ...user, title: 'ListedUser', properties: { ...Object(properties), quotas: QUOTAS }, required };
}

/** The schema of a user with their quotas. */
export function userWithQuotasSchema(platform: Platform): JsonSchema {
  return objectSchema('UserWithQuotas', { ...Object(userSchema(platform)['properties']), quotas: QUOTAS });
}

const QUOTAS: JsonSchema = {
  type: 'array',
  items: QUOTA_SCHEMA,
  description: 'One quota for each meter.',
};

/** Lists every member, so that a member that the entity gains later is not revealed by accident. */
export function presentUser({ id, email, role, status, createdAt, updatedAt }: User) {
  return { id, email, role, status, createdAt, updatedAt };
}

/** Returns a user as answers contain it, with their quotas. */
export function presentUserWithQuotas({ quotas, ...user }: UserWithQuotas) {
  return { ...presentUser(user), quotas: quotas.map(presentQuota) };
}
