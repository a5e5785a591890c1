import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { answerCreate, CREATE_HEADERS, CREATE_RESPONSES } from '../../resources/answer-create.js';
import { resourceBody } from '../../resources/create-request.js';

/** Defines `POST /users/{id}/resources`, which creates a resource for a user and charges that user. */
export function createUserResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createUserResource',
    method: 'POST',
    path: '/users/{id}/resources',
    summary: 'Create a resource for a user',
    description:
      'Creates a resource that the user owns and charges their quota, no matter who sends the request: even an administrator cannot exceed it. Otherwise the same as creating a resource of your own.',
    auth: 'required',
    headers: CREATE_HEADERS,
    body: resourceBody(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, { ownerId: request.params.id, ownerSort: 'user' });
    },
  });
}
