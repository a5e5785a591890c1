import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { groupSchema, presentGroup } from '../../present/group.js';

/** Defines `GET /groups/{id}`, which returns one group with its entity tag. */
export function getGroup({ groups, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getGroup',
    method: 'GET',
    path: '/groups/{id}',
    summary: 'Read a group',
    description:
      'Returns a group. Groups that you may not see get the same answer as those that do not exist. Send the `ETag` back as `If-None-Match` to get a 304 while nothing has changed, or as `If-Match` when you change or delete the group.',
    auth: 'required',
    responses: {
      200: { description: 'The group, with its `ETag`.', headers: ['ETag'], schema: groupSchema(platform) },
    },
    refusals: ['not-found'],
    async handle({ actor, params }) {
      return { status: 200, body: presentGroup(await groups.get(actor, params.id)) };
    },
  });
}
