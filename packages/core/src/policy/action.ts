/** What the library itself asks the policy about. Hosts add their own, such as `database:restart`. */
export const BUILT_IN_ACTIONS = [
  'resource:create',
  'resource:read',
  'resource:update',
  'resource:delete',
  'user:create',
  'user:list',
  'user:read',
  'user:update',
  'user:delete',
  'user:change-password',
  'user:change-email',
  'user:set-password',
  'session:read',
  'session:revoke',
  'quota:read',
  'quota:set',
  'quota:verify',
  'quota:repair',
  'default-limit:read',
  'default-limit:set',
  'audit-event:read',
] as const;

export type BuiltInAction = (typeof BUILT_IN_ACTIONS)[number];

/**
 * What an action is done to, as far as the policy can see it. A user, their sessions and their quotas
 * are owned by that user; platform-wide settings and the audit log are owned by nobody.
 */
export interface Target {
  readonly ownerId: string | null;
  /** Of a resource; `null` for everything else. */
  readonly kind: string | null;
}

/** Everything that belongs to no user. */
export const PLATFORM: Target = { ownerId: null, kind: null };

/** A user, or what is a part of one: sessions, quotas. */
export function belongingTo(ownerId: string): Target {
  return { ownerId, kind: null };
}
