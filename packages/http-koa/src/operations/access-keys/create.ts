import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { ACCESS_KEY_SCHEMA, presentAccessKey } from '../../present/access-key.js';
import { closedObject } from '../../schema/closed-object.js';
import { readIdempotencyKey } from '../../request/idempotency-key.js';
import { accessKeyName, expiry, idempotencyKey, publicKey } from '../../schema/fields.js';
import { readTime } from '../../schema/time.js';

/** Defines `POST /access-keys`, with which users register public keys of their own. */
export function createAccessKey({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createAccessKey',
    method: 'POST',
    path: '/access-keys',
    summary: 'Register an access key',
    description:
      'Registers an Ed25519 public key, so that you can sign requests with its private key. You can register keys only for yourself, with a session or a password: a request that is itself signed with a key is forbidden. A key that you have already registered is refused. Never send the private key.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    headers: closedObject({ 'Idempotency-Key': idempotencyKey.optional() }),
    body: closedObject({ name: accessKeyName, publicKey, expiresAt: expiry.optional() }),
    responses: {
      201: {
        description:
          'The new entry, or the one from an earlier request with this idempotency key. Its `id` is the `keyid` of signatures.',
        schema: ACCESS_KEY_SCHEMA,
      },
    },
    // Forbidden if the request is itself signed with a key. Not found if the user has been deleted meanwhile.
    refusals: ['idempotency-key-reused', 'confirmation-required', 'forbidden', 'not-found'],
    async handle({ actor, headers, body }) {
      const expiresAt = typeof body.expiresAt === 'string' ? readTime(body.expiresAt) : body.expiresAt;
      const idempotencyKey = readIdempotencyKey(headers['Idempotency-Key']) ?? undefined;
      const accessKey = await accessKeys.register(actor, { ...body, expiresAt, idempotencyKey });
      return { status: 201, body: presentAccessKey(accessKey) };
    },
  });
}
