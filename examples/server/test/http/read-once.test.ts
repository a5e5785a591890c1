import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readOnce } from '../../dist/http/read-once.js';

test('readOnce: a file that could not be read is tried again, and read once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'bailiwick-read-once-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = pathToFileURL(join(folder, 'page'));
  const read = readOnce(file);
  await t.throwsAsync(read(), { code: 'ENOENT' });
  await writeFile(file, 'first');
  t.is(String((await read()).bytes), 'first');
  await writeFile(file, 'second');
  t.is(String((await read()).bytes), 'first');
});
