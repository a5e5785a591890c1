import { textProblem, type Problem } from '../commands/problems.js';
import type { GroupId } from '../ids.js';
import { GROUP_NAME_LENGTH_MAX } from '../limits.js';

/** An owner that several users share: an organisation, a project, a team. */
export interface Group<Type extends string = string> {
  readonly id: GroupId;
  /** One of the types that the host declares. */
  readonly type: Type;
  /** The name that people see. Required, not unique. */
  readonly name: string;
  /** The group that it lies in; `null` for a root. */
  readonly parentId: GroupId | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * @example
 * console.log(groupNameProblem('')); // says what would be right; `null` if nothing is wrong
 */
export function groupNameProblem(value: unknown): Problem {
  return textProblem(value, 1, GROUP_NAME_LENGTH_MAX);
}
