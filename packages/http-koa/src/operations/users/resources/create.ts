import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { answerCreate, CREATE_HEADERS, CREATE_RESPONSES } from '../../resources/answer-create.js';
import { resourceBody } from '../../resources/create-request.js';

export function createUserResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createUserResource',
    method: 'POST',
    path: '/users/{id}/resources',
    summary: 'Create a resource for a user',
    description:
      'Within the quota of that user. The owner is charged, whoever acts: an administrator cannot exceed the quota of somebody else either. Otherwise like creating a resource of your own.',
    auth: 'required',
    headers: CREATE_HEADERS,
    body: resourceBody(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, request.params.id);
    },
  });
}
