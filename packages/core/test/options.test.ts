import test from 'ava';
import { allow, createBailiwick, definePolicy, platformPolicy } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';

/** The untyped function, as a host in JavaScript calls it. */
const create = createBailiwick as (options?: unknown) => unknown;

const PORTS = { storage: memoryStorage(), passwordHasher: fastHasher };

const CASES: readonly (readonly [what: string, options: unknown, message: RegExp])[] = [
  ['no options', undefined, /needs options: at least a storage and a passwordHasher/],
  ['a storage instead of options', memoryStorage(), /no option "/],
  ['no storage', { passwordHasher: fastHasher }, /option storage is missing: pass e\.g\. memoryStorage\(\)/],
  ['no hasher', { storage: PORTS.storage }, /option passwordHasher is missing: pass e\.g\. scryptHasher\(\)/],
  ['a storage that was not called', { ...PORTS, storage: memoryStorage }, /option storage is not an object/],
  [
    'a storage without a store',
    { ...PORTS, storage: { ...PORTS.storage, quotas: undefined } },
    /no "quotas"/,
  ],
  [
    'a storage without a method',
    { ...PORTS, storage: { ...PORTS.storage, within: 1 } },
    /no method "within"/,
  ],
  ['a clock that is none', { ...PORTS, clock: Date }, /option clock is not an object: .*now:/],
  ['roles that are no list', { ...PORTS, roles: 'support' }, /option roles is not an array/],
  ['a policy that is its rules', { ...PORTS, policy: [] }, /option policy was not made by definePolicy/],
  [
    'a policy in disguise',
    { ...PORTS, policy: { ...platformPolicy, decide: () => ({ allowed: false }) } },
    /option policy was not made by definePolicy/,
  ],
  [
    'a policy out of JSON',
    { ...PORTS, policy: JSON.parse(JSON.stringify(platformPolicy)) },
    /not made by definePolicy/,
  ],
  [
    'a role of members that is none of users',
    { ...PORTS, policy: definePolicy(allow('x', { role: 'owner', actions: ['resource:read'] })) },
    /names the role "owner"; .* The option roles declares others\. For that role in a group, write when: member\("owner"\)\.$/,
  ],
  [
    'a role that is neither of users nor of members',
    { ...PORTS, policy: definePolicy(allow('x', { role: 'boss', actions: ['resource:read'] })) },
    /names the role "boss"; .* The option roles declares others\.$/,
  ],
  ['a policy that is undefined', { ...PORTS, policy: undefined }, /option policy is undefined/],
  ['kinds that are undefined', { ...PORTS, kinds: undefined }, /option kinds is undefined/],
  [
    'an inherited option',
    Object.assign(Object.create({ polcy: 1 }), PORTS),
    /no option "polcy"; did you mean "policy"/,
  ],
  ['kinds that are inherited', { ...PORTS, kinds: Object.create({ a: {} }) }, /option kinds .* prototype/],
  [
    'a demand of an unknown type',
    { ...PORTS, kinds: { a: { b: '1' } } },
    /demand of kind "a" b: must be an integer/,
  ],
  ['a kind that is undefined', { ...PORTS, kinds: { a: undefined } }, /demand of kind "a" must be an object/],
  [
    'an action of the library',
    { ...PORTS, actions: ['user:read'] },
    /"user:read", which is an action of the library/,
  ],
  [
    'an action without a verb',
    { ...PORTS, actions: ['restart'] },
    /"restart", which must be an action such as/,
  ],
  [
    'an action with a misspelt declaration',
    { ...PORTS, actions: { 'a:b': { kind: ['resource'] } } },
    /action "a:b" has no member "kind"; did you mean "kinds"/,
  ],
  [
    'an attribute of no type',
    { ...PORTS, attributes: { region: 'text' } },
    /"region" must be of a type: string/,
  ],
  [
    'an attribute that cannot be named',
    { ...PORTS, attributes: ['a b'] },
    /"a b", which must start with a letter/,
  ],
  ['a function that is none', { ...PORTS, onFault: 'log' }, /option onFault is not a function/],
  [
    'no option',
    { ...PORTS, pasword: 1 },
    /no option "pasword"; did you mean "passwordHasher"\? There are: storage,/,
  ],
  [
    'no setting',
    { ...PORTS, settings: { sessionTtlMs: 1 } },
    /no setting "sessionTtlMs"; did you mean "sessionIdleTtlMs"\?/,
  ],
  [
    'a negative bound',
    { ...PORTS, settings: { loginAttemptsMax: -1 } },
    /loginAttemptsMax cannot be -1: .* 1\./,
  ],
  [
    'a bound in words',
    { ...PORTS, settings: { loginWindowMs: '9000' } },
    /loginWindowMs .* a number of mill/,
  ],
  [
    'a time without end',
    { ...PORTS, settings: { auditRetentionMs: Infinity } },
    /auditRetentionMs cannot be/,
  ],
  ['no name', { ...PORTS, settings: { serviceName: null } }, /serviceName must be a string/],
];

for (const [what, options, message] of CASES) {
  test(`createBailiwick: ${what} is reported, and the message says what is allowed`, (t) => {
    t.throws(() => create(options), { instanceOf: TypeError, message });
  });
}

test('createBailiwick: declarations are copied, and cannot be changed afterwards', (t) => {
  const kinds = { thing: { things: 1 } };
  const roles = ['support'];
  const { platform } = createBailiwick({ ...PORTS, kinds, roles });
  kinds.thing.things = -5;
  roles.push('root');
  t.is(platform.demands.get('thing')?.things, 1);
  t.deepEqual(platform.roles, ['user', 'admin', 'support']);
  t.throws(() => (platform.demands as Map<string, unknown>).set('thing', {}), { instanceOf: TypeError });
  t.throws(() => ((platform.demands.get('thing') as { things: number }).things = 2), {
    instanceOf: TypeError,
  });
  t.throws(() => (platform.kinds as string[]).push('other'), { instanceOf: TypeError });
});
