import type { Actor } from '../actor.js';
import { parseId, type GroupId } from '../ids.js';
import type { Target } from '../policy/action.js';
import { commandOnGroup, hostSubject, isAskedAbove, type Subject } from './authorize.js';
import type { CommandContext } from './context.js';

/**
 * Returns what a host asks about. A group, which looks like a user until it is looked up, is asked about as the command
 * on it would be, so that both answer the same.
 */
export async function subjectOfHost(
  { stores }: Pick<CommandContext, 'stores'>,
  actor: Actor,
  action: string,
  target: Target,
): Promise<Subject> {
  const subject = hostSubject(target);
  const { ownerId, kind, id } = target;
  if (kind !== null || (actor.type === 'user' && actor.id === ownerId)) return subject;
  const groupId = parseId<GroupId>(ownerId);
  const group = groupId === null ? null : await stores.groups.find(groupId);
  if (group === null) return subject;
  const ofGroup = commandOnGroup(action, group);
  // Any other id, or none, is that of something in the group.
  return id === ownerId ? ofGroup : { ...ofGroup, target };
}

/** Returns the targets of several such questions. The groups are looked up only if the targets depend on them. */
export async function targetsOfHost(
  context: Pick<CommandContext, 'stores'>,
  actor: Actor,
  action: string,
  targets: readonly Target[],
): Promise<readonly Target[]> {
  if (!isAskedAbove(action)) return targets;
  const subjects = await Promise.all(targets.map((target) => subjectOfHost(context, actor, action, target)));
  return subjects.map(({ target }) => target);
}
