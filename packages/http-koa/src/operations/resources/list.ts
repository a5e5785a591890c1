import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { presentResource, RESOURCE_FILE, RESOURCE_SCHEMA } from '../../present/resource.js';
import { closedObject } from '../../schema/closed-object.js';
import { identifier, page, someText } from '../../schema/fields.js';

/** Defines `GET /resources`, which lists all resources that the caller may read, page by page. */
export function listResources({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listResources',
    method: 'GET',
    path: '/resources',
    summary: 'List resources',
    description:
      'Lists the resources that you may read, newest first. An ordinary user sees their own; an administrator sees those of all users, and can filter by owner. A filter that matches nothing, or nothing that you may see, gives an empty page.',
    auth: 'required',
    streamed: RESOURCE_FILE,
    query: closedObject({
      ownerId: someText('Only resources of this user.').optional(),
      kind: identifier.optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of resources.', RESOURCE_SCHEMA) },
    refusals: [],
    async handle({ actor, query }) {
      return pageAnswer(await resources.list(actor, query), presentResource);
    },
  });
}
