import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { ACCESS_KEY_SCHEMA, presentAccessKey } from '../../../present/access-key.js';
import { listAnswer, listSchema } from '../../../present/page.js';

/** Defines `GET /users/{id}/access-keys`, which lists the keys of one user. */
export function listUserAccessKeys({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserAccessKeys',
    method: 'GET',
    path: '/users/{id}/access-keys',
    summary: 'List a user’s access keys',
    description:
      'Lists the keys of a user, newest first. For the user and for administrators. Expired keys are included. The time of the last use is exact to the minute.',
    auth: 'required',
    responses: {
      200: { description: 'All keys of the user, at most 100.', schema: listSchema(ACCESS_KEY_SCHEMA) },
    },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      return listAnswer(await accessKeys.list(actor, { userId: params.id }), presentAccessKey);
    },
  });
}
