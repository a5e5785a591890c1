import { InvalidRequestError, limits } from '@bailiwick/core';
import { defineOperation, type BatchItem } from '../../operation.js';
import { objectSchema, type JsonSchema } from '../../schema/json-schema.js';
import { batchItem, batchItems } from '../../schema/fields.js';
import { closedObject } from '../../schema/closed-object.js';
import { jsonPointer, violationsOf } from '../../schema/validate.js';

const TEXT: JsonSchema = { type: 'string' };

const ITEM_ANSWER_SCHEMA = objectSchema('BatchAnswer', {
  status: { type: 'integer', description: 'The status that the item would have as a request of its own.' },
  headers: objectSchema(
    'BatchAnswerHeaders',
    { ETag: TEXT, Location: TEXT, 'Retry-After': TEXT },
    { optional: ['ETag', 'Location', 'Retry-After'] },
  ),
  body: { description: 'The body that the item would have; `null` if it has none. A refusal has a problem.' },
});

/** Defines `POST /batches`, which performs several requests one after the other. */
export function createBatch() {
  return defineOperation({
    operationId: 'createBatch',
    method: 'POST',
    path: '/batches',
    summary: 'Send several requests at once',
    description: `Performs up to ${limits.BATCH_ITEMS_MAX} requests in their order, each as if it were sent alone: it is validated, decided, checked against its conditions and recorded by itself. One that is refused does not stop the others, and nothing is undone. The answer is a 200 with the answer to each item. The caller is authenticated again for each item. Operations that compare a password, logins and batches cannot be items. If an item is no request at all, the whole batch is a 422, and nothing is done.`,
    auth: 'required',
    alone: true,
    body: closedObject({ items: batchItems }),
    responses: {
      200: {
        description: 'The answers, in the order of the items.',
        headers: ['Set-Cookie'],
        schema: objectSchema('Batch', { items: { type: 'array', items: ITEM_ANSWER_SCHEMA } }),
      },
    },
    refusals: [],
    async handle({ body, performItem }) {
      const items = requireItems(body.items);
      const answers = [];
      for (const item of items) answers.push(await performItem(item));
      const endsSession = answers.some((answer) => answer.endsSession);
      return {
        status: 200,
        body: {
          items: answers.map(({ status, headers, body: content }) => ({ status, headers, body: content })),
        },
        ...(endsSession ? ({ session: 'ended' } as const) : {}),
      };
    },
  });
}

/** @throws `invalid-request`, before anything is done */
function requireItems(items: readonly unknown[]): readonly BatchItem[] {
  const violations = items.flatMap((value, index) =>
    violationsOf({
      value,
      schema: batchItem,
      pointer: (path) => jsonPointer(['items', String(index), ...path]),
    }),
  );
  if (violations.length > 0) throw new InvalidRequestError(violations);
  return items as readonly BatchItem[];
}
