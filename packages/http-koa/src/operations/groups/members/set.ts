import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { memberSchema, presentMember } from '../../../present/member.js';
import { closedObject } from '../../../schema/closed-object.js';
import { memberRole } from '../../../schema/fields.js';

/** Defines `PUT /groups/{id}/members/{userId}`, which adds a member, or changes the role of one. */
export function setMember({ members, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setMember',
    method: 'PUT',
    path: '/groups/{id}/members/{userId}',
    summary: 'Add a member, or change their role',
    description:
      'Makes a user a member of the group, or gives a member another role. What a role permits in the group and in the groups below it is decided by the policy. A new member takes from the quotas of the group and of those above it what the service declares. The last active owner of a group keeps that role. A repeated request changes nothing more. It needs a recent confirmation, and no access key can do it.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    body: closedObject({ role: memberRole(platform) }),
    responses: { 200: { description: 'The member.', schema: memberSchema(platform) } },
    refusals: ['not-found', 'forbidden', 'confirmation-required', 'quota-exceeded', 'last-owner'],
    async handle({ actor, params, body }) {
      return { status: 200, body: presentMember(await members.set(actor, params.id, params.userId, body)) };
    },
  });
}
