import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { answerPreview, PREVIEW_RESPONSES } from '../../resources/answer-create.js';
import { resourceBody } from '../../resources/create-request.js';

export function previewUserResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'previewUserResource',
    method: 'POST',
    path: '/users/{id}/resources/preview',
    summary: 'Preview a resource for a user',
    description:
      'Whether you could create it for that user now, within the quota of that user. Otherwise like previewing a resource of your own.',
    auth: 'required',
    body: resourceBody(bailiwick.platform),
    responses: PREVIEW_RESPONSES,
    refusals: ['quota-exceeded', 'forbidden', 'not-found'],
    handle(request) {
      return answerPreview(bailiwick, request, request.params.id);
    },
  });
}
