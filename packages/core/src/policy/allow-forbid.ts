import type { BuiltInAction } from './action.js';
import { closedObject, quoted } from '../closed-object.js';
import { all, always, kind as kindIs, role as roleIs, type Condition } from './condition.js';
import type { RefusalReason } from './decision.js';
import { parseRule } from './parse-rule.js';
import type { Rule } from './rule.js';

/** The parts of a rule; it applies when every part that is given holds. */
export interface RuleOptions<
  Action extends string,
  Role extends string,
  Kind extends string,
  Attribute extends string,
> {
  /** `'any'` means every action, including those that a host adds later. */
  readonly actions: readonly Action[] | 'any';
  /** Short for `when: role(…)`; by default any role. */
  readonly role?: Role;
  /** Short for `when: kind(…)`; by default any kind. */
  readonly kind?: Kind;
  /** The condition under which it applies; by default `always`. */
  readonly when?: Condition<Role, Kind, Attribute>;
}

/** An action is `subject:verb`, defined by the library or by the host. */
type ActionName = BuiltInAction | `${string}:${string}`;

/**
 * A rule that permits, unless a `forbid` applies too.
 *
 * @throws {TypeError} naming what in the options was not understood
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
  return makeRule('allow', name, options, ALLOW_MEMBERS) as Rule<Action, Role, Kind, Attribute>;
}

/**
 * A rule that refuses, whatever any `allow` says. Its refusals carry `reason`, by default `forbidden`.
 *
 * @example
 * const rule = forbid('nobody deletes databases', { when: kind('database'), actions: ['resource:delete'] });
 */
export function forbid<
  const Action extends ActionName = never,
  const Role extends string = never,
  const Kind extends string = never,
  const Attribute extends string = never,
>(
  name: string,
  options: RuleOptions<Action, Role, Kind, Attribute> & { readonly reason?: RefusalReason },
): Rule<Action, Role, Kind, Attribute> {
  return makeRule('forbid', name, options, FORBID_MEMBERS) as Rule<Action, Role, Kind, Attribute>;
}

const ALLOW_MEMBERS = ['actions', 'role', 'kind', 'when'];
const FORBID_MEMBERS = [...ALLOW_MEMBERS, 'reason'];

/** Reads the options once; {@link parseRule} then checks them as it checks a rule written as data. */
function makeRule(effect: Rule['effect'], name: string, options: unknown, members: readonly string[]): Rule {
  const what = () => `The policy rule ${typeof name === 'string' ? quoted(name) : 'without a name'}`;
  if (typeof options === 'object' && options !== null && Object.hasOwn(options, 'member'))
    throw new TypeError(
      `${what()} has no member "member": write when: member("owner") for a role in a group.`,
    );
  const [actions, role, kind, when, reason] = closedObject(options, what, members);
  if (actions === undefined) throw new TypeError(`${what()} is about no action: list some, or say "any".`);
  const parts: Condition[] = [];
  // `parseRule` finds values that are no role, kind or condition.
  if (role !== undefined) parts.push(roleIs(role as string));
  if (kind !== undefined) parts.push(kindIs(kind as string));
  if (when !== undefined) parts.push(when as Condition);
  const [only = always] = parts;
  const condition = parts.length > 1 ? all(...parts) : only;
  return parseRule({
    effect,
    name: name ?? null,
    actions,
    when: condition,
    ...(reason === undefined ? {} : { reason }),
  });
}
