import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { pageAnswer, pageResponse } from '../../../present/page.js';
import { namedOwners } from '../../../present/owner.js';
import { LISTED_RESOURCE_SCHEMA, presentListedResource, RESOURCE_FILE } from '../../../present/resource.js';
import { closedObject } from '../../../schema/closed-object.js';
import { identifier, includeOwners, page } from '../../../schema/fields.js';

/** Defines `GET /groups/{id}/resources`, which lists the resources that one group owns, page by page. */
export function listGroupResources(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'listGroupResources',
    method: 'GET',
    path: '/groups/{id}/resources',
    summary: 'List a group’s resources',
    description:
      'Lists the resources that the group itself owns, newest first, without those of groups that lie in it. A group that does not exist, or that you may not see, is a 404. With `include=owners`, each resource has its `owner`, by name.',
    auth: 'required',
    streamed: RESOURCE_FILE,
    query: closedObject({ kind: identifier.optional(), include: includeOwners.optional(), ...page }),
    responses: { 200: pageResponse('A page of resources.', LISTED_RESOURCE_SCHEMA) },
    refusals: ['not-found'],
    async handle({ actor, params, query }) {
      // For a group that does not exist, the list would be empty, but a page below that group must be a 404.
      const { id: ownerId } = await bailiwick.groups.get(actor, params.id);
      const { include, ...filter } = query;
      const found = await bailiwick.resources.list(actor, { ...filter, ownerId });
      const owners = await namedOwners(bailiwick, { actor, include }, found.items, () => [ownerId]);
      return pageAnswer(found, (resource) => presentListedResource(resource, owners));
    },
  });
}
