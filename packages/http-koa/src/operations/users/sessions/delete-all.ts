import { defineOperation, type AnyBailiwick } from '../../../operation.js';

export function deleteUserSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUserSessions',
    method: 'DELETE',
    path: '/users/{id}/sessions',
    summary: 'End all sessions of a user',
    description: 'For yourself, or as an administrator for anybody, e.g. after a device was lost.',
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
