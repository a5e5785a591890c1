import { USER_STATUSES, type Platform, type User } from '@bailiwick/core';
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

/** Lists every member, so that a member that the entity gains later is not revealed by accident. */
export function presentUser({ id, email, role, status, createdAt, updatedAt }: User) {
  return { id, email, role, status, createdAt, updatedAt };
}
