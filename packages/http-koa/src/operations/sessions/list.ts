import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { listAnswer, listSchema } from '../../present/page.js';
import { presentSession, SESSION_SCHEMA } from '../../present/session.js';

/** Defines `GET /sessions`, which lists the active sessions of the acting user with their origins. */
export function listSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listSessions',
    method: 'GET',
    path: '/sessions',
    summary: 'List your sessions',
    description:
      'Lists your active sessions with their origin, newest first, for a page on which users look for logins that are not theirs. `current` marks the session of this request.',
    auth: 'required',
    responses: {
      200: {
        description: 'All of your sessions, at most 100: one more login ends the least recently used one.',
        schema: listSchema(SESSION_SCHEMA),
      },
    },
    refusals: ['forbidden'],
    async handle({ actor }) {
      return listAnswer(await sessions.list(actor), (session) => presentSession(session, actor));
    },
  });
}
