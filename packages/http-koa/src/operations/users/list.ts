import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { listedUserSchema, presentUser, presentUserWithQuotas } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import {
  beginning,
  emailFilter,
  flag,
  identifier,
  include,
  near,
  page,
  status,
} from '../../schema/fields.js';

const COLUMNS = ['id', 'email', 'role', 'status', 'createdAt', 'updatedAt'];

/** Defines `GET /users`, with which administrators list and filter users, page by page. */
export function listUsers({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUsers',
    method: 'GET',
    path: '/users',
    summary: 'List users',
    description:
      'Lists users, newest first, or with `q` in the order of their email addresses. For administrators. A user must match all filters; `over=true` finds users whose usage exceeds one of their limits, and `near=80` those who use 80 % of one or more. Both find only users whose quotas you may read. With `include=quotas`, each user has their `quotas`. A page has at most `pageSize` users; follow `Link` or send `nextCursor` as `cursor`.',
    auth: 'required',
    streamed: {
      filename: 'users',
      columns: (included) => (included.has('quotas') ? [...COLUMNS, 'quotas'] : COLUMNS),
    },
    query: closedObject({
      q: beginning.optional(),
      email: emailFilter.optional(),
      role: identifier.optional(),
      status: status.optional(),
      over: flag('Only users whose usage exceeds one of their limits.').optional(),
      near: near.optional(),
      include: include.optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of users.', listedUserSchema(platform)) },
    refusals: ['forbidden'],
    async handle({ actor, query }) {
      const { q: emailPrefix, include, ...filter } = query;
      const options = { ...filter, emailPrefix };
      return include === 'quotas'
        ? pageAnswer(await users.listWithQuotas(actor, options), presentUserWithQuotas)
        : pageAnswer(await users.list(actor, options), presentUser);
    },
  });
}
