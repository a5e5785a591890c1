import type { OwnerSort, UserActor } from '@bailiwick/core';
import type { AnyBailiwick, Answer, Operation } from '../../operation.js';
import { presentResource, RESOURCE_PREVIEW_SCHEMA, RESOURCE_SCHEMA } from '../../present/resource.js';
import { closedObject } from '../../schema/closed-object.js';
import { readIdempotencyKey } from '../../request/idempotency-key.js';
import { idempotencyKey } from '../../schema/fields.js';

/** Answers for creating and previewing, shared by the owners of resources: the caller, another user, and a group. */

export const CREATE_HEADERS = closedObject({ 'Idempotency-Key': idempotencyKey.optional() });

export const CREATE_RESPONSES: Operation['responses'] = {
  201: {
    description: 'The new resource, or the one from an earlier request with this idempotency key.',
    headers: ['Location', 'ETag'],
    schema: RESOURCE_SCHEMA,
  },
};

export const PREVIEW_RESPONSES: Operation['responses'] = {
  200: {
    description: 'The resource could be created; nothing was created.',
    schema: RESOURCE_PREVIEW_SCHEMA,
  },
};

interface Owner {
  readonly ownerId: string;
  readonly ownerSort: OwnerSort;
}

interface PreviewRequest {
  readonly actor: UserActor;
  readonly body: { readonly name: string; readonly kind?: string | undefined };
}

interface CreateRequest extends PreviewRequest {
  readonly headers: { readonly 'Idempotency-Key'?: string | undefined };
}

/** Creates the resource, and answers with it and its path. */
export async function answerCreate(
  { resources }: AnyBailiwick,
  { actor, headers, body }: CreateRequest,
  owner: Owner,
): Promise<Answer> {
  const key = readIdempotencyKey(headers['Idempotency-Key']) ?? undefined;
  const resource = await resources.create(actor, { ...body, ...owner, idempotencyKey: key });
  return { status: 201, location: `/resources/${resource.id}`, body: presentResource(resource) };
}

/** Checks the create without carrying it out, and answers with what it would make. */
export async function answerPreview(
  { resources }: AnyBailiwick,
  { actor, body }: PreviewRequest,
  owner: Owner,
): Promise<Answer> {
  const previewed = await resources.preview(actor, { ...body, ...owner });
  return { status: 200, body: { ...previewed, name: body.name } };
}
