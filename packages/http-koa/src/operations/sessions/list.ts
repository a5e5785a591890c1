import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { listAnswer, listSchema } from '../../present/page.js';
import { presentSession, SESSION_SCHEMA } from '../../present/session.js';

export function listSessions({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listSessions',
    method: 'GET',
    path: '/sessions',
    summary: 'List your sessions',
    description:
      'The live ones, newest first. For a page on which somebody looks for a login that is not theirs: each says where it came from. `current` marks the session that this request came with.',
    auth: 'required',
    responses: {
      200: {
        description: 'All of them: a login beyond the hundredth ends the session least recently used.',
        schema: listSchema(SESSION_SCHEMA),
      },
    },
    refusals: ['forbidden'],
    async handle({ actor }) {
      return listAnswer(await sessions.list(actor), (session) => presentSession(session, actor));
    },
  });
}
