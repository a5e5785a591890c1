import type { Actor } from '../actor.js';
import { parseId } from '../ids.js';
import type { SeenPath } from './authority.js';
import type { RolesOnPath } from '../members/member-store.js';
import type { Target } from '../policy/action.js';
import type { Decision } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import type { CommandContext } from './context.js';

/** A decision, the target with the roles that it was made with, and what was found along the path. */
interface Decided {
  readonly decision: Decision;
  readonly target: Target;
  readonly seen: SeenPath | null;
}

/**
 * Decides with the roles that the actor has in the owner of the target. They are looked up only if the decision can
 * depend on them: a command on what is the actor's own, and one that is allowed anyhow, costs no look-up.
 */
export async function decideWithMembers(
  { policy, stores }: Pick<CommandContext, 'policy' | 'stores'>,
  actor: Actor,
  action: string,
  target: Target,
): Promise<Decided> {
  const decision = policy.decide(actor, action, target);
  const without = { decision, target, seen: null };
  if (!dependsOnMembers(policy, actor, action, target, decision)) return without;
  const ownerId = parseId(target.ownerId);
  if (actor.type !== 'user' || ownerId === null) return without;
  const found = (await stores.members.rolesOf(actor.id, [ownerId])).get(ownerId);
  return found === undefined ? without : decideOnPath(policy, actor, action, target, found);
}

/** The same for several targets: one statement looks up the roles in all of their owners. */
export async function decideAllWithMembers(
  { policy, stores }: Pick<CommandContext, 'policy' | 'stores'>,
  actor: Actor,
  action: string,
  targets: readonly Target[],
): Promise<readonly Decided[]> {
  const decided = targets.map((target) => ({
    decision: policy.decide(actor, action, target),
    target,
    seen: null,
  }));
  const open = decided.filter(({ decision, target }) =>
    dependsOnMembers(policy, actor, action, target, decision),
  );
  const owners = new Set(open.map(({ target }) => parseId(target.ownerId)).filter((id) => id !== null));
  if (actor.type !== 'user' || owners.size === 0) return decided;
  const found = await stores.members.rolesOf(actor.id, [...owners]);
  return decided.map((one) => {
    const onPath = open.includes(one) ? found.get(parseId(one.target.ownerId) ?? '') : undefined;
    return onPath === undefined ? one : decideOnPath(policy, actor, action, one.target, onPath);
  });
}

export async function allowedWithMembers(
  context: Pick<CommandContext, 'policy' | 'stores'>,
  actor: Actor,
  action: string,
  targets: readonly Target[],
): Promise<readonly boolean[]> {
  return (await decideAllWithMembers(context, actor, action, targets)).map(
    ({ decision }) => decision.allowed,
  );
}

/** Even where the actor has no role, the decision depends on the path: a rule can forbid by a role above. */
function decideOnPath(
  policy: Policy,
  actor: Actor,
  action: string,
  target: Target,
  seen: RolesOnPath,
): Decided {
  const known = { ...target, memberRoles: seen.roles };
  return { decision: policy.decide(actor, action, known), target: known, seen };
}

function dependsOnMembers(
  policy: Policy,
  actor: Actor,
  action: string,
  { ownerId, memberRoles }: Target,
  { allowed, rule }: Decision,
): boolean {
  if (actor.type !== 'user' || ownerId === null || ownerId === actor.id || memberRoles !== undefined)
    return false;
  const depends = policy.dependsOnMembers(action);
  return depends === 'all' || (depends === 'refusals' && !allowed && rule === null);
}
