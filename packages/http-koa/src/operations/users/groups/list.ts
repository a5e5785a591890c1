import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { MEMBERSHIP_FILE, membershipSchema, presentMembership } from '../../../present/member.js';
import { pageAnswer, pageResponse } from '../../../present/page.js';
import { closedObject } from '../../../schema/closed-object.js';
import { page } from '../../../schema/fields.js';

/** Defines `GET /users/{id}/groups`, which lists the groups that one user is a member of, page by page. */
export function listUserGroups({ members, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserGroups',
    method: 'GET',
    path: '/users/{id}/groups',
    summary: 'List a user’s groups',
    description:
      'Lists the groups that the user is a member of, with their role in each, the newest group first. For the user and for administrators. The groups below these, where the rights of the role hold too, are not listed.',
    auth: 'required',
    streamed: MEMBERSHIP_FILE,
    query: closedObject(page),
    responses: { 200: pageResponse('A page of memberships.', membershipSchema(platform)) },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, query }) {
      return pageAnswer(await members.ofUser(actor, params.id, query), presentMembership);
    },
  });
}
