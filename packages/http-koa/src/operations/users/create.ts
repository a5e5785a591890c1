import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { described } from '../../schema/checked-by.js';
import { closedObject } from '../../schema/closed-object.js';
import { readIdempotencyKey } from '../../request/idempotency-key.js';
import { email, idempotencyKey, limitsByMeter, newPassword, role } from '../../schema/fields.js';

/** Defines `POST /users`, with which administrators create users. */
export function createUser({ users, platform, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createUser',
    method: 'POST',
    path: '/users',
    summary: 'Create a user',
    description:
      'Creates a user. For administrators: there is no self-registration. No other user may have the address, in upper or lower case. `limits` sets limits for this user by meter; all other meters have the default limit. An `Idempotency-Key` does not cover the password: a repeat with another password returns the first user and does not change the password.',
    auth: 'required',
    headers: closedObject({ 'Idempotency-Key': idempotencyKey.optional() }),
    body: closedObject({
      email,
      password: newPassword(settings),
      role: described(role(platform), 'The role on the platform; by default `user`.').optional(),
      limits: limitsByMeter(platform).optional(),
    }),
    responses: {
      201: {
        description: 'The new user, or the one from an earlier request with this idempotency key.',
        headers: ['Location', 'ETag'],
        schema: userSchema(platform),
      },
    },
    refusals: ['email-taken', 'idempotency-key-reused', 'confirmation-required', 'forbidden'],
    async handle({ actor, headers, body }) {
      const key = readIdempotencyKey(headers['Idempotency-Key']) ?? undefined;
      const user = presentUser(await users.create(actor, { ...body, idempotencyKey: key }));
      return { status: 201, location: `/users/${user.id}`, body: user };
    },
  });
}
