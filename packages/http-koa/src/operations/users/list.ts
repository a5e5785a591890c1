import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { email, flag, identifier, page, status } from '../../schema/fields.js';

/** Defines `GET /users`, with which administrators list and filter users, page by page. */
export function listUsers({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUsers',
    method: 'GET',
    path: '/users',
    summary: 'List users',
    description:
      'Lists users, newest first. For administrators. A user must match all filters; `over=true` finds users whose usage exceeds one of their limits. A page has at most `pageSize` users; follow `Link` or send `nextCursor` as `cursor`.',
    auth: 'required',
    query: closedObject({
      email: email.optional(),
      role: identifier.optional(),
      status: status.optional(),
      over: flag('Only users whose usage exceeds one of their limits.').optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of users.', userSchema(platform)) },
    refusals: ['forbidden'],
    async handle({ actor, query }) {
      return pageAnswer(await users.list(actor, query), presentUser);
    },
  });
}
