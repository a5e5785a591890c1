import * as core from '@bailiwick/core';
import test from 'ava';
import { anotherCopy } from './support/another-copy.js';

const CLASSES = Object.entries(core).filter(([name]) => name.endsWith('Error') && /^[A-Z]/.test(name)) as [
  string,
  new (...args: readonly unknown[]) => Error & { readonly code: string },
][];

function make([, Class]: (typeof CLASSES)[number]): Error & { readonly code: string } {
  return new Class([], { reason: 'test' });
}

test('errors: every class has the name of its export, even after minification', (t) => {
  t.true(CLASSES.length >= 18);
  for (const [name, Class] of CLASSES) {
    Object.defineProperty(Class, 'name', { value: 'e' });
    const error = make([name, Class]);
    t.is(error.name, name);
    t.true(String(error).startsWith(name));
    t.true(error.stack?.startsWith(name));
    t.is(
      `${error.code.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`,
      name,
    );
  }
});

test('errors: errors of another copy of the package are recognised, by class and in general', async (t) => {
  const { core: copy } = await anotherCopy();
  t.not(copy.NotFoundError, core.NotFoundError);
  for (const [name, Class] of CLASSES) {
    const error = make([name, (copy as unknown as Record<string, typeof Class>)[name] as typeof Class]);
    t.true(core.isBailiwickError(error), name);
    t.deepEqual(
      CLASSES.filter(([, Other]) => error instanceof Other).map(([other]) => other),
      [name],
    );
  }
});

test('errors: an object that only looks like an error of the library is not taken for one', (t) => {
  const lookalikes = [
    { code: 'not-found', name: 'NotFoundError', message: 'no' },
    Object.assign(new Error('no'), { code: 'not-found', name: 'NotFoundError' }),
    JSON.parse(JSON.stringify(new core.NotFoundError('user'))),
    null,
    undefined,
    'not-found',
  ];
  for (const lookalike of lookalikes) {
    t.false(core.isBailiwickError(lookalike));
    t.false(lookalike instanceof core.NotFoundError);
  }
});

test('errors: an error of a class that a host derives is an error of the library, but not the reverse', (t) => {
  class NoDatabaseError extends core.NotFoundError {}
  const error = new NoDatabaseError('database');
  t.true(error instanceof NoDatabaseError);
  t.true(error instanceof core.NotFoundError);
  t.true(core.isBailiwickError(error));
  t.false(new core.NotFoundError('user') instanceof NoDatabaseError);
});
