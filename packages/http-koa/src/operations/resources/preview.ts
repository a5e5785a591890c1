import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerPreview, PREVIEW_RESPONSES } from './answer-create.js';
import { resourceBody } from './create-request.js';

export function previewResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'previewResource',
    method: 'POST',
    path: '/resources/preview',
    summary: 'Preview a resource',
    description:
      'Whether you could create it now: the same body and the same refusals as creating it, quota included, and nothing is written. The answer is what would have been created, without what only a resource that exists has.',
    auth: 'required',
    body: resourceBody(bailiwick.platform),
    responses: PREVIEW_RESPONSES,
    refusals: ['quota-exceeded', 'forbidden', 'not-found'],
    handle(request) {
      return answerPreview(bailiwick, request, request.actor.id);
    },
  });
}
