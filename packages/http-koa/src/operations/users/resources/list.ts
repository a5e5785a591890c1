import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { pageAnswer, pageResponse } from '../../../present/page.js';
import { presentResource, RESOURCE_SCHEMA } from '../../../present/resource.js';
import { closedObject } from '../../../schema/closed-object.js';
import { identifier, page } from '../../../schema/fields.js';

export function listUserResources({ users, resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserResources',
    method: 'GET',
    path: '/users/{id}/resources',
    summary: 'List a user’s resources',
    description:
      'Newest first. Of yourself, or as an administrator of anybody. Below a user that does not exist, or that you may not see, there is no list: that is a 404.',
    auth: 'required',
    query: closedObject({ kind: identifier.optional(), ...page }),
    responses: { 200: pageResponse('A page of resources.', RESOURCE_SCHEMA) },
    refusals: ['not-found'],
    async handle({ actor, params, query }) {
      // A list by owner is empty for a user that does not exist; a page below that user must not be.
      const { id: ownerId } = await users.get(actor, params.id);
      return pageAnswer(await resources.list(actor, { ...query, ownerId }), presentResource);
    },
  });
}
