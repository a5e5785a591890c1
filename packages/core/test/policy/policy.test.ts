import {
  actorType,
  all,
  allow,
  any,
  atLeast,
  confirmed,
  BUILT_IN_ACTIONS,
  definePolicy,
  equals,
  forbid,
  includes,
  kind,
  not,
  ofActor,
  ofTarget,
  owner,
  ownerId,
  platformPolicy,
  publicView,
  renderDecisionTable,
  role,
  withAttributes,
  type Rule,
} from '@bailiwick/core/policy';
import { actors, targets } from '@bailiwick/core/testing';
import test from 'ava';
import fc from 'fast-check';
import { naivelyAllows } from './naive-policy.js';
import { runs } from './runs.js';
import { actions, actor, condition, defined, rules, target } from '@bailiwick/test-policies';

const { admin, anonymous, system, user } = actors;

test('platformPolicy: it decides and names the rule', (t) => {
  const anns = targets.resource('ann');
  t.deepEqual(platformPolicy.decide(user({ id: 'ann' }), 'resource:delete', anns), {
    allowed: true,
    reason: 'allowed',
    rule: 'owners manage their resources',
  });
  t.deepEqual(platformPolicy.decide(user({ id: 'bob' }), 'resource:delete', anns), {
    allowed: false,
    reason: 'not-owner',
    rule: null,
  });
  t.deepEqual(platformPolicy.decide(admin({ id: 'root', status: 'disabled' }), 'resource:read', anns), {
    allowed: false,
    reason: 'disabled',
    rule: 'disabled users may do nothing',
  });
});

test('platformPolicy: administrators and the system may do everything, and anonymous actors nothing', (t) => {
  for (const action of BUILT_IN_ACTIONS) {
    for (const target of [targets.platform, targets.user('ann'), targets.resource('ann')]) {
      t.true(platformPolicy.decide(admin({ id: 'root' }), action, target).allowed);
      t.true(platformPolicy.decide(system('cron'), action, target).allowed);
      t.false(platformPolicy.decide(anonymous, action, target).allowed);
    }
  }
});

test('platformPolicy: users may do exactly what this list has, to themselves', (t) => {
  const allowed = BUILT_IN_ACTIONS.filter(
    (action) => platformPolicy.decide(user({ id: 'ann' }), action, targets.user('ann')).allowed,
  );
  t.deepEqual(allowed, [
    'resource:create',
    'resource:read',
    'resource:update',
    'resource:delete',
    'resource:transfer',
    'user:read',
    'user:change-password',
    'user:change-email',
    'session:read',
    'session:confirm',
    'session:revoke',
    'access-key:create',
    'access-key:read',
    'access-key:revoke',
    'quota:read',
    'decision:read',
  ]);
  for (const action of BUILT_IN_ACTIONS) {
    t.false(platformPolicy.decide(user({ id: 'ann' }), action, targets.user('bob')).allowed);
    t.false(platformPolicy.decide(user({ id: 'ann' }), action, targets.platform).allowed);
  }
});

test('definePolicy: two rules of one name are refused, and a repeated rule counts once', (t) => {
  const rule = allow('a', { actions: ['resource:read'] });
  t.is(definePolicy(rule, rule).rules.length, 1);
  t.throws(() => definePolicy(rule, forbid('a', { actions: ['resource:read'] })), {
    message: 'Two policy rules are named "a": give each rule a name of its own.',
  });
});

const undefinable: readonly (readonly [string, Rule, RegExp])[] = [
  ['for no role', allow('x', { actions: 'any', when: role() }), /never match/],
  ['for two roles at once', allow('x', { actions: 'any', when: all(role('a'), role('b')) }), /never match/],
  [
    'for a system actor who owns',
    allow('x', { actions: 'any', when: all(actorType('system'), owner) }),
    /never/,
  ],
  ['for nobody at all', forbid('x', { actions: 'any', when: any() }), /never match/],
  ['against itself', forbid('x', { actions: 'any', when: all(owner, not(owner)) }), /never match/],
  ['for an owner of the platform', allow('x', { actions: ['user:create'], when: owner }), /never match/],
  ['for a kind of user', allow('x', { actions: ['user:read'], kind: 'database' }), /never match/],
  [
    'for a comparison and its opposite',
    allow('x', { actions: ['a:b'], when: all(equals(ofActor('a'), 1), not(equals(ofActor('a'), 1))) }),
    /never match/,
  ],
  [
    'about a list by what is not stored',
    allow('x', { actions: ['resource:read'], when: equals(ofTarget('plan'), 'small') }),
    /attribute "plan" and is about resource:read, which is listed/,
  ],
  [
    'about anything by what is not stored',
    forbid('x', { actions: 'any', when: atLeast(ofTarget('a'), 1) }),
    /listed/,
  ],
];

for (const [what, rule, message] of undefinable) {
  test(`definePolicy: a rule ${what} is refused, with what to do`, (t) => {
    t.throws(() => definePolicy(rule), { instanceOf: TypeError, message });
  });
}

test('Policy: attributes are compared by type and value, and a missing one never allows anything', (t) => {
  const sameRegion = equals(ofActor('region'), ofTarget('region'));
  const policy = definePolicy(
    allow('same region', { actions: ['database:restart'], when: sameRegion }),
    allow('elsewhere', { actions: ['database:move'], when: not(sameRegion) }),
    forbid('not cleared', { actions: ['database:move'], when: not(atLeast(ofActor('clearance'), 2)) }),
  );
  const europe = targets.resource('ann', 'database', { region: 'eu' });
  const nowhere = targets.resource('ann', 'database');
  const restart = (region: string | number) =>
    policy.decide(withAttributes(user(), { region }), 'database:restart', europe).allowed;
  t.deepEqual([restart('eu'), restart('us'), restart(1)], [true, false, false]);
  t.false(policy.decide(user(), 'database:restart', nowhere).allowed);
  const move = (attributes: Record<string, string | number>, to = europe) =>
    policy.decide(withAttributes(user(), attributes), 'database:move', to).allowed;
  t.true(move({ region: 'us', clearance: 2 }));
  t.false(move({ region: 'us', clearance: 1 }));
  t.false(move({ region: 'us' }), 'a missing clearance forbids');
  t.false(move({ clearance: 2 }), 'a missing region does not allow');
  t.false(move({ region: 'us', clearance: 2 }, nowhere), 'a target without a region does not allow');
  t.false(move({ region: 'us', clearance: Number.NaN }), 'what is no number is not cleared');
});

test('Policy: an attribute or action named like a property of every object gets no special treatment', (t) => {
  const policy = definePolicy(allow('x', { actions: ['a:b'], when: equals(ofActor('constructor'), true) }));
  t.false(policy.decide(user(), 'a:b', targets.platform).allowed);
  t.false(policy.decide(withAttributes(user(), {}), 'a:b', targets.platform).allowed);
  for (const name of ['__proto__', 'constructor', 'toString']) {
    t.false(platformPolicy.decide(user({ role: name }), name, targets.platform).allowed);
  }
});

test('Policy: the reason of a default deny names what the nearest rule lacked', (t) => {
  const decide = (...of: Parameters<typeof platformPolicy.decide>) => platformPolicy.decide(...of);
  t.is(decide(user({ id: 'bob' }), 'resource:read', targets.resource('ann')).reason, 'not-owner');
  t.is(decide(user(), 'user:create', targets.platform).reason, 'not-admin');
  t.is(decide(anonymous, 'resource:read', targets.resource('ann')).reason, 'anonymous');
  t.is(decide(admin({ status: 'disabled' }), 'user:create', targets.platform).reason, 'disabled');
  const rule = allow('x', { role: 'operator', kind: 'database', actions: ['database:restart'] });
  const operators = definePolicy(rule);
  const restart = (who: ReturnType<typeof user>, kindOf: string) =>
    operators.decide(who, 'database:restart', targets.resource('ann', kindOf)).reason;
  t.is(restart(user({ role: 'operator' }), 'bucket'), 'other-kind');
  t.is(restart(user(), 'database'), 'not-operator');
  t.is(operators.decide(user(), 'database:drop', targets.platform).reason, 'no-rule');
  const exception = definePolicy(allow('x', { actions: ['a:b'], when: not(kind('vault')) }));
  t.is(exception.decide(user(), 'a:b', targets.resource('ann', 'vault')).reason, 'other-kind');
  const levels = definePolicy(allow('x', { actions: ['a:b'], when: equals(ofActor('level'), 1) }));
  t.is(levels.decide(user(), 'a:b', targets.platform).reason, 'other-attributes');
});

test('Policy: a role or kind named "any" stands for no other, whatever the order of decisions', (t) => {
  const star = { role: 'any', kind: 'any', actions: ['resource:read'] } as const;
  const policy = definePolicy(allow('star', star));
  const decide = (roleOf: string, kindOf: string) =>
    policy.decide(user({ role: roleOf }), 'resource:read', targets.resource('ann', kindOf)).allowed;
  t.deepEqual(
    [decide('any', 'any'), decide('any', 'x'), decide('x', 'any'), decide('any', 'any')],
    [true, false, false, true],
  );
});

test('Policy: an owner without an attribute is not refused for the ownership', (t) => {
  const when = all(owner, any(role('admin'), equals(ofActor('level'), 1)));
  const policy = definePolicy(allow('x', { actions: ['resource:update'], when }));
  const update = (who: Parameters<typeof policy.decide>[0]) =>
    policy.decide(who, 'resource:update', targets.resource('ann'));
  t.is(update(user({ id: 'ann' })).reason, 'other-attributes');
  t.true(
    update(admin({ id: 'ann' })).allowed,
    'what is missing matters only where the rest does not settle it',
  );
});

test('publicView: a target that the actor may not see looks like one that does not exist', (t) => {
  const foreign = platformPolicy.decide(user({ id: 'bob' }), 'resource:read', targets.resource('ann'));
  t.deepEqual(publicView(foreign, false), { allowed: false, reason: 'not-found', rule: null });
  t.is(publicView(foreign, true), foreign);
});

test('renderDecisionTable: it prints every decision, with the reasons of refusals', (t) => {
  const table = renderDecisionTable(platformPolicy, {
    actions: ['resource:delete'],
    actors: { owner: user({ id: 'ann' }), other: user({ id: 'bob' }), admin: admin({ id: 'root' }) },
    targets: { 'of ann': targets.resource('ann') },
  });
  const lines = [
    '| action | target | owner | other | admin |',
    '| --- | --- | --- | --- | --- |',
    '| resource:delete | of ann | allow | not-owner | allow |',
    '',
  ];
  t.is(table, lines.join('\n'));
});

test('renderDecisionTable: a name stays one cell, whatever it contains', (t) => {
  const table = renderDecisionTable(platformPolicy, {
    actions: ['a|b'],
    actors: { 'root | allow': admin(), 'x\ny\u2028z': admin(), 'back\\': admin() },
    targets: { '<!--\r\n| `*_[]()_*`': targets.platform, '\u202Efo': targets.platform },
  });
  const lines = [
    '| action | target | root \\| allow | x\uFFFDy\uFFFDz | back\\\\ |',
    '| --- | --- | --- | --- | --- |',
    '| a\\|b | \\<!--\uFFFD\uFFFD\\| \\`\\*\\_\\[\\]()\\_\\*\\` | allow | allow | allow |',
    '| a\\|b | \uFFFDfo | allow | allow | allow |',
    '',
  ];
  t.is(table, lines.join('\n'));
});

test('Policy: earlier decisions on other actions or credentials change no reason', (t) => {
  const policy = definePolicy(allow('x', { actions: 'any', when: ownerId('ann') }));
  t.is(policy.decide(user({ id: 'bob' }), 'user:list', targets.platform).reason, 'no-rule');
  t.is(policy.decide(user({ id: 'bob' }), 'resource:update', targets.resource('eve')).reason, 'other-owner');
  const sure = definePolicy(allow('x', { actions: 'any', when: confirmed }));
  const reason = (credential: 'session' | 'access-key') =>
    sure.decide(user({ credential, confirmed: false }), 'a:b', targets.platform).reason;
  t.deepEqual([reason('session'), reason('access-key')], ['confirmation-required', 'other-credential']);
});

function property(title: string, numRuns: number, check: fc.IProperty<unknown>): void {
  test(`Policy, with random rules: ${title}`, (t) => {
    t.notThrows(() => fc.assert(check, { numRuns }));
  });
}

const anything = [rules, actor, actions, target] as const;

property(
  'it agrees with the same policy written as plainly as possible',
  runs(20_000, 1_000_000),
  fc.property(...anything, (given, who, what, on) => {
    return definePolicy(...given).decide(who, what, on).allowed === naivelyAllows(given, who, what, on);
  }) as fc.IProperty<unknown>,
);

property(
  'a target is within the scope exactly when the decision allows it (A7)',
  runs(10_000, 200_000),
  fc.property(rules, actor, target, (given, who, on) => {
    const policy = definePolicy(...given);
    return (
      includes(policy.scope(who, 'resource:read'), on) === policy.decide(who, 'resource:read', on).allowed
    );
  }) as fc.IProperty<unknown>,
);

property(
  'an action that no rule allows is refused, with a reason',
  5000,
  fc.property(...anything, (given, who, what, on) => {
    const forbids = given.filter(({ effect }) => effect === 'forbid');
    const decision = definePolicy(...forbids).decide(who, what, on);
    return !decision.allowed && decision.reason.length > 0;
  }) as fc.IProperty<unknown>,
);

property(
  'adding a forbid never allows more, and one that applies beats every allow',
  5000,
  fc.property(rules, condition, actor, actions, target, (given, when, who, what, on) => {
    const extra = defined({ effect: 'forbid', name: 'extra', actions: 'any', when });
    if (extra === null) return true;
    const before = definePolicy(...given).decide(who, what, on).allowed;
    const after = definePolicy(...given, extra).decide(who, what, on).allowed;
    const applies = !definePolicy(allow('all', { actions: 'any' }), extra).decide(who, what, on).allowed;
    return after === (before && !applies);
  }) as fc.IProperty<unknown>,
);

property(
  'neither order nor repeats matter, for the decision, its reason and the rule that it names',
  5000,
  fc.property(
    rules.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray([...given], { minLength: given.length })),
    ),
    actor,
    actions,
    target,
    ([given, shuffled], who, what, on) => {
      const decide = (order: readonly Rule[]) => definePolicy(...order).decide(who, what, on);
      const [one, other] = [decide(given), decide([...shuffled, ...given])];
      return JSON.stringify(one) === JSON.stringify(other);
    },
  ) as fc.IProperty<unknown>,
);
