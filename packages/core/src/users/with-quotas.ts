import type { Actor } from '../actor.js';
import { userSubject, type Access } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { unusedQuota, type Quota } from '../quotas/quota.js';
import { withDeclared } from '../quotas/with-declared.js';
import type { User } from './user.js';

/** A user as a list shows them, with what they use. */
export interface UserWithQuotas<
  Role extends string = string,
  Meter extends string = string,
> extends User<Role> {
  /** As `quotas.list` returns them. */
  readonly quotas: readonly Quota<Meter>[];
}

/** Adds the quotas, which one statement reads for all of the users. @throws `forbidden` if the actor may not read one's */
export async function withQuotas<Role extends string, Meter extends string>(
  { platform, stores }: CommandContext,
  access: Access,
  actor: Actor,
  users: readonly User<Role>[],
): Promise<readonly UserWithQuotas<Role, Meter>[]> {
  for (const { id } of users) await access.permit(actor, 'quota:read', userSubject(id));
  if (users.length === 0) return [];
  const stored = await stores.quotas.listMany(users.map(({ id }) => id));
  return users.map((user) => ({
    ...user,
    quotas: withDeclared(platform, stored.get(user.id) ?? [], unusedQuota),
  }));
}
