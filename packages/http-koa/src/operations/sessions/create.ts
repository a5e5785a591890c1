import { objectSchema } from '../../schema/json-schema.js';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentSession, SESSION_SCHEMA } from '../../present/session.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { email, passwordToCheck } from '../../schema/fields.js';

/** Defines `POST /sessions`, which logs a user in and returns a session token. */
export function createSession({ sessions, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createSession',
    method: 'POST',
    path: '/sessions',
    summary: 'Log in',
    description:
      'Returns a session token for an email address and a password. Needs no credential. A wrong password, an unknown address and a disabled user get the same answer, which does not reveal whether an address has an account. A session ends when it has not been used for a while, and after its maximum lifetime in any case.',
    auth: 'none',
    body: closedObject({ email, password: passwordToCheck }),
    responses: {
      201: {
        description: 'The token is shown here and never again: send it as `Authorization: Bearer <token>`.',
        schema: objectSchema('Login', {
          token: { type: 'string' },
          session: SESSION_SCHEMA,
          user: userSchema(platform),
        }),
      },
    },
    refusals: ['invalid-credentials', 'too-many-attempts', 'overloaded'],
    async handle({ body, client }) {
      const { token, session, user, actor } = await sessions.logIn(body, client);
      return {
        status: 201,
        body: { token, session: presentSession(session, actor), user: presentUser(user) },
      };
    },
  });
}
