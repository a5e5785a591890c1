import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerCreate, createRequest, CREATE_RESPONSES } from './answer-create.js';

export function createResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createResource',
    method: 'POST',
    path: '/resources',
    summary: 'Create a resource of your own, or find out whether you could.',
    auth: 'required',
    ...createRequest(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, request.actor.id);
    },
  });
}
