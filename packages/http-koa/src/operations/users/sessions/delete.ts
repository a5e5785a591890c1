import { defineOperation, type AnyBailiwick } from '../../../operation.js';

/** Defines `DELETE /users/{id}/sessions/{sessionId}`, which ends a session of one user. */
export function deleteUserSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUserSession',
    method: 'DELETE',
    path: '/users/{id}/sessions/{sessionId}',
    summary: 'End a user’s session',
    description:
      'Ends one session of a user. You can end your own; an administrator can end those of any user.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'The session has ended.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await sessions.end(actor, params.sessionId, params.id);
      return { status: 204 };
    },
  });
}
