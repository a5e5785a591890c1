import type { Resource } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../schema/json-schema.js';

const WOULD_BE = { ownerId: ID_SCHEMA, kind: { type: 'string' }, name: { type: 'string' } };

export const RESOURCE_SCHEMA = objectSchema('Resource', {
  id: ID_SCHEMA,
  ...WOULD_BE,
  createdAt: TIME_SCHEMA,
  updatedAt: TIME_SCHEMA,
});

/** What a preview answers: the resource as far as it would be known. */
export const RESOURCE_PREVIEW_SCHEMA = objectSchema('ResourcePreview', WOULD_BE);

export function presentResource({ id, ownerId, kind, name, createdAt, updatedAt }: Resource) {
  const createdText = createdAt.toISOString();
  // As when reading them: writing times is most of the work of a page, and most have never changed.
  const updatedText = updatedAt.getTime() === createdAt.getTime() ? createdText : updatedAt.toISOString();
  return { id, ownerId, kind, name, createdAt: createdText, updatedAt: updatedText };
}
