import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';

export function getMe({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Read yourself',
    description:
      'Who you are. The cheapest way to find out whether a credential still works, and with which role.',
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
