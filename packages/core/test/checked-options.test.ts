import test from 'ava';
import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';

/** As JavaScript lets somebody write it. */
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
  ['a policy that is its rules', { ...PORTS, policy: [] }, /option policy has no method "decide"/],
  ['a function that is none', { ...PORTS, onFault: 'log' }, /option onFault is not a function/],
  ['no option', { ...PORTS, pasword: 1 }, /no option "pasword"; there are: storage,/],
  ['no setting', { ...PORTS, settings: { sessionTtlMs: 1 } }, /no setting "sessionTtlMs"; there are:/],
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
  test(`createBailiwick: ${what} is told, with what would be right`, (t) => {
    t.throws(() => create(options), { instanceOf: TypeError, message });
  });
}
