import { groundsOf, type Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import { parseId } from '../ids.js';
import { and } from '../policy/scope.js';

/** A user or a group as people know it. */
export interface NamedOwner {
  readonly id: string;
  /** `user`, or the type of the group. */
  readonly type: string;
  /** The email address of a user, or the name of a group. */
  readonly name: string;
}

/**
 * Returns those of the owners that exist and that the actor may read, by id. One statement reads all users among them;
 * a second one reads the groups, if any other id is left.
 */
export async function namedOwners(
  { stores, policy }: CommandContext,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedOwner>> {
  groundsOf(actor);
  const asked = [...new Set(ids.map((id) => parseId(id)))].filter((id) => id !== null);
  const within = (action: string, some: readonly string[]) => ({
    scope: and([policy.scope(actor, action), { type: 'id', ids: some }]),
    olderThanId: null,
    count: some.length,
  });
  const named = new Map<string, NamedOwner>();
  if (asked.length === 0) return named;
  const users = await stores.users.list({ ...ANY_USER, ...within('user:read', asked) });
  for (const { id, email } of users) named.set(id, { id, type: 'user', name: email });
  const others = asked.filter((id) => !named.has(id));
  if (others.length === 0) return named;
  const groups = await stores.groups.list({ ...ANY_GROUP, ...within('group:read', others) });
  for (const { id, type, name } of groups) named.set(id, { id, type, name });
  return named;
}

const ANY_USER = { emailKey: null, role: null, status: null, over: null, nearPercent: null, byEmail: null };
const ANY_GROUP = { parentId: null, type: null, over: null, nearPercent: null };
