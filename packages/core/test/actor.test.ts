import {
  allow,
  always,
  anonymous,
  createBailiwick,
  definePolicy,
  PLATFORM,
  platformPolicy,
  withAttributes,
  type Actor,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { actors, fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { anotherCopy } from './support/another-copy.js';
import { codeOf, PASSWORD, startLibrary } from './support/start-library.js';

const copy = await anotherCopy();

const ANN = { email: 'ann@example.com', password: PASSWORD };
const WRONG = { ...ANN, password: 'seven herons in a canoe' };

/** The library as a host has it, where anyone may list resources; actors of adapters come from another copy. */
function openToAll() {
  const policy = definePolicy(
    platformPolicy,
    allow('anyone lists', { actions: ['resource:read'], when: always }),
  );
  return createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher, policy });
}

test('actors: an actor of another copy of the package is one, with what it rests on', async (t) => {
  t.not(copy.core.anonymous, anonymous);
  const storage = memoryStorage();
  const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher });
  const other = copy.core.createBailiwick({ storage, passwordHasher: fastHasher });
  const { id } = await bailiwick.users.create(other.system('setup'), ANN);
  const { actor } = await other.sessions.logIn(ANN, { requestId: 'a7' });
  await bailiwick.resources.create(actor, { name: 'orders' });
  await bailiwick.resources.create(copy.core.withAttributes(actor, { team: 'a' }), { name: 'invoices' });
  await bailiwick.resources.create(withAttributes(actor, { team: 'a' }), { name: 'notes' });
  const { items } = await bailiwick.auditEvents.list(bailiwick.system('test'), { action: 'resource:create' });
  t.deepEqual(
    items.map(({ requestId }) => requestId),
    ['a7', 'a7', 'a7'],
  );
  await bailiwick.users.change(bailiwick.system('test'), id, { status: 'disabled' });
  t.is(await codeOf(bailiwick.resources.create(actor, { name: 'late' })), 'invalid-token');

  const open = openToAll();
  for (const nobody of [copy.core.anonymous, copy.core.anonymousFrom({ requestId: 'a8' })])
    t.deepEqual((await open.resources.list(nobody)).items, []);
  t.true(bailiwick.decide(copy.testing.actors.admin(), 'user:list', PLATFORM).allowed);
});

test('actors: nothing but an actor is one, whichever copy of the package made what it resembles', async (t) => {
  const { ann } = await startLibrary();
  const open = openToAll();
  const theirs = copy.testing.actors.user({ id: ann.id });
  const forge: Readonly<Record<string, (actor: Actor) => unknown>> = {
    'a plain object': ({ type }) => ({ type, name: 'setup' }),
    'a copy': (actor) => ({ ...actor, role: 'admin' }),
    'a copy with every property': (actor) => Object.create({}, Object.getOwnPropertyDescriptors(actor)),
    JSON: (actor) => JSON.parse(JSON.stringify(actor)),
    'a structured clone': (actor) => structuredClone(actor),
    'an heir': (actor) => Object.create(actor, { role: { value: 'admin' } }),
    'a proxy': (actor) =>
      new Proxy(actor, { get: (of, name) => (name === 'role' ? 'admin' : Reflect.get(of, name)) }),
  };
  for (const [what, make] of Object.entries(forge))
    for (const actor of [
      ann,
      theirs,
      actors.system('x'),
      copy.testing.actors.system('x'),
      anonymous,
      copy.core.anonymous,
    ])
      t.is(await codeOf(open.resources.list(make(actor) as Actor)), 'authentication-required', what);
});

test('refusedAccount: it knows the account of an error from another copy of the package', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const error = await bailiwick.authenticate(WRONG).catch((refusal: unknown) => refusal);
  t.is(copy.core.refusedAccount(error), ann.id);
  t.is(copy.core.refusedAccount(structuredClone(error)), null);
});
