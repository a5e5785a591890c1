import type { AccessKey } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../schema/json-schema.js';

export const ACCESS_KEY_SCHEMA = objectSchema('AccessKey', {
  id: { ...ID_SCHEMA, description: 'The `keyid` of signatures.' },
  name: { type: 'string' },
  publicKey: { type: 'string', description: 'Ed25519, SPKI in PEM.' },
  createdAt: TIME_SCHEMA,
  expiresAt: {
    ...TIME_SCHEMA,
    type: ['string', 'null'],
    description: '`null` if the key is valid until it is revoked.',
  },
  lastUsedAt: {
    ...TIME_SCHEMA,
    type: ['string', 'null'],
    description: 'The time of the last use, exact to the minute; `null` if it was never used.',
  },
});

/** Returns an access key as answers contain it. It lists every member, so that no later one is revealed by accident. */
export function presentAccessKey({ id, name, publicKey, createdAt, expiresAt, lastUsedAt }: AccessKey) {
  return { id, name, publicKey, createdAt, expiresAt, lastUsedAt };
}
