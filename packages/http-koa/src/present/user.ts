import { USER_STATUSES, type Platform, type User } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';

/**
 * A role is text, where a request has a list of those that can be given: a user keeps a role that the host declares no
 * more, and generated clients that judge an answer by its schema must not fail on the whole page.
 */
export function userSchema({ roles }: Platform): JsonSchema {
  return objectSchema('User', {
    id: ID_SCHEMA,
    email: { type: 'string', format: 'idn-email' },
    role: {
      type: 'string',
      description: `One that can be given (${roles.join(', ')}), or one that could be once.`,
    },
    status: { type: 'string', enum: USER_STATUSES },
    createdAt: TIME_SCHEMA,
    updatedAt: TIME_SCHEMA,
  });
}

/** Member by member, so that what an entity gains later is not told by accident. */
export function presentUser({ id, email, role, status, createdAt, updatedAt }: User) {
  return { id, email, role, status, createdAt, updatedAt };
}
