import { limits } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentGroup } from '../../present/group.js';
import { closedObject } from '../../schema/closed-object.js';
import { oneOf } from '../../schema/fields.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `DELETE /groups/{id}`, which deletes a group in which no group lies. */
export function deleteGroup({ groups }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteGroup',
    method: 'DELETE',
    path: '/groups/{id}',
    summary: 'Delete a group',
    description: `Deletes a group with its members and limits. No group may lie in it. With \`resources=delete\`, its resources are deleted too; the default is \`refuse\`, so that no group that owns resources is deleted by accident. Nobody sees the group or its resources after the answer, and the groups above have their room back; of more than ${limits.DELETE_AT_ONCE_ROWS_MAX} resources, the rows are deleted in steps afterwards. With \`If-Match\`, the group is deleted only if it is the same as when you read it, whatever resources it owns.`,
    auth: 'required',
    headers: preconditions,
    query: closedObject({
      resources: oneOf(
        ['delete', 'refuse'],
        'Deletes the resources of the group, or refuses if there are any; by default `refuse`.',
      ).optional(),
    }),
    responses: { 204: { description: 'The group was deleted.', schema: null } },
    refusals: ['not-found', 'forbidden', 'precondition-failed', 'not-empty', 'owns-resources'],
    async handle({ actor, params, headers, query }) {
      const ifUnchangedSince = readPreconditions(headers, presentGroup);
      await groups.delete(actor, params.id, { ...query, ifUnchangedSince });
      return { status: 204 };
    },
  });
}
