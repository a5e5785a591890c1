import { USER_STATUSES, type Platform, type User } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../json-schema.js';

/** The roles are those of the platform, as in a request: what was read can be sent back. */
export function userSchema({ roles }: Platform): JsonSchema {
  return objectSchema('User', {
    id: ID_SCHEMA,
    email: { type: 'string', format: 'idn-email' },
    role: { type: 'string', enum: roles },
    status: { type: 'string', enum: USER_STATUSES },
    createdAt: TIME_SCHEMA,
    updatedAt: TIME_SCHEMA,
  });
}

/** Member by member, so that what an entity gains later is not told by accident. */
export function presentUser({ id, email, role, status, createdAt, updatedAt }: User) {
  return { id, email, role, status, createdAt, updatedAt };
}
