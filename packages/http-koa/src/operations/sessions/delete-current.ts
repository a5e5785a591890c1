import { defineOperation, type AnyBailiwick } from '../../operation.js';

/** Defines `DELETE /sessions/current`, which ends the session of the request. */
export function deleteCurrentSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteCurrentSession',
    method: 'DELETE',
    path: '/sessions/current',
    summary: 'Log out',
    description:
      'Ends the session of this request. A request with a password or a signature has no session to end and gets a 404.',
    auth: 'required',
    schemes: ['bearer'],
    responses: { 204: { description: 'The session has ended.', headers: ['Set-Cookie'], schema: null } },
    // Not found if the request has another credential.
    refusals: ['not-found', 'forbidden'],
    async handle({ actor }) {
      await sessions.endCurrent(actor);
      return { status: 204, session: 'ended' };
    },
  });
}
