import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerCreate, CREATE_HEADERS, CREATE_RESPONSES } from './answer-create.js';
import { resourceBody } from './create-request.js';

/** Defines `POST /resources`, which creates a resource of the acting user and charges their quota. */
export function createResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'createResource',
    method: 'POST',
    path: '/resources',
    summary: 'Create a resource',
    description:
      'Creates a resource of your own and charges your quota in the same transaction, so that concurrent requests never exceed a limit. A preview says in advance whether the resource would fit. With an `Idempotency-Key`, you can safely repeat a request that may have been lost.',
    auth: 'required',
    headers: CREATE_HEADERS,
    body: resourceBody(bailiwick.platform),
    responses: CREATE_RESPONSES,
    refusals: ['quota-exceeded', 'idempotency-key-reused', 'forbidden', 'not-found'],
    handle(request) {
      return answerCreate(bailiwick, request, { ownerId: request.actor.id, ownerSort: 'user' });
    },
  });
}
