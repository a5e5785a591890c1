import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { answerPreview, PREVIEW_RESPONSES } from '../../resources/answer-create.js';
import { resourceBody } from '../../resources/create-request.js';

/** Defines `POST /groups/{id}/resources/preview`, which checks whether a create in a group would succeed. */
export function previewGroupResource(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'previewGroupResource',
    method: 'POST',
    path: '/groups/{id}/resources/preview',
    summary: 'Preview a resource in a group',
    description:
      'Checks whether you could create the resource in the group now, within the quotas of the group and of every group above it. Otherwise the same as previewing a resource of your own.',
    auth: 'required',
    body: resourceBody(bailiwick.platform),
    responses: PREVIEW_RESPONSES,
    refusals: ['quota-exceeded', 'forbidden', 'not-found'],
    handle(request) {
      return answerPreview(bailiwick, request, { ownerId: request.params.id, ownerSort: 'group' });
    },
  });
}
