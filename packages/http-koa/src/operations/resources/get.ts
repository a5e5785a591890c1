import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentResource, RESOURCE_SCHEMA } from '../../present/resource.js';

/** Defines `GET /resources/{id}`, which returns one resource with its entity tag. */
export function getResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getResource',
    method: 'GET',
    path: '/resources/{id}',
    summary: 'Read a resource',
    description:
      'Returns a resource. Resources of other users get the same answer as those that do not exist. Send the `ETag` back as `If-None-Match` to get a 304 while nothing has changed, or as `If-Match` when you rename.',
    auth: 'required',
    responses: {
      200: { description: 'The resource, with its `ETag`.', headers: ['ETag'], schema: RESOURCE_SCHEMA },
    },
    refusals: ['not-found'],
    async handle({ actor, params }) {
      return { status: 200, body: presentResource(await resources.get(actor, params.id)) };
    },
  });
}
