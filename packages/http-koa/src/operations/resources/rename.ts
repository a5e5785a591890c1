import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentResource, RESOURCE_SCHEMA } from '../../present/resource.js';
import { closedObject } from '../../schema/closed-object.js';
import { resourceName } from '../../schema/fields.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `PATCH /resources/{id}`, which changes the name of a resource. */
export function renameResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'renameResource',
    method: 'PATCH',
    path: '/resources/{id}',
    summary: 'Rename a resource',
    description:
      'Changes the name. With `If-Match`, it changes only if the resource has not changed since you read it; without, the last writer wins.',
    auth: 'required',
    headers: preconditions,
    body: closedObject({ name: resourceName }),
    mediaTypes: ['application/json', 'application/merge-patch+json'],
    responses: {
      200: { description: 'The resource, with its new `ETag`.', headers: ['ETag'], schema: RESOURCE_SCHEMA },
    },
    refusals: ['not-found', 'forbidden', 'precondition-failed'],
    async handle({ actor, params, headers, body }) {
      const ifUnchangedSince = readPreconditions(headers, presentResource);
      const renamed = await resources.rename(actor, params.id, { ...body, ifUnchangedSince });
      return { status: 200, body: presentResource(renamed) };
    },
  });
}
