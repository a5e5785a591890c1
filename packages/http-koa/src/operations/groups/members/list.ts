import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { MEMBER_FILE, memberSchema, presentMember } from '../../../present/member.js';
import { pageAnswer, pageResponse } from '../../../present/page.js';
import { closedObject } from '../../../schema/closed-object.js';
import { page } from '../../../schema/fields.js';

/** Defines `GET /groups/{id}/members`, which lists the members of one group, page by page. */
export function listMembers({ members, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listMembers',
    method: 'GET',
    path: '/groups/{id}/members',
    summary: 'List a group’s members',
    description:
      'Lists the members of the group itself with their roles, those whose users are newest first. The members of the groups above it, whose rights hold here too, are members of those.',
    auth: 'required',
    streamed: MEMBER_FILE,
    query: closedObject(page),
    responses: { 200: pageResponse('A page of members.', memberSchema(platform)) },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, query }) {
      return pageAnswer(await members.list(actor, params.id, query), presentMember);
    },
  });
}
