import { objectSchema } from '../../schema/json-schema.js';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentSession, SESSION_SCHEMA } from '../../present/session.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { email, flag, passwordToCheck } from '../../schema/fields.js';

/** Defines `POST /sessions`, which logs a user in and returns a session token. */
export function createSession({ sessions, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createSession',
    method: 'POST',
    path: '/sessions',
    summary: 'Log in',
    description:
      'Returns a session token for an email address and a password. Needs no credential. A wrong password, an unknown address and a disabled user get the same answer, which does not reveal whether an address has an account. A session ends when it has not been used for a while, and after its maximum lifetime in any case. With `cookie`, the token is only in an HttpOnly cookie, for pages of the same origin: a script cannot read it, and requests that change something must come from such a page.',
    auth: 'none',
    alone: true,
    body: closedObject({
      email,
      password: passwordToCheck,
      cookie: flag('Keep the token in a cookie of the browser, and leave it out of the answer.').optional(),
    }),
    responses: {
      201: {
        description:
          'The token is shown here and never again: send it as `Authorization: Bearer <token>`. With `cookie`, there is none.',
        headers: ['Set-Cookie'],
        schema: objectSchema(
          'Login',
          {
            token: {
              type: 'string',
              description:
                'The token of the session. It is always there, except after a login with `cookie: true`.',
            },
            session: SESSION_SCHEMA,
            user: userSchema(platform),
          },
          { optional: ['token'] },
        ),
      },
    },
    refusals: ['invalid-credentials', 'cross-site-request', 'too-many-attempts', 'overloaded'],
    async handle({ body: { cookie = false, ...credentials }, client, requireSameOrigin }) {
      // Otherwise, another page could log its visitor in as somebody else, who would see what the visitor then does.
      if (cookie) requireSameOrigin();
      const login = await sessions.logIn(credentials, client);
      const body = { session: presentSession(login.session, login.actor), user: presentUser(login.user) };
      if (cookie) return { status: 201, body, session: login };
      return { status: 201, body: { token: login.token, ...body } };
    },
  });
}
