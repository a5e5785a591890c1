import { MalformedRequestError } from '@bailiwick/core';
import { closedObject } from '../schema/closed-object.js';
import { entityTag, ifMatchNames, ifNoneMatchNames } from './entity-tag.js';
import { anyText } from '../schema/fields.js';

/** The preconditions of a change to a target with an `ETag` (RFC 9110 section 13). */
export const preconditions = closedObject({
  'If-Match': anyText(
    'The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412.',
  ).optional(),
  'If-None-Match': anyText('The opposite: the answer is a 412 if this is the current `ETag`.').optional(),
});

interface Preconditions {
  readonly 'If-Match'?: string | undefined;
  readonly 'If-None-Match'?: string | undefined;
}

/**
 * Returns a predicate that recognises the version that the client means, by the answer that `present` makes of it;
 * `undefined` if any version will do, as with `If-Match: *`.
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

/** Otherwise, a client that leaves the quotes out would get a 412 forever. @throws `malformed-request` */
function requireTags(name: string, value: string): void {
  if (TAGS.test(value)) return;
  throw new MalformedRequestError(
    `${name} must be "*", or the value of an ETag header with its double quotes.`,
  );
}
