import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { objectSchema } from '../../schema/json-schema.js';

/** Defines `GET /sessions/current`, with which a page finds out who is signed in before it knows that anybody is. */
export function getCurrentSession({ users, platform, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getCurrentSession',
    method: 'GET',
    path: '/sessions/current',
    summary: 'Find out who is signed in',
    description:
      'Returns the user whose session is in the cookie of this request; without a cookie, or if its session has ended, `null`. Reads no other credential: use `GET /me` with those. Also says how long a new password must be.',
    auth: 'none',
    alone: true,
    responses: {
      200: {
        description: 'The user, if there is one. The cookie of a session that has ended is deleted.',
        headers: ['Set-Cookie'],
        schema: objectSchema('CurrentSession', {
          user: { oneOf: [userSchema(platform), { type: 'null' }] },
          passwordLengthMin: {
            type: 'integer',
            minimum: 1,
            description: 'A new password has at least as many characters.',
          },
        }),
      },
    },
    refusals: ['malformed-request', 'forbidden'],
    async handle({ findByCookie }) {
      const { actor, hasEnded } = await findByCookie();
      const user = actor === null ? null : presentUser(await users.me(actor));
      const body = { user, passwordLengthMin: settings.passwordLengthMin };
      return { status: 200, body, ...(hasEnded ? { session: 'ended' } : {}) };
    },
  });
}
