import test from 'ava';
import { world } from '../support/world.js';

/** Sixteen MiB, the largest limit of a host. The cost must grow only with the size of the body. */
const LARGE: Readonly<Record<string, readonly [body: string, status: number]>> = {
  'a string of escapes': [`{"name":"${'a\\n'.repeat(5_000_000)}"}`, 422],
  'a string of backslashes': [`{"name":"${'\\\\'.repeat(7_000_000)}"}`, 422],
  'a string that never ends': [`{"name":"${'\\"'.repeat(7_000_000)}`, 400],
  'a million members': [`{${Array.from({ length: 1_000_000 }, (_, n) => `"m${n}":1`).join()}}`, 400],
  'a million items': [`{"name":[${'1,'.repeat(1_000_000)}1]}`, 400],
  'a million equal members': [`{${'"a":1,'.repeat(1_000_000)}"a":1}`, 400],
  'objects in an array': [`[${'{},'.repeat(1_000_000)}{}]`, 400],
  'white space': [`{"name":${' '.repeat(15_000_000)}1}`, 422],
  colons: [':'.repeat(15_000_000), 400],
  'many names in an email address': [`{"name":"${'a.'.repeat(7_000_000)}@example.com"}`, 422],
};

test('W16 body: the largest body is refused for the right reason, whatever it contains', async (t) => {
  const { ann } = await world(t, { router: { bodyLimitBytes: 16 * 1024 * 1024, bodyTimeoutMs: 60_000 } });
  for (const [title, [body, status]] of Object.entries(LARGE)) {
    t.is((await ann.post('/resources', body)).status, status, title);
  }
});

test('W16 body: ten thousand members are read, and one more is too many', async (t) => {
  const { ann } = await world(t, { router: { bodyLimitBytes: 1024 * 1024 } });
  const members = (count: number) => `{${Array.from({ length: count }, (_, n) => `"m${n}":1`).join()}}`;
  t.is((await ann.post('/resources', members(10_000))).status, 422);
  const refused = await ann.post('/resources', members(10_001));
  t.is(refused.status, 400);
  t.regex(refused.body.detail, /more than 10000 members/);
});
