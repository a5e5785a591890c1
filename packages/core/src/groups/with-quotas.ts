import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import { allowedWithMembers } from '../commands/decide-with-members.js';
import { belongingTo } from '../policy/action.js';
import { unusedQuota, type Quota } from '../quotas/quota.js';
import { withDeclared } from '../quotas/with-declared.js';
import type { Group } from './group.js';

/** A group as a list shows it, with what it uses. */
export interface GroupWithQuotas<Type extends string = string> extends Group<Type> {
  /** As `quotas.list` returns them; `null` if the actor may see the group, but not its quotas. */
  readonly quotas: readonly Quota[] | null;
}

/** Adds the quotas, which one statement reads for all of the groups. */
export async function withQuotas<Type extends string>(
  context: CommandContext,
  actor: Actor,
  groups: readonly Group<Type>[],
): Promise<readonly GroupWithQuotas<Type>[]> {
  const { platform, stores } = context;
  const targets = groups.map(({ id }) => belongingTo(id));
  const allowed = await allowedWithMembers(context, actor, 'quota:read', targets);
  const readable = groups.filter((_group, index) => allowed[index]).map(({ id }) => id);
  const stored = readable.length === 0 ? null : await stores.quotas.listMany(readable);
  return groups.map((group) => {
    if (!readable.includes(group.id)) return { ...group, quotas: null };
    return { ...group, quotas: withDeclared(platform, stored?.get(group.id) ?? [], unusedQuota) };
  });
}
