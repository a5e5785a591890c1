import 'reflect-metadata';
import {
  allow,
  createBailiwick,
  definePolicy,
  equals,
  ofActor,
  platformPolicy,
  type Policy,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import { registerBailiwick, tokens } from '@bailiwick/core/tsyringe';
import test from 'ava';
import { container } from 'tsyringe';

test('registerBailiwick: each container has one instance, and a child container uses its own ports', async (t) => {
  const parent = container.createChildContainer();
  parent.register(tokens.storage, { useValue: memoryStorage() });
  parent.register(tokens.passwordHasher, { useValue: fastHasher });
  registerBailiwick(parent);
  const bailiwick = parent.resolve(tokens.bailiwick);
  t.is(parent.resolve(tokens.bailiwick), bailiwick);

  const child = parent.createChildContainer();
  const clock = manualClock(new Date('2030-01-01T00:00:00.000Z'));
  child.register(tokens.clock, { useValue: clock });
  const later = child.resolve(tokens.bailiwick);
  t.not(later, bailiwick);
  t.is(child.resolve(tokens.bailiwick), later);
  const input = { email: 'ann@example.com', password: 'correct horse battery staple' };
  const user = await later.users.create(later.system('test'), input);
  t.deepEqual(user.createdAt, clock.now());
  t.deepEqual(await bailiwick.users.get(bailiwick.system('test'), user.id), user);
});

test('createBailiwick: options that cannot work are refused, and the message says what is allowed', (t) => {
  const ports = { storage: memoryStorage(), passwordHasher: fastHasher };
  const cases: [() => unknown, RegExp][] = [
    [() => createBailiwick({ ...ports, kinds: {} }), /at least one kind/],
    [
      () => createBailiwick({ ...ports, kinds: { 'Bad name': {} } }),
      /"Bad name" must start with a lower-case letter/,
    ],
    [() => createBailiwick({ ...ports, kinds: { a: { m: 0 } } }), /kind "a" m: must be an integer from 1/],
    [() => createBailiwick({ ...ports, kinds: { a: { m: 1.5 } } }), /must be an integer/],
    [() => createBailiwick({ ...ports, kinds: { constructor: {} } }), /property that every object has/],
    [() => createBailiwick({ ...ports, roles: ['no role'] }), /"no role" must start/],
    [() => createBailiwick({ ...ports, settings: { passwordLengthMin: 7 } }), /at least 8/],
    [
      () => createBailiwick({ ...ports, settings: { sessionIdleTtlMs: 0 } }),
      /sessionIdleTtlMs cannot be 0: .*at least 1/,
    ],
    [
      () => createBailiwick({ ...ports, policy: misspelt({ role: 'supprt' }) }),
      /names the role "supprt"; .*There are: user, admin\. The option roles declares others/,
    ],
    [
      () => createBailiwick({ ...ports, policy: misspelt({ kind: 'databse' }) }),
      /names the kind "databse"; .*There are: resource/,
    ],
    [
      () => createBailiwick({ ...ports, policy: misspelt({ actions: ['resource:raed'] }) }),
      /names the action "resource:raed"/,
    ],
    [
      () => createBailiwick({ ...ports, policy: misspelt({ when: equals(ofActor('regoin'), 1) }) }),
      /names the attribute "regoin"/,
    ],
  ];
  for (const [create, message] of cases) t.throws(create, { instanceOf: TypeError, message });
});

/** A policy of a host in JavaScript. */
function misspelt(part: object): Policy<never, never, never, never> {
  const rule = allow('misspelt', { actions: ['resource:read'], ...part });
  return definePolicy(platformPolicy, rule) as unknown as Policy<never, never, never, never>;
}
