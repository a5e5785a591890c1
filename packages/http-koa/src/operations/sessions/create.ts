import { objectSchema } from '../../json-schema.js';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentSession, SESSION_SCHEMA } from '../../present/session.js';
import { presentUser, USER_SCHEMA } from '../../present/user.js';
import { closedObject } from '../../request/closed-object.js';
import { email, passwordToCheck } from '../../request/members.js';

export function createSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createSession',
    method: 'POST',
    path: '/sessions',
    summary: 'Log in: trade an email address and a password for a session token.',
    auth: 'none',
    body: closedObject({ email, password: passwordToCheck }),
    responses: {
      201: {
        description: 'The token is shown here and never again: send it as `Authorization: Bearer <token>`.',
        schema: objectSchema('Login', {
          token: { type: 'string' },
          session: SESSION_SCHEMA,
          user: USER_SCHEMA,
        }),
      },
    },
    refusals: ['invalid-credentials', 'too-many-attempts', 'overloaded'],
    async handle({ body, client }) {
      const { token, session, user, actor } = await sessions.logIn(body, client);
      return {
        status: 201,
        location: `/sessions/${session.id}`,
        body: { token, session: presentSession(session, actor), user: presentUser(user) },
      };
    },
  });
}
