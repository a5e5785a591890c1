import {
  actorStatus,
  actorType,
  all,
  allow,
  always,
  any,
  BUILT_IN_ACTIONS,
  definePolicy,
  forbid,
  includes,
  kind,
  not,
  owner,
  platformPolicy,
  role,
  type Condition,
  type Rule,
} from '@bailiwick/core/policy';
import { actors, targets } from '@bailiwick/core/testing';
import test from 'ava';
import fc from 'fast-check';

const { admin, anonymous, system, user } = actors;

test('platformPolicy: it decides and names the rule', (t) => {
  const anns = targets.resource('ann');
  t.deepEqual(platformPolicy.decide(user({ id: 'ann' }), 'resource:delete', anns), {
    allowed: true,
    reason: 'allowed-by-rule',
    rule: 'owners manage their resources',
  });
  t.deepEqual(platformPolicy.decide(user({ id: 'bob' }), 'resource:delete', anns), {
    allowed: false,
    reason: 'no-rule-allows',
    rule: null,
  });
  t.deepEqual(platformPolicy.decide(admin({ id: 'root', status: 'disabled' }), 'resource:read', anns), {
    allowed: false,
    reason: 'forbidden-by-rule',
    rule: 'disabled users may do nothing',
  });
});

test('platformPolicy: administrators and the system may do everything, nobody anonymous anything', (t) => {
  for (const action of BUILT_IN_ACTIONS) {
    for (const target of [targets.platform, targets.user('ann'), targets.resource('ann')]) {
      t.true(platformPolicy.decide(admin({ id: 'root' }), action, target).allowed);
      t.true(platformPolicy.decide(system('cron'), action, target).allowed);
      t.false(platformPolicy.decide(anonymous, action, target).allowed);
    }
  }
});

test('platformPolicy: what a user may do is exactly this list, to themselves', (t) => {
  const allowed = BUILT_IN_ACTIONS.filter(
    (action) => platformPolicy.decide(user({ id: 'ann' }), action, targets.user('ann')).allowed,
  );
  t.deepEqual(allowed, [
    'resource:create',
    'resource:read',
    'resource:update',
    'resource:delete',
    'user:read',
    'user:change-password',
    'user:change-email',
    'session:read',
    'session:revoke',
    'quota:read',
  ]);
  for (const action of BUILT_IN_ACTIONS) {
    t.false(platformPolicy.decide(user({ id: 'ann' }), action, targets.user('bob')).allowed);
    t.false(platformPolicy.decide(user({ id: 'ann' }), action, targets.platform).allowed);
  }
});

test('definePolicy: two rules of one name are refused, the same rule twice is one', (t) => {
  const rule = allow('a', { actions: ['resource:read'] });
  t.is(definePolicy(rule, rule).rules.length, 1);
  t.throws(() => definePolicy(rule, forbid('a', { actions: ['resource:read'] })), {
    message: 'Two policy rules are named "a": give each rule a name of its own.',
  });
});

// Random policies over a small world, in which every rule has a chance to apply.
const ACTIONS = ['resource:read', 'resource:delete'] as const;
const KINDS = ['database', 'note'] as const;
const IDS = ['ann', 'bob'] as const;

const condition = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Condition>(always, owner, actorType('system'), actorStatus('disabled')),
    fc.subarray(['user', 'admin', 'support']).map((roles) => role(...roles)),
    fc.subarray([...KINDS]).map((kinds) => kind(...kinds)),
    fc.array(tie('node'), { maxLength: 3 }).map((parts) => all(...parts)),
    fc.array(tie('node'), { maxLength: 3 }).map((parts) => any(...parts)),
    tie('node').map((part) => not(part)),
  ),
})).node;

const ruleBody = fc.record({
  effect: fc.constantFrom('allow', 'forbid'),
  actions: fc.oneof(fc.constant('any' as const), fc.subarray([...ACTIONS], { minLength: 1 })),
  when: condition,
});

const rules: fc.Arbitrary<Rule[]> = fc
  .array(ruleBody, { maxLength: 6 })
  .map((bodies) => bodies.map((body, index) => ({ ...body, name: `rule ${index}` }) as Rule));

const actor = fc.oneof(
  fc.constant(anonymous),
  fc.constant(system('cron')),
  fc
    .record({
      id: fc.constantFrom(...IDS),
      role: fc.constantFrom('user', 'admin', 'support'),
      status: fc.constantFrom('active' as const, 'disabled' as const),
    })
    .map(user),
);

const target = fc.record({
  ownerId: fc.constantFrom<string | null>(...IDS, null),
  kind: fc.constantFrom<string | null>(...KINDS, null),
});

const action = fc.constantFrom(...ACTIONS, 'database:restart');

function property(title: string, check: fc.IProperty<unknown>): void {
  test(`Policy, for random rules: ${title}`, (t) => {
    t.notThrows(() => fc.assert(check, { numRuns: 2000 }));
  });
}

property(
  'a target is within the scope exactly when the decision allows it (A7)',
  fc.property(rules, actor, action, target, (given, who, what, on) => {
    const policy = definePolicy(...given);
    return includes(policy.scope(who, what), on) === policy.decide(who, what, on).allowed;
  }) as fc.IProperty<unknown>,
);

property(
  'what no rule allows is refused',
  fc.property(rules, actor, action, target, (given, who, what, on) => {
    const policy = definePolicy(...given.filter(({ effect }) => effect === 'forbid'));
    return !policy.decide(who, what, on).allowed;
  }) as fc.IProperty<unknown>,
);

property(
  'adding a forbid never allows more, and one that applies beats every allow',
  fc.property(rules, condition, actor, action, target, (given, when, who, what, on) => {
    const extra: Rule = { effect: 'forbid', name: 'extra', actions: 'any', when };
    const before = definePolicy(...given).decide(who, what, on);
    const after = definePolicy(...given, extra).decide(who, what, on);
    const applies = definePolicy({ ...extra, effect: 'allow' }).decide(who, what, on).allowed;
    return after.allowed ? before.allowed && !applies : !before.allowed || applies;
  }) as fc.IProperty<unknown>,
);

property(
  'neither order nor repeats matter',
  fc.property(
    rules.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    ),
    actor,
    action,
    target,
    ([given, shuffled], who, what, on) => {
      const decide = (order: Rule[]) => definePolicy(...order).decide(who, what, on).allowed;
      return decide(given) === decide([...shuffled, ...given]);
    },
  ) as fc.IProperty<unknown>,
);
