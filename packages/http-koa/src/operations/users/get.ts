import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, USER_SCHEMA } from '../../present/user.js';

export function getUser({ users }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getUser',
    method: 'GET',
    path: '/users/{id}',
    summary: 'Read a user.',
    description:
      'Yourself, or as an administrator anybody. To everybody else a user that exists is answered like one that does not.',
    auth: 'required',
    responses: { 200: { description: 'The user.', schema: USER_SCHEMA } },
    refusals: ['not-found'],
    async handle({ actor, params }) {
      return { status: 200, body: presentUser(await users.get(actor, params.id)) };
    },
  });
}
