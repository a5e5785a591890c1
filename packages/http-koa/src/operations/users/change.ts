import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, USER_SCHEMA } from '../../present/user.js';
import { closedObject } from '../../request/closed-object.js';
import { email, role, status } from '../../request/members.js';

export function changeUser({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'changeUser',
    method: 'PATCH',
    path: '/users/{id}',
    summary:
      'Change the email address, the role or the status of a user; disabling ends all of their sessions.',
    description:
      'Only the members that are sent change. The last active administrator can neither be disabled nor get another role.',
    auth: 'required',
    body: closedObject({
      email: email.optional(),
      role: role(platform).optional(),
      status: status.optional(),
    }),
    mediaTypes: ['application/json', 'application/merge-patch+json'],
    responses: { 200: { description: 'The user as changed.', schema: USER_SCHEMA } },
    refusals: ['not-found', 'forbidden', 'email-taken', 'last-admin'],
    async handle({ actor, params, body }) {
      return { status: 200, body: presentUser(await users.change(actor, params.id, body)) };
    },
  });
}
