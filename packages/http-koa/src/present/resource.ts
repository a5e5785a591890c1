import type { Resource } from '@bailiwick/core';
import type { StreamedList } from '../operation.js';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../schema/json-schema.js';

const WOULD_BE = { ownerId: ID_SCHEMA, kind: { type: 'string' }, name: { type: 'string' } };

export const RESOURCE_SCHEMA = objectSchema('Resource', {
  id: ID_SCHEMA,
  ...WOULD_BE,
  createdAt: TIME_SCHEMA,
  updatedAt: TIME_SCHEMA,
});

/** A list of resources as a file. */
export const RESOURCE_FILE: StreamedList = {
  filename: 'resources',
  columns: () => ['id', 'ownerId', 'kind', 'name', 'createdAt', 'updatedAt'],
};

/** The answer to a preview: the members of the resource that are known before it exists. */
export const RESOURCE_PREVIEW_SCHEMA = objectSchema('ResourcePreview', WOULD_BE);

/** Returns a resource as answers contain it, with its times as text. */
export function presentResource({ id, ownerId, kind, name, createdAt, updatedAt }: Resource) {
  const createdText = createdAt.toISOString();
  // Formatting times is most of the work for a page, and most resources have never changed.
  const updatedText = updatedAt.getTime() === createdAt.getTime() ? createdText : updatedAt.toISOString();
  return { id, ownerId, kind, name, createdAt: createdText, updatedAt: updatedText };
}
