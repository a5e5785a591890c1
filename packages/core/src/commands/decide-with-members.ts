import type { Actor } from '../actor.js';
import { parseId } from '../ids.js';
import type { Target } from '../policy/action.js';
import type { Decision } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import type { CommandContext } from './context.js';

/** A decision, and the target with the roles that it was made with. */
interface Decided {
  readonly decision: Decision;
  readonly target: Target;
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
  if (!dependsOnMembers(policy, actor, action, target, decision)) return { decision, target };
  const ownerId = parseId(target.ownerId);
  if (actor.type !== 'user' || ownerId === null) return { decision, target };
  const memberRoles = (await stores.members.rolesOf(actor.id, [ownerId])).get(ownerId) ?? [];
  if (memberRoles.length === 0) return { decision, target };
  const known = { ...target, memberRoles };
  return { decision: policy.decide(actor, action, known), target: known };
}

/** The same for several targets: one statement looks up the roles in all of their owners. */
export async function allowedWithMembers(
  { policy, stores }: Pick<CommandContext, 'policy' | 'stores'>,
  actor: Actor,
  action: string,
  targets: readonly Target[],
): Promise<readonly boolean[]> {
  const decisions = targets.map((target) => policy.decide(actor, action, target));
  const open = targets.filter((target, index) => {
    const decision = decisions[index];
    return decision !== undefined && dependsOnMembers(policy, actor, action, target, decision);
  });
  const owners = new Set(open.map(({ ownerId }) => parseId(ownerId)).filter((id) => id !== null));
  if (actor.type !== 'user' || owners.size === 0) return decisions.map(({ allowed }) => allowed);
  const roles = await stores.members.rolesOf(actor.id, [...owners]);
  return targets.map((target, index) => {
    const memberRoles = roles.get(parseId(target.ownerId) ?? '');
    if (memberRoles === undefined || !open.includes(target)) return decisions[index]?.allowed === true;
    return policy.decide(actor, action, { ...target, memberRoles }).allowed;
  });
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
