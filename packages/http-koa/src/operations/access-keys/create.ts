import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { ACCESS_KEY_SCHEMA, presentAccessKey } from '../../present/access-key.js';
import { closedObject } from '../../request/closed-object.js';
import { accessKeyName, publicKey, time } from '../../request/members.js';

export function createAccessKey({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createAccessKey',
    method: 'POST',
    path: '/access-keys',
    summary: 'Register a public key, whose signatures then stand for you.',
    auth: 'required',
    body: closedObject({ name: accessKeyName, publicKey, expiresAt: time.optional() }),
    responses: {
      201: { description: 'Its `id` is the `keyid` of signatures.', schema: ACCESS_KEY_SCHEMA },
    },
    // Forbidden: the request was itself signed with a key. Not found: its user is gone by now.
    refusals: ['forbidden', 'not-found'],
    async handle({ actor, body }) {
      const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt);
      const accessKey = await accessKeys.register(actor, { ...body, expiresAt });
      return { status: 201, location: `/access-keys/${accessKey.id}`, body: presentAccessKey(accessKey) };
    },
  });
}
