import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { namedOwners } from '../../present/owner.js';
import { LISTED_RESOURCE_SCHEMA, presentListedResource, RESOURCE_FILE } from '../../present/resource.js';
import { closedObject } from '../../schema/closed-object.js';
import { identifier, includeOwners, page, someText } from '../../schema/fields.js';

/** Defines `GET /resources`, which lists all resources that the caller may read, page by page. */
export function listResources(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'listResources',
    method: 'GET',
    path: '/resources',
    summary: 'List resources',
    description:
      'Lists the resources that you may read, newest first. An ordinary user sees their own; an administrator sees those of all users, and can filter by owner. A filter that matches nothing, or nothing that you may see, gives an empty page. With `include=owners`, each resource has its `owner`, by name.',
    auth: 'required',
    streamed: RESOURCE_FILE,
    query: closedObject({
      ownerId: someText('Only resources of this user.').optional(),
      kind: identifier.optional(),
      include: includeOwners.optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of resources.', LISTED_RESOURCE_SCHEMA) },
    refusals: [],
    async handle({ actor, query }) {
      const { include, ...filter } = query;
      const found = await bailiwick.resources.list(actor, filter);
      const owners = await namedOwners(bailiwick, { actor, include }, found.items, ({ ownerId }) => [
        ownerId,
      ]);
      return pageAnswer(found, (resource) => presentListedResource(resource, owners));
    },
  });
}
