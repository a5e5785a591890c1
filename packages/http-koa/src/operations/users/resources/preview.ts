import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { answerPreview, PREVIEW_RESPONSES } from '../../resources/answer-create.js';
import { resourceBody } from '../../resources/create-request.js';

/** Defines `POST /users/{id}/resources/preview`, which checks whether a create for a user would succeed. */
export function previewUserResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'previewUserResource',
    method: 'POST',
    path: '/users/{id}/resources/preview',
    summary: 'Preview a resource for a user',
    description:
      'Checks whether you could create the resource for the user now, within their quota. Otherwise the same as previewing a resource of your own.',
    auth: 'required',
    body: resourceBody(bailiwick.platform),
    responses: PREVIEW_RESPONSES,
    refusals: ['quota-exceeded', 'forbidden', 'not-found'],
    handle(request) {
      return answerPreview(bailiwick, request, { ownerId: request.params.id, ownerSort: 'user' });
    },
  });
}
