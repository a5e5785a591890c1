import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, USER_SCHEMA } from '../../present/user.js';

export function getMe({ users }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Who you are.',
    description: 'The cheapest way to find out whether a credential still works, and with which role.',
    auth: 'required',
    responses: {
      200: { description: 'The user behind the credential.', headers: ['ETag'], schema: USER_SCHEMA },
    },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      return { status: 200, body: presentUser(await users.me(actor)) };
    },
  });
}
