import type { BuiltInAction } from './action.js';
import { all, always, kind as kindIs, role as roleIs, type Condition } from './condition.js';

export interface Rule<
  Action extends string = string,
  Role extends string = string,
  Kind extends string = string,
> {
  readonly effect: 'allow' | 'forbid';
  readonly name: string;
  readonly actions: readonly Action[] | 'any';
  readonly when: Condition<Role, Kind>;
}

/** What a rule is about; every part that is given must hold. */
export interface RuleOptions<Action extends string, Role extends string, Kind extends string> {
  /** `'any'` is every action there is, also those that a host adds later. */
  readonly actions: readonly Action[] | 'any';
  /** Short for `when: role(…)`. */
  readonly role?: Role;
  /** Short for `when: kind(…)`. */
  readonly kind?: Kind;
  readonly when?: Condition<Role, Kind>;
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
>(name: string, options: RuleOptions<Action, Role, Kind>): Rule<Action, Role, Kind> {
  return rule('allow', name, options);
}

/** A rule that refuses, whatever any `allow` says. */
export function forbid<
  const Action extends ActionName = never,
  const Role extends string = never,
  const Kind extends string = never,
>(name: string, options: RuleOptions<Action, Role, Kind>): Rule<Action, Role, Kind> {
  return rule('forbid', name, options);
}

function rule<Action extends string, Role extends string, Kind extends string>(
  effect: Rule['effect'],
  name: string,
  options: RuleOptions<Action, Role, Kind>,
): Rule<Action, Role, Kind> {
  const parts: Condition<Role, Kind>[] = [];
  if (options.role !== undefined) parts.push(roleIs(options.role));
  if (options.kind !== undefined) parts.push(kindIs(options.kind));
  if (options.when !== undefined) parts.push(options.when);
  const [only = always] = parts;
  return { effect, name, actions: options.actions, when: parts.length > 1 ? all(...parts) : only };
}
