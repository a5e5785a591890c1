import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';

/** Defines `GET /me`, which returns the user behind the credential. */
export function getMe({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Read yourself',
    description:
      'Returns the user behind the credential. This is the cheapest way to check whether a credential still works, and which role it has.',
    auth: 'required',
    responses: {
      200: {
        description: 'The user behind the credential.',
        headers: ['ETag'],
        schema: userSchema(platform),
      },
    },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      return { status: 200, body: presentUser(await users.me(actor)) };
    },
  });
}
