import test from 'ava';
import * as text from '../src/text.js';

test('plural: the form and the figure are those of the language', (t) => {
  const forms = { one: '# user', other: '# users' };
  t.deepEqual(
    [0, 1, 2, 1_000].map((count) => text.plural(count, forms)),
    ['0 users', '1 user', '2 users', '1,000 users'],
  );
});

test('text: nothing in the catalogue is empty', (t) => {
  const strings = (part: object): unknown[] =>
    Object.values(part).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null ? strings(value) : [value],
    );
  for (const value of strings(text)) {
    if (typeof value === 'string') t.not(value.trim(), '');
    else t.is(typeof value, 'function');
  }
});
