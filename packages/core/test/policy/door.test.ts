import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import {
  all,
  allow,
  any,
  definePolicy,
  equals,
  forbid,
  kind,
  not,
  ofActor,
  owner,
  ownerId,
  platformPolicy,
  role,
  type Rule,
} from '@bailiwick/core/policy';
import * as policyEntry from '@bailiwick/core/policy';
import { actors, fastHasher, targets } from '@bailiwick/core/testing';
import test from 'ava';
import fc from 'fast-check';
import { runs } from './runs.js';

/** The untyped functions, as a host in JavaScript calls them. */
const loosely = { allow, forbid, definePolicy } as unknown as Record<
  'allow' | 'forbid' | 'definePolicy',
  (...args: unknown[]) => unknown
>;

const reads = { actions: ['resource:read'] };

const REFUSED: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    'a misspelt role',
    () => loosely.allow('x', { roles: ['support'], ...reads }),
    /"x" has no member "roles"; did you mean "role"\?/,
  ],
  [
    'a role in a group that is no condition',
    () => loosely.forbid('x', { member: 'owner', ...reads }),
    /"x" has no member "member": write when: member\("owner"\) for a role in a group\.$/,
  ],
  [
    'a misspelt condition',
    () => loosely.allow('x', { wen: owner, ...reads }),
    /no member "wen"; did you mean "when"\?/,
  ],
  [
    'an undefined condition',
    () => loosely.allow('x', { when: undefined, ...reads }),
    /the member "when", and it is undefined/,
  ],
  [
    'an undefined role',
    () => loosely.allow('x', { role: undefined, ...reads }),
    /"role", and it is undefined/,
  ],
  [
    'an unknown and undefined member',
    () => loosely.allow('x', { rle: undefined, ...reads }),
    /no member "rle"/,
  ],
  [
    'an inherited member',
    () => loosely.allow('x', Object.assign(Object.create({ role: 'a' }), reads)),
    /prototype/,
  ],
  [
    'a hidden member',
    () => loosely.allow('x', Object.defineProperty({ ...reads }, 'role', { value: 'a' })),
    /hidden/,
  ],
  ['a member named by a symbol', () => loosely.allow('x', { ...reads, [Symbol('role')]: 'a' }), /hidden/],
  ['a reason of an allow', () => loosely.allow('x', { ...reads, reason: 'disabled' }), /no member "reason"/],
  [
    'a reason that is none',
    () => loosely.forbid('x', { ...reads, reason: 'disbled' }),
    /"disbled"; did you mean "disabled"/,
  ],
  [
    'actions that are a text',
    () => loosely.allow('x', { actions: 'resource:read' }),
    /must be an array of actions or "any", not a string/,
  ],
  ['no actions', () => loosely.allow('x', {}), /about no action/],
  ['an empty list of actions', () => loosely.allow('x', { actions: [] }), /about no action/],
  ['an action without a verb', () => loosely.allow('x', { actions: ['read'] }), /must be an action such as/],
  ['a hole in a list', () => loosely.allow('x', { actions: Array(1) }), /nothing but its items/],
  [
    'a list with a member',
    () => loosely.allow('x', { actions: Object.assign(['a:b'], { also: 'c:d' }) }),
    /nothing but its items/,
  ],
  [
    'a role that is none',
    () => loosely.allow('x', { ...reads, role: 'Support!' }),
    /"Support!".* lower-case letter/,
  ],
  [
    'a condition that was not called',
    () => loosely.allow('x', { ...reads, when: role }),
    /is a function: call it/,
  ],
  [
    'a condition that is a text',
    () => loosely.allow('x', { ...reads, when: 'owner' }),
    /is a string: make it of owner/,
  ],
  [
    'a condition of no type',
    () => loosely.allow('x', { ...reads, when: { type: 'ownr' } }),
    /"ownr"; did you mean "owner"/,
  ],
  [
    'a condition with more',
    () => loosely.allow('x', { ...reads, when: { type: 'owner', ids: [] } }),
    /no member "ids"/,
  ],
  [
    'a condition deep within',
    () => loosely.allow('x', { ...reads, when: all(owner, { type: 'actor-role', role: ['a'] } as never) }),
    /no member "role"; did you mean "roles"/,
  ],
  [
    'an undefined part',
    () => loosely.allow('x', { ...reads, when: all(owner, undefined as never) }),
    /is undefined: make it of/,
  ],
  [
    'a comparison with null',
    () => loosely.allow('x', { ...reads, when: equals(ofActor('a'), null as never) }),
    /must be a text, a boolean or a finite number, not null/,
  ],
  [
    'a comparison with infinity',
    () => loosely.allow('x', { ...reads, when: equals(ofActor('a'), Infinity) }),
    /finite number/,
  ],
  [
    'a comparison of two values',
    () => loosely.allow('x', { ...reads, when: equals({ of: 'value', value: 1 }, 1) }),
    /compares two values/,
  ],
  ['an id that is empty', () => loosely.allow('x', { ...reads, when: ownerId('') }), /must be an id/],
  ['a name that nobody sees', () => loosely.allow('\u200b', reads), /visible characters/],
  ['a name with a line end', () => loosely.allow('a\nb', reads), /visible characters/],
  ['a name that is blank', () => loosely.allow('  ', reads), /must not be empty/],
  ['a name of a megabyte', () => loosely.allow('a'.repeat(2 ** 20), reads), /at most 200 characters/],
  ['a name that is none', () => loosely.allow(undefined, reads), /must be a string/],
  ['a policy in disguise', () => loosely.definePolicy({ ...platformPolicy }), /must come from definePolicy/],
  [
    'a policy out of JSON',
    () => loosely.definePolicy(JSON.parse(JSON.stringify(platformPolicy))),
    /must come from definePolicy/,
  ],
  [
    'a list of rules',
    () => loosely.definePolicy([allow('x', { actions: ['a:b'] })]),
    /must be an object, not an array/,
  ],
  [
    'a rule with more',
    () => loosely.definePolicy({ ...allow('x', { actions: ['a:b'] }), roles: ['a'] }),
    /no member "roles"/,
  ],
  [
    'a rule without a condition',
    () => loosely.definePolicy({ effect: 'allow', name: 'x', actions: ['a:b'] }),
    /has no condition/,
  ],
  [
    'a rule that permits',
    () => loosely.definePolicy({ effect: 'permit', name: 'x', actions: ['a:b'], when: owner }),
    /effect "allow" or "forbid"/,
  ],
];

for (const [what, make, message] of REFUSED) {
  test(`definePolicy: ${what} is refused, and the message says what is wrong`, (t) => {
    t.throws(make, { instanceOf: TypeError, message });
  });
}

test('definePolicy: two names that look alike are one, and members may come in any order', (t) => {
  t.throws(
    () => definePolicy(allow('caf\u00e9', { actions: ['a:b'] }), forbid('cafe\u0301', { actions: ['a:b'] })),
    {
      message: /Two policy rules are named/,
    },
  );
  const rule = allow('x', { actions: ['a:b', 'c:d'], when: role('a', 'b') });
  const { effect, name, when, reason } = rule;
  const other = { reason, when, actions: ['c:d', 'a:b'], name, effect } as Rule;
  t.is(definePolicy(rule as Rule, other, JSON.parse(JSON.stringify(rule))).rules.length, 1);
  const upper = '01900000-0000-7000-8000-00000000000A';
  const policy = definePolicy(allow('x', { actions: ['resource:read'], when: ownerId(upper) }));
  t.true(policy.decide(actors.user(), 'resource:read', targets.resource(upper.toLowerCase())).allowed);
});

test('definePolicy: later changes to its inputs have no effect', (t) => {
  const ids = ['ann'];
  const actions = ['resource:read'] as const;
  const when = ownerId(...ids);
  const policy = definePolicy(allow('x', { actions, when }));
  ids.push('bob');
  t.throws(() => (policy.rules as unknown as Rule[]).push(allow('y', { actions: 'any' })), {
    instanceOf: TypeError,
  });
  t.throws(() => (policy.rules[0] as unknown as { when: { ids: string[] } }).when.ids.push('bob'), {
    instanceOf: TypeError,
  });
  t.throws(() => ((policy as { decide: unknown }).decide = () => ({ allowed: true })), {
    instanceOf: TypeError,
  });
  const mutable = { type: 'target-kind', kinds: ['a'] };
  const other = definePolicy(allow('x', { actions, when: mutable as never }));
  mutable.kinds.push('b');
  t.false(other.decide(actors.user(), 'resource:read', targets.resource('ann', 'b')).allowed);
});

test('@bailiwick/core/policy: nothing that it exports can be changed', (t) => {
  const values = Object.entries(policyEntry).filter(([, value]) => typeof value !== 'function');
  t.true(values.length > 8);
  for (const [name, value] of values) t.true(isFrozen(value), name);
});

test.serial('createBailiwick: thousands of declared names are looked up in a moment', (t) => {
  const names = Array.from({ length: 6000 }, (_, index) => `k${index}`);
  const startedMs = process.cpuUsage().user / 1000;
  t.notThrows(() =>
    createBailiwick({
      storage: memoryStorage(),
      passwordHasher: fastHasher,
      kinds: Object.fromEntries(names.map((name) => [name, {}])),
      actions: names.map((name) => `a:${name}` as const),
      policy: definePolicy(
        ...names.map((name) => allow(name, { kind: name, actions: ['resource:read', `a:${name}`] })),
      ),
    }),
  );
  const tookMs = process.cpuUsage().user / 1000 - startedMs;
  // It took more than ten seconds when each rule searched all declarations.
  t.true(tookMs < 5000, `it took ${tookMs} ms`);
});

test('createBailiwick: rules are checked against the declared targets of a host’s action', (t) => {
  const create = (rule: unknown, more: object = {}) =>
    createBailiwick({
      storage: memoryStorage(),
      passwordHasher: fastHasher,
      kinds: { database: {}, vault: {} },
      actions: { 'database:restart': { kinds: ['database'], owned: true, attributes: ['region'] } },
      attributes: { region: 'string', level: 'number', frozen: 'boolean' },
      policy: definePolicy(rule as never),
      ...more,
    } as never);
  const restart = (when: unknown) => loosely.allow('x', { actions: ['database:restart'], when });
  const target = (attribute: string) => ({ of: 'target', attribute }) as const;
  t.notThrows(() => create(restart(equals(ofActor('region'), target('region')))));
  t.throws(() => create(restart(kind('vault'))), { message: /never match: .*database:restart/ });
  t.throws(() => create(restart(any(owner, kind('vault')))), {
    message: /a part that can never match where it stands: kind\("vault"\)/,
  });
  t.throws(
    () => create(loosely.allow('x', { actions: ['resource:create'], when: not(kind('database', 'vault')) })),
    {
      message: /never match: .*resource:create/,
    },
  );
  t.notThrows(
    () => create(loosely.allow('x', { actions: ['resource:delete'], when: not(kind('database', 'vault')) })),
    'what was made when there were other kinds can be deleted',
  );
  t.throws(() => create(restart(equals(target('level'), 1))), {
    message: /"level", which the action database:restart does not declare/,
  });
  t.throws(() => create(restart(equals(target('region'), 1))), {
    message: /compares a string with a number/,
  });
  t.throws(() => create(restart(equals(target('region'), ofActor('level')))), {
    message: /compares a string with a number/,
  });
  t.throws(
    () =>
      create(
        restart({ type: 'compare', operator: 'at-least', left: ofActor('frozen'), right: ofActor('level') }),
      ),
    {
      message: /compares a boolean with a number/,
    },
  );
  t.throws(() => create(restart(owner), { actions: { 'database:restart': { kinds: ['vualt'] } } }), {
    message: /"vualt" in kinds; did you mean "vault"/,
  });
});

/** Makes values that resemble valid ones, more or less. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    0,
    Number.NaN,
    'any',
    'a:b',
    'resource:read',
    '',
    '\0',
    owner,
    role,
    Symbol('x'),
    1n,
    new Date(0),
    /x/,
  ),
  fc.string(),
  fc.array(fc.oneof(fc.string(), fc.constantFrom<unknown>(undefined, owner, 'a:b', 'support')), {
    maxLength: 3,
  }),
  fc.object({ maxDepth: 2 }),
);

const NAMES = [
  'type',
  'conditions',
  'condition',
  'roles',
  'kinds',
  'ids',
  'status',
  'actorType',
  'credential',
  'operator',
  'left',
  'right',
  'of',
  'attribute',
  'value',
  'effect',
  'name',
  'actions',
  'when',
  'role',
  'kind',
  'reason',
];
const TYPES = [
  'always',
  'never',
  'all',
  'any',
  'not',
  'owner',
  'compare',
  'actor-role',
  'actor-id',
  'actor-type',
  'actor-status',
  'actor-credential',
  'target-owner',
  'target-kind',
  'target-id',
];

/** Makes conditions and values that are nearly conditions. */
const nearly = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    junk,
    fc.constant(owner),
    fc.dictionary(
      fc.constantFrom(...NAMES, 'extra'),
      fc.oneof(tie('node'), fc.constantFrom(...TYPES), junk),
      { maxKeys: 4 },
    ),
    fc.record({ type: fc.constantFrom(...TYPES), conditions: fc.array(tie('node'), { maxLength: 2 }) }),
    fc.record({ type: fc.constantFrom(...TYPES), condition: tie('node') }),
    fc.record({ type: fc.constantFrom(...TYPES), ids: junk }),
    fc.record({ type: fc.constant('actor-role'), roles: junk }),
  ),
})).node;

const members = fc.dictionary(
  fc.constantFrom('actions', 'role', 'kind', 'when', 'reason', 'roles', 'name'),
  fc.oneof(nearly, junk),
  { maxKeys: 4 },
);

test('definePolicy: for any input, it throws a typed error or has understood all of it', (t) => {
  let accepted = 0;
  const property = fc.property(
    fc.oneof(fc.string(), junk),
    fc.oneof(
      members,
      members.map((given) => ({ actions: ['resource:read'], ...given })),
      junk,
    ),
    nearly,
    fc.boolean(),
    (name, options, part, forbids) => {
      for (const make of [
        () => loosely.definePolicy((forbids ? loosely.forbid : loosely.allow)(name, options)),
        () => loosely.definePolicy(part),
        () => loosely.definePolicy({ effect: 'allow', name: 'x', actions: 'any', when: part }),
      ]) {
        let rule: Rule | undefined;
        try {
          rule = (make() as { rules: Rule[] }).rules[0];
        } catch (error) {
          if (
            error instanceof TypeError &&
            /policy rule|policy must|condition|must be|must have/i.test(error.message)
          )
            continue;
          throw error;
        }
        accepted += 1;
        if (rule !== undefined && !isFrozen(rule)) throw new Error('not frozen');
      }
      // Each given member is part of the resulting rule.
      if (typeof options !== 'object' || options === null || Array.isArray(options)) return;
      const unknown = Reflect.ownKeys(options).some(
        (key) => !['actions', 'role', 'kind', 'when', ...(forbids ? ['reason'] : [])].includes(String(key)),
      );
      const isUndefined = Object.values(options).includes(undefined);
      if (unknown || isUndefined)
        t.throws(() => (forbids ? loosely.forbid : loosely.allow)(name, options), { instanceOf: TypeError });
    },
  );
  t.notThrows(() => fc.assert(property, { numRuns: runs(5000, 300_000) }));
  t.true(accepted > 10, 'some must be accepted');
});

function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}

test('createBailiwick: for any kinds, roles, actions and attributes, it throws a typed error or has understood them', (t) => {
  const property = fc.property(
    fc.dictionary(
      fc.constantFrom('kinds', 'roles', 'actions', 'attributes', 'policy', 'settings', 'polcy'),
      fc.oneof(nearly, junk),
      { maxKeys: 3 },
    ),
    (options) => {
      try {
        (createBailiwick as (given: unknown) => unknown)({
          storage: memoryStorage(),
          passwordHasher: fastHasher,
          ...options,
        });
      } catch (error) {
        if (error instanceof TypeError && /option|kind|setting|role|action|attribute/i.test(error.message))
          return;
        throw error;
      }
      if ('polcy' in options || 'policy' in options) throw new Error('it was accepted');
    },
  );
  t.notThrows(() => fc.assert(property, { numRuns: runs(3000, 100_000) }));
});
