import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentGroup } from '../../present/group.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `DELETE /groups/{id}`, which deletes an empty group. */
export function deleteGroup({ groups }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteGroup',
    method: 'DELETE',
    path: '/groups/{id}',
    summary: 'Delete a group',
    description:
      'Deletes a group with its limits. It must own no resources, and no group may lie in it. With `If-Match`, it is deleted only if it is the same as when you read it.',
    auth: 'required',
    headers: preconditions,
    responses: { 204: { description: 'The group was deleted.', schema: null } },
    refusals: ['not-found', 'forbidden', 'precondition-failed', 'not-empty', 'owns-resources'],
    async handle({ actor, params, headers }) {
      const ifUnchangedSince = readPreconditions(headers, presentGroup);
      await groups.delete(actor, params.id, { ifUnchangedSince });
      return { status: 204 };
    },
  });
}
