import type { OwnerId, ResourceId } from '../ids.js';
import { RESOURCE_NAME_LENGTH_MAX } from '../limits.js';
import { textProblem, type Problem } from '../commands/problems.js';

/** Something that an owner has and that counts against their quotas. */
export interface Resource<Kind extends string = string> {
  readonly id: ResourceId;
  readonly ownerId: OwnerId;
  readonly kind: Kind;
  /** The owner's name for the resource. Required, not unique. */
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * @example
 * console.log(resourceNameProblem('')); // says what would be right; `null` if nothing is wrong
 */
export function resourceNameProblem(value: unknown): Problem {
  return textProblem(value, 1, RESOURCE_NAME_LENGTH_MAX);
}
