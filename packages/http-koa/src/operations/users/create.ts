import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { readIdempotencyKey } from '../../request/idempotency-key.js';
import { email, idempotencyKey, limitsByMeter, newPassword, role } from '../../schema/fields.js';

export function createUser({ users, platform, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createUser',
    method: 'POST',
    path: '/users',
    summary: 'Create a user',
    description:
      'For administrators: there is no self-registration. The address must be free, whatever its case. `limits` sets limits of the user’s own, by meter; for every other meter the default holds. Of a password no fingerprint is kept: a repeat with an `Idempotency-Key` and another password is answered with the first user, whose password stays.',
    auth: 'required',
    headers: closedObject({ 'Idempotency-Key': idempotencyKey.optional() }),
    body: closedObject({
      email,
      password: newPassword(settings),
      role: role(platform).optional(),
      limits: limitsByMeter(platform).optional(),
    }),
    responses: {
      201: {
        description: 'The user, or the one that an earlier request with this key made.',
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
