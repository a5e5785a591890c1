import type { Platform } from '@bailiwick/core';
import { closedObject } from '../../schema/closed-object.js';
import { kindToCreate, resourceName } from '../../schema/fields.js';

/** The body of a request to create or to preview a resource. */
export function resourceBody(platform: Platform) {
  return closedObject({ name: resourceName, kind: kindToCreate(platform) }, IN_THE_PATH);
}

const IN_THE_PATH = new Map([
  ['ownerId', 'the path names the owner, as in /groups/{id}/resources and /users/{id}/resources'],
]);
