import type { Platform } from '@bailiwick/core';
import { closedObject } from '../../schema/closed-object.js';
import { kindToCreate, resourceName } from '../../schema/fields.js';

/** What is asked for, whether it is to be created or only to be judged. */
export function resourceBody(platform: Platform) {
  return closedObject({ name: resourceName, kind: kindToCreate(platform) });
}
