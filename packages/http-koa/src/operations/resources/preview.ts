import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { answerPreview, PREVIEW_RESPONSES } from './answer-create.js';
import { resourceBody } from './create-request.js';

/** Defines `POST /resources/preview`, which checks whether a create would succeed, and writes nothing. */
export function previewResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'previewResource',
    method: 'POST',
    path: '/resources/preview',
    summary: 'Preview a resource',
    description:
      'Checks whether you could create the resource now. It takes the same body and has the same refusals as creating, including the quota, but writes nothing. The answer is the resource without the members that only an existing one has.',
    auth: 'required',
    body: resourceBody(bailiwick.platform),
    responses: PREVIEW_RESPONSES,
    refusals: ['quota-exceeded', 'forbidden', 'not-found'],
    handle(request) {
      return answerPreview(bailiwick, request, { ownerId: request.actor.id, ownerSort: 'user' });
    },
  });
}
