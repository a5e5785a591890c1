import { expiresAt, type Session, type UserActor } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../schema/json-schema.js';

export const SESSION_SCHEMA = objectSchema('Session', {
  id: ID_SCHEMA,
  createdAt: TIME_SCHEMA,
  lastUsedAt: TIME_SCHEMA,
  expiresAt: { ...TIME_SCHEMA, description: 'The time when it ends unless it is used again. RFC 3339, UTC.' },
  clientAddress: {
    type: ['string', 'null'],
    description: 'The IP address of the login; `null` if it is not known.',
  },
  userAgent: {
    type: ['string', 'null'],
    description:
      'The `User-Agent` that the client sent at the login, which can be any text; cut off after 256 characters.',
  },
  current: { type: 'boolean', description: 'Is this the session of this request?' },
});

/** Returns a session as answers contain it, and says whether it is that of the request. */
export function presentSession(session: Session, { credential }: UserActor) {
  const { id, createdAt, lastUsedAt, clientAddress, userAgent } = session;
  const current = credential.type === 'session' && credential.sessionId === id;
  return { id, createdAt, lastUsedAt, expiresAt: expiresAt(session), clientAddress, userAgent, current };
}
