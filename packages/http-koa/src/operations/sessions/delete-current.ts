import { defineOperation, type AnyBailiwick } from '../../operation.js';

export function deleteCurrentSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteCurrentSession',
    method: 'DELETE',
    path: '/sessions/current',
    summary: 'Log out',
    description:
      'Ends the session that this request came with. A request that came with a password or a signature has no session to end: that is a 404.',
    auth: 'required',
    schemes: ['bearer'],
    responses: { 204: { description: 'The session has ended.', schema: null } },
    // Not found: the request came with another credential.
    refusals: ['not-found', 'forbidden'],
    async handle({ actor }) {
      await sessions.endCurrent(actor);
      return { status: 204 };
    },
  });
}
