import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { answerCreate, CREATE_HEADERS, CREATE_RESPONSES } from '../../resources/answer-create.js';
import { resourceBody } from '../../resources/create-request.js';

/** Defines `POST /groups/{id}/resources`, which creates a resource in a group and charges its whole path. */
export function createGroupResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createGroupResource',
    method: 'POST',
    path: '/groups/{id}/resources',
    summary: 'Create a resource in a group',
    description:
      'Creates a resource that the group owns. It is charged to the group and to every group above it, and refused if one of them has no room. Otherwise the same as creating a resource of your own.',
    auth: 'required',
    headers: CREATE_HEADERS,
    body: resourceBody(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, { ownerId: request.params.id, ownerSort: 'group' });
    },
  });
}
