import type { Platform, UserActor } from '@bailiwick/core';
import type { AnyBailiwick, Answer, Operation } from '../../operation.js';
import { presentResource, RESOURCE_PREVIEW_SCHEMA, RESOURCE_SCHEMA } from '../../present/resource.js';
import { closedObject } from '../../request/closed-object.js';
import { readIdempotencyKey } from '../../request/idempotency-key.js';
import { idempotencyKey, kindToCreate, preview, resourceName } from '../../request/members.js';

/** What creating a resource takes, for oneself and by an administrator for a user alike. */
export function createRequest(platform: Platform) {
  return {
    query: closedObject({ preview: preview.optional() }),
    headers: closedObject({ 'Idempotency-Key': idempotencyKey.optional() }),
    body: closedObject({ name: resourceName, kind: kindToCreate(platform) }),
  };
}

export const CREATE_RESPONSES: Operation['responses'] = {
  201: {
    description: 'The resource, or the one that an earlier request with this key made.',
    headers: ['Location', 'ETag'],
    schema: RESOURCE_SCHEMA,
  },
  200: {
    description: 'With `preview=true`: it could be created. Nothing was.',
    schema: RESOURCE_PREVIEW_SCHEMA,
  },
};

interface CreateRequest {
  readonly actor: UserActor;
  readonly query: { readonly preview?: boolean | undefined };
  readonly headers: { readonly 'Idempotency-Key'?: string | undefined };
  readonly body: { readonly name: string; readonly kind?: string | undefined };
}

export async function answerCreate(
  { resources }: AnyBailiwick,
  { actor, query, headers, body }: CreateRequest,
  ownerId: string,
): Promise<Answer> {
  const input = { ...body, ownerId };
  if (query.preview === true) {
    const previewed = await resources.preview(actor, input);
    return { status: 200, body: { ...previewed, name: body.name } };
  }
  const key = readIdempotencyKey(headers['Idempotency-Key']) ?? undefined;
  const resource = await resources.create(actor, { ...input, idempotencyKey: key });
  return { status: 201, location: `/resources/${resource.id}`, body: presentResource(resource) };
}
