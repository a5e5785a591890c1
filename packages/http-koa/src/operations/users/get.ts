import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';

/** Defines `GET /users/{id}`, which returns one user with its entity tag. */
export function getUser({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getUser',
    method: 'GET',
    path: '/users/{id}',
    summary: 'Read a user',
    description:
      'Returns a user. You can read yourself; an administrator can read any user. All other callers get the same answer whether the user exists or not. Send the `ETag` back as `If-None-Match` to get a 304 while nothing has changed, or as `If-Match` when you change or delete the user.',
    auth: 'required',
    responses: {
      200: { description: 'The user, with its `ETag`.', headers: ['ETag'], schema: userSchema(platform) },
    },
    refusals: ['not-found'],
    async handle({ actor, params }) {
      return { status: 200, body: presentUser(await users.get(actor, params.id)) };
    },
  });
}
