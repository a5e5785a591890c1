import { defineOperation, type AnyBailiwick } from '../../operation.js';

export function deleteAllSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteAllSessions',
    method: 'DELETE',
    path: '/sessions',
    summary: 'Log out everywhere',
    description:
      'Ends all of your own sessions, this one too. The tokens stop working with the next request. Passwords stay as they are.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'All sessions have ended.', schema: null } },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      await sessions.endAll(actor);
      return { status: 204 };
    },
  });
}
