import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerCreate, CREATE_HEADERS, CREATE_RESPONSES } from './answer-create.js';
import { resourceBody } from './create-request.js';

export function createResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createResource',
    method: 'POST',
    path: '/resources',
    summary: 'Create a resource',
    description:
      'One of your own. Charges the quota of the caller in the same transaction: two requests at once never exceed a limit. Previewing says beforehand whether it would fit. With an `Idempotency-Key` a request that may have been lost can be repeated safely.',
    auth: 'required',
    headers: CREATE_HEADERS,
    body: resourceBody(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, request.actor.id);
    },
  });
}
