import { defineOperation, type AnyBailiwick } from '../../../operation.js';

/** Defines `DELETE /users/{id}/sessions`, which ends all sessions of one user. */
export function deleteUserSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUserSessions',
    method: 'DELETE',
    path: '/users/{id}/sessions',
    summary: 'End all sessions of a user',
    description:
      'Ends all sessions of the user, for example after they have lost a device. You can end your own; an administrator can end those of any user.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'All of their sessions have ended.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await sessions.endAll(actor, params.id);
      return { status: 204 };
    },
  });
}
