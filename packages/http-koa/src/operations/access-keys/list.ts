import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { ACCESS_KEY_SCHEMA, presentAccessKey } from '../../present/access-key.js';
import { listAnswer, listSchema } from '../../present/page.js';

/** Defines `GET /access-keys`, which lists the keys of the acting user. */
export function listAccessKeys({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listAccessKeys',
    method: 'GET',
    path: '/access-keys',
    summary: 'List your access keys',
    description:
      'Lists your keys, newest first. Expired keys are included. The time of the last use is exact to the minute.',
    auth: 'required',
    responses: {
      200: { description: 'All of your keys, at most 100.', schema: listSchema(ACCESS_KEY_SCHEMA) },
    },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      return listAnswer(await accessKeys.list(actor), presentAccessKey);
    },
  });
}
