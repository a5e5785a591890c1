import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { DEFAULT_LIMIT_SCHEMA, presentDefaultLimit } from '../../present/quota.js';
import { closedObject } from '../../schema/closed-object.js';
import { limit, oneOf } from '../../schema/fields.js';

/** Defines `PUT /default-limits/{meter}`, which sets the limit of owners without one of their own. */
export function setDefaultLimit({ quotas, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setDefaultLimit',
    method: 'PUT',
    path: '/default-limits/{meter}',
    summary: 'Set a default limit',
    description:
      'Sets the limit of all users, or with `ownerType` of all groups of a type, who have no limit of their own. For administrators. It takes effect at once, also for those that exist.',
    auth: 'required',
    query: closedObject({
      ownerType: oneOf(
        ['user', ...platform.groupTypes],
        'The owners that it is for: users, or the groups of a type; by default `user`.',
      ).optional(),
    }),
    body: closedObject({ limit }),
    responses: { 200: { description: 'The new limit.', schema: DEFAULT_LIMIT_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, query, body }) {
      const { meter } = params;
      const set = await quotas.setDefaultLimit(actor, { meter, limit: body.limit, ...query });
      return { status: 200, body: presentDefaultLimit(set) };
    },
  });
}
