import { expiresAt, type Session, type UserActor } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../schema/json-schema.js';

export const SESSION_SCHEMA = objectSchema('Session', {
  id: ID_SCHEMA,
  createdAt: TIME_SCHEMA,
  lastUsedAt: TIME_SCHEMA,
  expiresAt: { ...TIME_SCHEMA, description: 'When it ends if it is not used again. RFC 3339, UTC.' },
  clientAddress: {
    type: ['string', 'null'],
    description: 'The IP address that the login came from; `null`: not known.',
  },
  userAgent: {
    type: ['string', 'null'],
    description:
      'What the client called itself at the login: anything at all, and at most 256 characters of it.',
  },
  current: { type: 'boolean', description: 'Is it the session that this request came with?' },
});

export function presentSession(session: Session, { credential }: UserActor) {
  const { id, createdAt, lastUsedAt, clientAddress, userAgent } = session;
  const current = credential.type === 'session' && credential.sessionId === id;
  return { id, createdAt, lastUsedAt, expiresAt: expiresAt(session), clientAddress, userAgent, current };
}
