import type { User } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../json-schema.js';

export const USER_SCHEMA = objectSchema('User', {
  id: ID_SCHEMA,
  email: { type: 'string', format: 'email' },
  role: { type: 'string' },
  status: { type: 'string', enum: ['active', 'disabled'] },
  createdAt: TIME_SCHEMA,
  updatedAt: TIME_SCHEMA,
});

/** Member by member, so that what an entity gains later is not told by accident. */
export function presentUser({ id, email, role, status, createdAt, updatedAt }: User) {
  return { id, email, role, status, createdAt, updatedAt };
}
