import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer, listSchema } from '../../../present/page.js';
import { presentSession, SESSION_SCHEMA } from '../../../present/session.js';

/** Defines `GET /users/{id}/sessions`, which lists the active sessions of one user. */
export function listUserSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserSessions',
    method: 'GET',
    path: '/users/{id}/sessions',
    summary: 'List a user’s sessions',
    description:
      'Lists the active sessions of a user with their origin, newest first. For the user and for administrators.',
    auth: 'required',
    responses: {
      200: { description: 'All sessions of the user, at most 100.', schema: listSchema(SESSION_SCHEMA) },
    },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      const found = await sessions.list(actor, { userId: params.id });
      return listAnswer(found, (session) => presentSession(session, actor));
    },
  });
}
