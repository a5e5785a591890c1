import { defineOperation, type AnyBailiwick } from '../../../operation.js';

/** Defines `DELETE /groups/{id}/members/{userId}`, which removes a member, or lets the caller leave. */
export function removeMember({ members }: AnyBailiwick) {
  return defineOperation({
    operationId: 'removeMember',
    method: 'DELETE',
    path: '/groups/{id}/members/{userId}',
    summary: 'Remove a member, or leave',
    description:
      'Ends the membership. With your own id, you leave the group. What the member created stays, since the group owns it. The last active owner of a group cannot be removed, and cannot leave.',
    auth: 'required',
    responses: { 204: { description: 'The user is no longer a member.', schema: null } },
    refusals: ['not-found', 'forbidden', 'last-owner'],
    async handle({ actor, params }) {
      await members.remove(actor, params.id, params.userId);
      return { status: 204 };
    },
  });
}
