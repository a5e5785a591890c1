import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { DEFAULT_LIMIT_SCHEMA, presentDefaultLimit } from '../../present/quota.js';
import { closedObject } from '../../schema/closed-object.js';
import { limit } from '../../schema/fields.js';

/** Defines `PUT /default-limits/{meter}`, which sets the limit of users without one of their own. */
export function setDefaultLimit({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setDefaultLimit',
    method: 'PUT',
    path: '/default-limits/{meter}',
    summary: 'Set a default limit',
    description:
      'Sets the limit of all users who have no limit of their own. For administrators. It takes effect at once, also for existing users.',
    auth: 'required',
    body: closedObject({ limit }),
    responses: { 200: { description: 'The new limit.', schema: DEFAULT_LIMIT_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, body }) {
      const set = await quotas.setDefaultLimit(actor, { meter: params.meter, limit: body.limit });
      return { status: 200, body: presentDefaultLimit(set) };
    },
  });
}
