import type { Actor, NamedOwner } from '@bailiwick/core';
import type { AnyBailiwick } from '../operation.js';
import { ID_SCHEMA, objectSchema, type JsonSchema } from '../schema/json-schema.js';

/** Owners by id, as far as the caller may read them; `null` if an answer does not name them. */
export type NamedOwners = ReadonlyMap<string, NamedOwner> | null;

/** The schema of an owner that a list names, if the caller asks for it. */
export const NAMED_OWNER_SCHEMA: JsonSchema = {
  oneOf: [
    objectSchema('NamedOwner', {
      id: ID_SCHEMA,
      type: { type: 'string', description: '`user`, or the type of the group.' },
      name: { type: 'string', description: 'The email address of a user, or the name of a group.' },
    }),
    { type: 'null' },
  ],
  description:
    'With `include=owners`; `null` if there is no owner, or none any more, or none that you may read.',
};

/** Names the owners of the items on a page, if the request includes them. */
export async function namedOwners<Item>(
  bailiwick: AnyBailiwick,
  { actor, include }: { readonly actor: Actor; readonly include: 'owners' | undefined },
  items: readonly Item[],
  idsOf: (item: Item) => readonly (string | null)[],
): Promise<NamedOwners> {
  if (include === undefined) return null;
  return bailiwick.owners(
    actor,
    items.flatMap(idsOf).filter((id) => id !== null),
  );
}

/** Returns an owner as answers contain it. */
export function presentOwner(owners: ReadonlyMap<string, NamedOwner>, ownerId: string | null) {
  const owner = ownerId === null ? undefined : owners.get(ownerId);
  return owner === undefined ? null : { id: owner.id, type: owner.type, name: owner.name };
}
