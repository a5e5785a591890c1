import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { listAnswer, listSchema } from '../../present/page.js';
import { DEFAULT_LIMIT_SCHEMA, presentDefaultLimit } from '../../present/quota.js';

/** Defines `GET /default-limits`, which lists the limits of owners without limits of their own. */
export function listDefaultLimits({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listDefaultLimits',
    method: 'GET',
    path: '/default-limits',
    summary: 'List default limits',
    description:
      'Lists the limits of all users, and of all groups of a type, who have no limit of their own. For administrators. `null` means unlimited, which is the initial value of every meter.',
    auth: 'required',
    responses: {
      200: {
        description: 'One limit for each meter of users, and those that are set for types of groups.',
        schema: listSchema(DEFAULT_LIMIT_SCHEMA),
      },
    },
    refusals: ['forbidden'],
    async handle({ actor }) {
      return listAnswer(await quotas.listDefaultLimits(actor), presentDefaultLimit);
    },
  });
}
