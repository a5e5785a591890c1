import type { Resource } from '@bailiwick/core';
import type { StreamedList } from '../operation.js';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA } from '../schema/json-schema.js';
import { NAMED_OWNER_SCHEMA, presentOwner, type NamedOwners } from './owner.js';

const WOULD_BE = { ownerId: ID_SCHEMA, kind: { type: 'string' }, name: { type: 'string' } };

const MEMBERS = { id: ID_SCHEMA, ...WOULD_BE, createdAt: TIME_SCHEMA, updatedAt: TIME_SCHEMA };

export const RESOURCE_SCHEMA = objectSchema('Resource', MEMBERS);

/** The schema of a resource beside which a list can show its owner. */
export const LISTED_RESOURCE_SCHEMA = objectSchema(
  'ListedResource',
  { ...MEMBERS, owner: NAMED_OWNER_SCHEMA },
  { optional: ['owner'] },
);

/** A list of resources as a file. */
export const RESOURCE_FILE: StreamedList = {
  filename: 'resources',
  columns: (included) => [
    ...Object.keys(MEMBERS),
    ...(included.has('owners') ? ['owner.type', 'owner.name'] : []),
  ],
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

/** Returns a resource as lists contain it. */
export function presentListedResource(resource: Resource, owners: NamedOwners) {
  const presented = presentResource(resource);
  return owners === null ? presented : { ...presented, owner: presentOwner(owners, resource.ownerId) };
}
