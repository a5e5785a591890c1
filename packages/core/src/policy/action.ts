/** Actions that the library itself asks the policy about. Hosts add their own, such as `database:restart`. */
export const BUILT_IN_ACTIONS = Object.freeze([
  'resource:create',
  'resource:read',
  'resource:update',
  'resource:delete',
  'resource:transfer',
  'group:create',
  'group:read',
  'group:update',
  // Asked about the group above, where it lies and where it will lie; for a root the platform.
  'group:move',
  'group:delete',
  'member:read',
  'member:set',
  'member:remove',
  // Removing oneself.
  'member:leave',
  'user:create',
  'user:list',
  'user:read',
  'user:update',
  'user:delete',
  'user:change-password',
  'user:change-email',
  'user:set-password',
  'user:clear-login-failures',
  // Asked about beside `user:update` or `user:create`, where the command sets what the action is named after.
  'user:set-email',
  'user:set-role',
  'session:read',
  'session:confirm',
  'session:revoke',
  'access-key:create',
  'access-key:read',
  'access-key:revoke',
  'quota:read',
  'quota:set',
  'quota:verify',
  'quota:repair',
  'default-limit:read',
  'default-limit:set',
  'audit-event:read',
  'policy:read',
  // Asking what another user may do, and why.
  'decision:read',
] as const);

// Editors show the name of an `Extract`, and all of 31 words of the members of a tuple.
export type BuiltInAction = Extract<(typeof BUILT_IN_ACTIONS)[number], string>;

/** These are asked about with {@link PLATFORM}, which belongs to no user. */
const PLATFORM_ACTIONS: ReadonlySet<string> = new Set<BuiltInAction>([
  'user:create',
  'user:list',
  'quota:verify',
  'quota:repair',
  'default-limit:read',
  'default-limit:set',
  'policy:read',
]);

/** A value that rules can compare: an attribute of an actor, or of a target that the host describes. */
export type AttributeValue = string | number | boolean;
/** The type that a host can declare for an attribute, as `typeof` returns it. */
export type AttributeType = 'string' | 'number' | 'boolean';
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * The object of an action, as far as the policy sees it. Users own themselves, their sessions, access keys and quotas;
 * a group owns itself, its members and its quotas. An audit event belongs to the owner of what it is about. Creating or
 * moving a group and setting its limits are decided about the group above it, which is then the owner; a root has none,
 * and neither do platform-wide settings.
 */
export interface Target<Kind extends string = string> {
  readonly ownerId: string | null;
  /** The kind of a resource; `null` for every other target. */
  readonly kind: Kind | null;
  readonly id?: string | null;
  /**
   * The roles that the acting user has in the group that owns the target, and in the groups above it. The library looks
   * them up; `decide` takes the target as it is given. Left out, the user is a member of none of them.
   */
  readonly memberRoles?: readonly string[];
  /** Only the host knows these, so rules about listed actions cannot compare them. */
  readonly attributes?: Attributes;
}

/** Everything that belongs to no user. */
export const PLATFORM: Target<never> = Object.freeze({ ownerId: null, kind: null });

/**
 * A user or a group, or a part of one: a session, an access key, a quota.
 *
 * @example
 * const { allowed } = bailiwick.decide(actor, 'resource:read', belongingTo(ann.id));
 */
export function belongingTo(ownerId: string): Target<never> {
  return { ownerId, kind: null, id: ownerId };
}

/**
 * Does storage list by this action? Then its rules may use stored columns only. By convention, every action whose
 * name ends in `:read` is listed.
 */
export function isListed(action: string): boolean {
  return action.endsWith(':read');
}

/** Properties that all targets of an action share; `null` means that some have the property and some do not. */
export interface TargetShape {
  readonly owned: boolean | null;
  readonly hasKind: boolean | null;
  readonly hasId: boolean | null;
  /** The kinds that a target with a kind can have; `null`: any. */
  readonly kinds: readonly string[] | null;
  /** The target is a user or a group, or a part of one: its id is its owner's. */
  readonly idIsOwner: boolean;
  /** Can its owner be a group? Nobody is a member of a user. */
  readonly mayBeOfGroup: boolean;
  /** Only what the host describes has attributes: those that it declares for the action, or any. */
  readonly hasAttributes: boolean;
}

const RESOURCE: TargetShape = {
  owned: true,
  hasKind: true,
  hasId: true,
  kinds: null,
  idIsOwner: false,
  mayBeOfGroup: true,
  hasAttributes: false,
};
/** A resource has no id before it is created. */
const NEW_RESOURCE: TargetShape = { ...RESOURCE, hasId: false };
const OWNER: TargetShape = { ...RESOURCE, hasKind: false, idIsOwner: true };
const USER: TargetShape = { ...OWNER, mayBeOfGroup: false };
const PLATFORM_WIDE: TargetShape = { ...RESOURCE, owned: false, hasKind: false, hasId: false };
const MAY_HAVE_OWNER: TargetShape = { ...RESOURCE, owned: null, hasKind: false, hasId: null };
/** A target that a host describes can be anything. */
export const ANYTHING: TargetShape = {
  owned: null,
  hasKind: null,
  hasId: null,
  kinds: null,
  idIsOwner: false,
  mayBeOfGroup: true,
  hasAttributes: true,
};

/** No group has sessions or access keys, and what somebody may do is asked about users. */
const ABOUT_USERS = /^(user|session|access-key|decision):/;

const SHAPES: ReadonlyMap<string, TargetShape> = new Map(
  BUILT_IN_ACTIONS.map((action) => [action, shapeOfBuiltIn(action)]),
);

export function isBuiltIn(action: string): boolean {
  return SHAPES.has(action);
}

export function targetShape(action: string): TargetShape {
  return SHAPES.get(action) ?? ANYTHING;
}

function shapeOfBuiltIn(action: BuiltInAction): TargetShape {
  if (PLATFORM_ACTIONS.has(action)) return PLATFORM_WIDE;
  if (action === 'resource:create') return NEW_RESOURCE;
  if (action.startsWith('resource:')) return RESOURCE;
  // A root lies in nothing, and any other group in its parent. So does the first member of a new one.
  if (action === 'group:create' || action === 'group:move' || action === 'member:set') return MAY_HAVE_OWNER;
  // The limit of a group is decided about above it.
  if (action === 'quota:set') return MAY_HAVE_OWNER;
  if (action === 'audit-event:read') return MAY_HAVE_OWNER;
  return ABOUT_USERS.test(action) ? USER : OWNER;
}
