import { PreconditionFailedError, type Resource, type UserActor } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentResource, RESOURCE_SCHEMA } from '../../present/resource.js';
import { closedObject } from '../../request/closed-object.js';
import { entityTag, ifMatchNames } from '../../request/entity-tag.js';
import { anyText, resourceName } from '../../request/members.js';

export function renameResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'renameResource',
    method: 'PATCH',
    path: '/resources/{id}',
    summary: 'Rename a resource.',
    description:
      'With `If-Match` the name changes only if nobody has changed the resource since you read it. Without, the last writer wins.',
    auth: 'required',
    headers: closedObject({
      'If-Match': anyText('The `ETag` of what you read; another one is a 412.').optional(),
    }),
    body: closedObject({ name: resourceName }),
    mediaTypes: ['application/json', 'application/merge-patch+json'],
    responses: {
      200: { description: 'The resource, with its new `ETag`.', headers: ['ETag'], schema: RESOURCE_SCHEMA },
    },
    refusals: ['not-found', 'forbidden', 'precondition-failed'],
    async handle({ actor, params, headers, body }) {
      const ifUnchangedSince = await readUnchanged(bailiwick, actor, params.id, headers['If-Match']);
      const resource = await bailiwick.resources.rename(actor, params.id, { ...body, ifUnchangedSince });
      return { status: 200, body: presentResource(resource), etag: entityTag(resource) };
    },
  });
}

/**
 * What the client has read, when it says so. A tag cannot be turned back into a version, so the resource
 * is read again; the rename then holds only while that version is still the one.
 */
async function readUnchanged(
  { resources }: AnyBailiwick,
  actor: UserActor,
  id: string,
  ifMatch: string | undefined,
): Promise<Resource | undefined> {
  if (ifMatch === undefined) return undefined;
  const resource = await resources.get(actor, id);
  if (!ifMatchNames(ifMatch, entityTag(resource))) throw new PreconditionFailedError();
  return resource;
}
