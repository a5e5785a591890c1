import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerCreate, createRequest, CREATE_RESPONSES } from '../resources/answer-create.js';

export function createUserResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createUserResource',
    method: 'POST',
    path: '/users/{id}/resources',
    summary: 'Create a resource for a user, within the quota of that user.',
    description:
      'The owner is charged, whoever acts: an administrator cannot exceed the quota of somebody else either. Otherwise like creating a resource of your own.',
    auth: 'required',
    ...createRequest(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, request.params.id);
    },
  });
}
