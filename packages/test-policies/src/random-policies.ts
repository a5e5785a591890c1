// Makes random policies, actors and targets, for property tests of decisions, of lists and of their transport.
import type { Actor } from '@bailiwick/core';
import {
  actorCredential,
  actorStatus,
  actorId,
  actorType,
  all,
  always,
  any,
  atLeast,
  confirmed,
  definePolicy,
  equals,
  kind,
  member,
  not,
  ofActor,
  ofTarget,
  owner,
  ownerId,
  role,
  targetId,
  withAttributes,
  type Condition,
  type Rule,
} from '@bailiwick/core/policy';
import { actors } from '@bailiwick/core/testing';
import fc from 'fast-check';

// The world is small, so that every rule has a chance to apply. Its ids are valid in databases, since lists are tested
// with the same policies.
export const KINDS = ['database', 'note'] as const;
export const OTHER_KIND = 'bucket';
export const [ANN, BOB, EVE] = ids('a');
export const [FIRST, SECOND, THIRD] = ids('f');
export const TARGET_IDS = [FIRST, SECOND] as const;
/** An owner that is a group. */
export const [GROUP] = ids('c');
const USER_IDS = [ANN, BOB] as const;
export const ROLES = ['user', 'admin', 'support'] as const;
export const MEMBER_ROLES = ['owner', 'viewer'] as const;
/** What an actor can be in the owner of a target: every set of roles. */
export const ALL_MEMBER_ROLES: readonly (readonly string[])[] = [
  [],
  ...MEMBER_ROLES.map((one) => [one]),
  MEMBER_ROLES,
];

const value = fc.constantFrom<string | number | boolean>(1, 2, 'eu', true);

/** Makes conditions on stored members and, with `onTargets`, on attributes of targets, which are not stored. */
export function conditions(onTargets: boolean): fc.Arbitrary<Condition> {
  const side = onTargets
    ? fc.constantFrom(ofActor('level'), ofTarget('level'))
    : fc.constant(ofActor('level'));
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<Condition>(
        always,
        owner,
        actorType('system'),
        actorStatus('disabled'),
        actorId(ANN),
        actorCredential('access-key'),
        confirmed,
      ),
      fc.subarray([...ROLES]).map((roles) => role(...roles)),
      fc.subarray([...KINDS]).map((kinds) => kind(...kinds)),
      fc.subarray([...MEMBER_ROLES]).map((roles) => member(...roles)),
      fc.subarray([...USER_IDS, GROUP]).map((ids) => ownerId(...ids)),
      fc.subarray([...TARGET_IDS]).map((ids) => targetId(...ids)),
      fc.tuple(side, value).map(([left, right]) => equals(left, right)),
      fc.tuple(side, side).map(([left, right]) => equals(left, right)),
      fc.tuple(side, fc.constantFrom(1, 2)).map(([left, right]) => atLeast(left, right)),
      fc.tuple(side, side).map(([left, right]) => atLeast(left, right)),
      fc.array(tie('node'), { maxLength: 3 }).map((parts) => all(...parts)),
      fc.array(tie('node'), { maxLength: 3 }).map((parts) => any(...parts)),
      tie('node').map((part) => not(part)),
    ),
  })).node;
}

export const actions = fc.constantFrom('resource:read', 'resource:delete', 'database:restart');

const ruleBody = fc.oneof(
  fc.record({
    effect: fc.constantFrom('allow', 'forbid'),
    actions: fc.oneof(fc.constant('any' as const), fc.constant(['resource:read', 'resource:delete'])),
    when: conditions(false),
  }),
  fc.record({
    effect: fc.constantFrom('allow', 'forbid'),
    actions: fc.constant(['resource:delete', 'database:restart']),
    when: conditions(true),
  }),
);

export const condition = conditions(false);

/** Makes sets of valid rules. Rules that can never match are left out; they have tests of their own. */
export const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(ruleBody, { maxLength: 12 })
  .map((bodies) =>
    bodies.flatMap((body, index) => defined(Object.assign({}, body, { name: `rule ${index}` })) ?? []),
  );

/** Returns the rule as the library keeps it, or `null` if it is refused. */
export function defined(rule: Omit<Rule, 'reason'>): Rule | null {
  try {
    return definePolicy(rule as Rule).rules[0] ?? null;
  } catch {
    return null;
  }
}

/** Makes levels, including values that cannot be compared: a nullable column, a division by zero, a list. */
export const level = fc.option(
  fc.constantFrom<unknown>(0, 1, 2, 'eu', '1', true, null, Number.NaN, Infinity, ['eu'], new Date(0), {}, 1n),
  { nil: undefined },
) as fc.Arbitrary<string | number | boolean | undefined>;

export const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant(actors.anonymous),
  fc.constant(actors.system('cron')),
  fc
    .tuple(
      fc.constantFrom(...USER_IDS, EVE),
      fc.constantFrom(...ROLES, 'guest'),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      level,
    )
    .map(([id, actorRole, active, signed, confirms, given]) => {
      const status = active ? 'active' : 'disabled';
      const credential = signed ? 'access-key' : 'session';
      const user = actors.user({ id, role: actorRole, status, credential, confirmed: confirms });
      return given === undefined ? user : withAttributes(user, { level: given });
    }),
);

export const target = fc
  .record({
    ownerId: fc.constantFrom<string | null>(...USER_IDS, EVE, GROUP, null),
    memberRoles: fc.constantFrom(...ALL_MEMBER_ROLES),
    kind: fc.constantFrom<string | null>(...KINDS, OTHER_KIND, null),
    id: fc.constantFrom<string | null>(...TARGET_IDS, THIRD, null),
    level,
  })
  .map(({ level: given, ...rest }) =>
    given === undefined ? rest : { ...rest, attributes: { level: given } },
  );

function ids(letter: string): readonly [string, string, string] {
  const id = (digit: number) =>
    `01900000-0000-7000-8000-00000000000${digit}`.replace('-8000-0', `-8000-${letter}`);
  return [id(1), id(2), id(3)];
}
