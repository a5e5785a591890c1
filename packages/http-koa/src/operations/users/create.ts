import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, USER_SCHEMA } from '../../present/user.js';
import { closedObject } from '../../request/closed-object.js';
import { email, limitsByMeter, newPassword, role } from '../../request/members.js';

export function createUser({ users, platform, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createUser',
    method: 'POST',
    path: '/users',
    summary: 'Create a user.',
    auth: 'required',
    body: closedObject({
      email,
      password: newPassword(settings),
      role: role(platform).optional(),
      limits: limitsByMeter(platform).optional(),
    }),
    responses: { 201: { description: 'The user.', schema: USER_SCHEMA } },
    refusals: ['email-taken', 'forbidden'],
    async handle({ actor, body }) {
      const user = await users.create(actor, body);
      return { status: 201, location: `/users/${user.id}`, body: presentUser(user) };
    },
  });
}
