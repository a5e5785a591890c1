import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { GROUP_FILE, listedGroupSchema, presentGroup, presentGroupWithQuotas } from '../../present/group.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { closedObject } from '../../schema/closed-object.js';
import { flag, identifier, includeGroupQuotas, near, page, someText } from '../../schema/fields.js';

/** Defines `GET /groups`, which lists all groups that the caller may read, page by page. */
export function listGroups({ groups, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listGroups',
    method: 'GET',
    path: '/groups',
    summary: 'List groups',
    description:
      'Lists the groups that you may read, newest first. With `parentId`, only those that lie directly in this group. `over=true` finds groups whose usage exceeds one of their own limits, and `near=80` those that use 80 % of one or more. Both find only groups whose quotas you may read. With `include=quotas`, each group has its `quotas`, as far as you may read them. A filter that matches nothing, or nothing that you may see, gives an empty page.',
    auth: 'required',
    streamed: GROUP_FILE,
    query: closedObject({
      parentId: someText('Only groups that lie in this one, and not those further down.').optional(),
      type: identifier.optional(),
      over: flag('Only groups whose usage exceeds one of their own limits.').optional(),
      near: near.optional(),
      include: includeGroupQuotas.optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of groups.', listedGroupSchema(platform)) },
    refusals: [],
    async handle({ actor, query }) {
      const { include, ...options } = query;
      return include === 'quotas'
        ? pageAnswer(await groups.listWithQuotas(actor, options), presentGroupWithQuotas)
        : pageAnswer(await groups.list(actor, options), presentGroup);
    },
  });
}
