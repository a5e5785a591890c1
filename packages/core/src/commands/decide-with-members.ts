import type { Actor, UserActor } from '../actor.js';
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

/** Decides about one target, as {@link decideAllWithMembers} does. */
export async function decideWithMembers(
  context: Pick<CommandContext, 'policy' | 'stores'>,
  actor: Actor,
  action: string,
  target: Target,
): Promise<Decided> {
  const [decided] = await decideAllWithMembers(context, actor, action, [target]);
  return decided as Decided;
}

/**
 * Decides with the roles that the actor has in the owners of the targets, which one statement looks up. They are looked
 * up only for a decision that can depend on them: a command on what is the actor's own, and one that is allowed anyhow,
 * costs no look-up.
 */
export async function decideAllWithMembers(
  { policy, stores }: Pick<CommandContext, 'policy' | 'stores'>,
  actor: Actor,
  action: string,
  targets: readonly Target[],
): Promise<readonly Decided[]> {
  const decided: readonly Decided[] = targets.map((target) => ({
    decision: policy.decide(actor, action, target),
    target,
    seen: null,
  }));
  if (actor.type !== 'user') return decided;
  const owners = decided.map(({ decision, target }) =>
    dependsOnMembers(policy, actor, action, target, decision) ? parseId(target.ownerId) : null,
  );
  const asked = new Set(owners.filter((id) => id !== null));
  if (asked.size === 0) return decided;
  const found = await stores.members.rolesOf(actor.id, [...asked]);
  return decided.map((one, index) => {
    const seen = found.get(owners[index] ?? '');
    return seen === undefined ? one : decideOnPath(policy, actor, action, one.target, seen);
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
  actor: UserActor,
  action: string,
  { ownerId, memberRoles }: Target,
  { allowed, rule }: Decision,
): boolean {
  if (ownerId === null || ownerId === actor.id || memberRoles !== undefined) return false;
  const depends = policy.dependsOnMembers(action);
  return depends === 'all' || (depends === 'refusals' && !allowed && rule === null);
}
