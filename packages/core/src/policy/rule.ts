import type { BuiltInAction } from './action.js';
import { all, always, kind as kindIs, role as roleIs, type Condition } from './condition.js';
import type { RefusalReason } from './decision.js';

export interface Rule<
  Action extends string = string,
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> {
  readonly effect: 'allow' | 'forbid';
  readonly name: string;
  readonly actions: readonly Action[] | 'any';
  readonly when: Condition<Role, Kind, Attribute>;
  /** Of a `forbid`: the code that its refusals carry. */
  readonly reason: RefusalReason;
}

/** What a rule is about; every part that is given must hold. */
export interface RuleOptions<
  Action extends string,
  Role extends string,
  Kind extends string,
  Attribute extends string,
> {
  /** `'any'` is every action there is, also those that a host adds later. */
  readonly actions: readonly Action[] | 'any';
  /** Short for `when: role(…)`. */
  readonly role?: Role;
  /** Short for `when: kind(…)`. */
  readonly kind?: Kind;
  readonly when?: Condition<Role, Kind, Attribute>;
}

/** An action is `subject:verb`, of the library or of the host. */
type ActionName = BuiltInAction | `${string}:${string}`;

/**
 * A rule that permits, unless a `forbid` applies too.
 *
 * @example
 * const rule = allow('support reads', { role: 'support', actions: ['resource:read'] });
 */
export function allow<
  const Action extends ActionName = never,
  const Role extends string = never,
  const Kind extends string = never,
  const Attribute extends string = never,
>(name: string, options: RuleOptions<Action, Role, Kind, Attribute>): Rule<Action, Role, Kind, Attribute> {
  return { effect: 'allow', name, actions: options.actions, when: whenOf(options), reason: 'forbidden' };
}

/** A rule that refuses, whatever any `allow` says; its refusals carry `reason`, or `forbidden`. */
export function forbid<
  const Action extends ActionName = never,
  const Role extends string = never,
  const Kind extends string = never,
  const Attribute extends string = never,
>(
  name: string,
  options: RuleOptions<Action, Role, Kind, Attribute> & { readonly reason?: RefusalReason },
): Rule<Action, Role, Kind, Attribute> {
  const { actions, reason = 'forbidden' } = options;
  return { effect: 'forbid', name, actions, when: whenOf(options), reason };
}

function whenOf<R extends string, K extends string, T extends string>(
  options: Omit<RuleOptions<string, R, K, T>, 'actions'>,
): Condition<R, K, T> {
  const parts: Condition<R, K, T>[] = [];
  if (options.role !== undefined) parts.push(roleIs(options.role));
  if (options.kind !== undefined) parts.push(kindIs(options.kind));
  if (options.when !== undefined) parts.push(options.when);
  const [only = always] = parts;
  return parts.length > 1 ? all(...parts) : only;
}
