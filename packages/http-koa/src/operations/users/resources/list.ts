import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { pageAnswer, pageResponse } from '../../../present/page.js';
import { presentResource, RESOURCE_FILE, RESOURCE_SCHEMA } from '../../../present/resource.js';
import { closedObject } from '../../../schema/closed-object.js';
import { identifier, page } from '../../../schema/fields.js';

/** Defines `GET /users/{id}/resources`, which lists the resources of one user, page by page. */
export function listUserResources({ users, resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserResources',
    method: 'GET',
    path: '/users/{id}/resources',
    summary: 'List a user’s resources',
    description:
      'Lists the resources of a user, newest first. You can list your own; an administrator can list those of any user. A user that does not exist, or that you may not see, is a 404.',
    auth: 'required',
    streamed: RESOURCE_FILE,
    query: closedObject({ kind: identifier.optional(), ...page }),
    responses: { 200: pageResponse('A page of resources.', RESOURCE_SCHEMA) },
    refusals: ['not-found'],
    async handle({ actor, params, query }) {
      // For a user that does not exist, the list would be empty, but a page below that user must be a 404.
      const { id: ownerId } = await users.get(actor, params.id);
      return pageAnswer(await resources.list(actor, { ...query, ownerId }), presentResource);
    },
  });
}
