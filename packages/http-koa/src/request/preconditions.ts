import { MalformedRequestError } from '@bailiwick/core';
import { closedObject } from '../schema/closed-object.js';
import { entityTag, ifMatchNames, ifNoneMatchNames } from './entity-tag.js';
import { anyText } from '../schema/fields.js';

/** What a change of something that has an `ETag` may be made to depend on (RFC 9110 section 13). */
export const preconditions = closedObject({
  'If-Match': anyText(
    'The `ETag` of what you read; when it is another one by now, the answer is a 412.',
  ).optional(),
  'If-None-Match': anyText('The opposite: a 412 when the `ETag` is this one.').optional(),
});

interface Preconditions {
  readonly 'If-Match'?: string | undefined;
  readonly 'If-None-Match'?: string | undefined;
}

/**
 * How to recognise the version that the client means, by what a read of it would `present`; `undefined` when
 * any will do, as with `If-Match: *`.
 */
export function readPreconditions<Entity>(
  { 'If-Match': ifMatch = '*', 'If-None-Match': ifNoneMatch }: Preconditions,
  present: (current: Entity) => object,
): ((current: Entity) => boolean) | undefined {
  requireTags('If-Match', ifMatch);
  requireTags('If-None-Match', ifNoneMatch ?? '*');
  if (ifMatch.trim() === '*' && ifNoneMatch === undefined) return undefined;
  return (current) => {
    const tag = entityTag(present(current));
    return ifMatchNames(ifMatch, tag) && (ifNoneMatch === undefined || !ifNoneMatchNames(ifNoneMatch, tag));
  };
}

const TAGS = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/;

/** Who leaves the quotes out would be told to read again, for ever. @throws `malformed-request` */
function requireTags(name: string, value: string): void {
  if (TAGS.test(value)) return;
  throw new MalformedRequestError(
    `${name} must be "*", or what an ETag header holds, with its double quotes.`,
  );
}
