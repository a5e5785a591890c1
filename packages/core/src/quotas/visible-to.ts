import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import { allowedWithMembers } from '../commands/decide-with-members.js';
import { belongingTo } from '../policy/action.js';
import { fits, type QuotaRefusal, type QuotaShortfall } from './quota.js';

/** Names a level that the actor may not see "above", and only if it lacked room. The actor would have `made` one of them. */
export async function visibleTo(
  context: CommandContext,
  actor: Actor,
  quotas: readonly QuotaShortfall[],
  made?: string,
): Promise<readonly QuotaRefusal[]> {
  const visible = await visibleLevels(context, actor, quotas);
  return showing(made === undefined ? visible : new Set([...visible, made]), quotas);
}

/** The same for several refusals, for whose levels the roles of the actor are looked up with one statement. */
export async function eachVisibleTo(
  context: CommandContext,
  actor: Actor,
  refusals: readonly (readonly QuotaShortfall[])[],
): Promise<readonly (readonly QuotaRefusal[])[]> {
  const visible = await visibleLevels(context, actor, refusals.flat());
  return refusals.map((quotas) => showing(visible, quotas));
}

async function visibleLevels(
  context: CommandContext,
  actor: Actor,
  quotas: readonly QuotaShortfall[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(quotas.flatMap(({ owner }) => owner?.id ?? []))];
  const allowed = await allowedWithMembers(context, actor, 'quota:read', ids.map(belongingTo));
  return new Set(ids.filter((_id, index) => allowed[index]));
}

function showing(visible: ReadonlySet<string>, quotas: readonly QuotaShortfall[]): readonly QuotaRefusal[] {
  return quotas.flatMap((quota): QuotaRefusal[] => {
    const { owner, meter, requested } = quota;
    if (owner === undefined || visible.has(owner.id)) return [quota];
    return fits(quota) ? [] : [{ meter, owner: 'above', requested }];
  });
}
