import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerCreate, createRequest, CREATE_RESPONSES } from './answer-create.js';

export function createResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createResource',
    method: 'POST',
    path: '/resources',
    summary: 'Create a resource of your own, or find out whether you could.',
    description:
      'Charges the quota of the caller in the same transaction: two requests at once never exceed a limit. With `preview=true` nothing is created, and the answer is what would have been. With an `Idempotency-Key` a request that may have been lost can be repeated safely.',
    auth: 'required',
    ...createRequest(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, request.actor.id);
    },
  });
}
