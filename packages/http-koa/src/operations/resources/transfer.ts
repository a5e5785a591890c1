import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentResource, RESOURCE_SCHEMA } from '../../present/resource.js';
import { closedObject } from '../../schema/closed-object.js';
import { someText } from '../../schema/fields.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `POST /resources/{id}/transfer`, which gives a resource to another user or group. */
export function transferResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'transferResource',
    method: 'POST',
    path: '/resources/{id}/transfer',
    summary: 'Transfer a resource',
    description:
      'Gives the resource to another user or group. You must be allowed to give it away, and to create it for the receiver. The receiver is charged and the old owner’s share is released in one transaction; groups above both are not charged twice. If the receiver or a group above has no room, nothing changes. To transfer it to its owner changes nothing.',
    auth: 'required',
    headers: preconditions,
    body: closedObject({ ownerId: someText('The user or group that receives the resource.') }),
    responses: {
      200: { description: 'The resource, with its new `ETag`.', headers: ['ETag'], schema: RESOURCE_SCHEMA },
    },
    refusals: ['not-found', 'forbidden', 'quota-exceeded', 'precondition-failed'],
    async handle({ actor, params, headers, body }) {
      const ifUnchangedSince = readPreconditions(headers, presentResource);
      const transferred = await resources.transfer(actor, params.id, { ...body, ifUnchangedSince });
      return { status: 200, body: presentResource(transferred) };
    },
  });
}
