import test from 'ava';
import { hashesAtOnce } from '../../dist/config/hashes-at-once.js';

const MIB = 1024 * 1024;

for (const [memoryMiB, count, hasWarning] of [
  [64, 1, true],
  [256, 1, true],
  [384, 2, false],
  [16 * 1024, 2, false],
] as const) {
  test(`hashesAtOnce: ${memoryMiB} MiB hold ${count} by default`, (t) => {
    const { count: actual, warning } = hashesAtOnce(
      { hashConcurrency: null, scryptLogN: 17 },
      memoryMiB * MIB,
    );
    t.is(actual, count);
    t.is(warning !== null, hasWarning, warning ?? '');
  });
}

test('hashesAtOnce: smaller hashes need less memory', (t) => {
  const { count } = hashesAtOnce({ hashConcurrency: null, scryptLogN: 15 }, 256 * MIB);
  t.is(count, 2);
});

test('hashesAtOnce: a configured number is used, with a warning if it does not fit', (t) => {
  const configured = { hashConcurrency: 3, scryptLogN: 17 };
  const { count, warning } = hashesAtOnce(configured, 256 * MIB);
  t.is(count, 3);
  t.regex(warning ?? '', /256 MiB.*128 MiB.*3 at once it may be killed/);
  t.is(hashesAtOnce(configured, 1024 * MIB).warning, null);
});

test('hashesAtOnce: without a memory limit, the memory of the machine counts', (t) => {
  t.true(hashesAtOnce({ hashConcurrency: null, scryptLogN: 10 }).count >= 1);
});
