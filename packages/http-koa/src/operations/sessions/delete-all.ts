import { defineOperation, type AnyBailiwick } from '../../operation.js';

/** Defines `DELETE /sessions`, which ends all sessions of the acting user, including the current one. */
export function deleteAllSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteAllSessions',
    method: 'DELETE',
    path: '/sessions',
    summary: 'Log out everywhere',
    description:
      'Ends all of your own sessions, including this one. Their tokens stop working with the next request. Your password does not change.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'All sessions have ended.', headers: ['Set-Cookie'], schema: null } },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      await sessions.endAll(actor);
      return { status: 204, session: 'ended' };
    },
  });
}
