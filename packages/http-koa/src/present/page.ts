import type { Page } from '@bailiwick/core';
import { objectSchema, type JsonSchema } from '../schema/json-schema.js';
import type { Answer, ResponseDescription } from '../operation.js';

/** Describes one page of a long list, newest first. */
export function pageResponse(description: string, item: JsonSchema): ResponseDescription {
  const schema = objectSchema(`${String(item['title'])}Page`, {
    items: { type: 'array', items: item },
    nextCursor: { type: ['string', 'null'], description: '`null` on the last page.' },
  });
  return { description, headers: ['Link'], schema };
}

/** Describes a list that is short enough for one answer. */
export function listSchema(item: JsonSchema): JsonSchema {
  return objectSchema(`${String(item['title'])}List`, { items: { type: 'array', items: item } });
}

export function pageAnswer<Item>(
  { items, nextCursor }: Page<Item>,
  present: (item: Item) => unknown,
): Answer {
  return { status: 200, body: { items: items.map(present), nextCursor }, nextCursor };
}

export function listAnswer<Item>(items: readonly Item[], present: (item: Item) => unknown): Answer {
  return { status: 200, body: { items: items.map(present) } };
}
