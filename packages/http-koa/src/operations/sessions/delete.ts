import { defineOperation, type AnyBailiwick } from '../../operation.js';

/** Defines `DELETE /sessions/{id}`, with which users end one of their own sessions. */
export function deleteSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteSession',
    method: 'DELETE',
    path: '/sessions/{id}',
    summary: 'End a session',
    description: 'Ends one of your own sessions. Its token stops working with the next request.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'The session has ended.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await sessions.end(actor, params.id);
      return { status: 204 };
    },
  });
}
