import test from 'ava';
import { waitBeforeTry } from '../src/api/backoff.js';

test('waitBeforeTry: it doubles up to half a minute, and obeys the server within these bounds', (t) => {
  t.deepEqual(
    [0, 1, 2, 3, 4, 5, 50].map((attempt) => waitBeforeTry(attempt, null)),
    [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
  );
  t.is(waitBeforeTry(0, '5'), 5_000);
  t.is(waitBeforeTry(4, '0'), 1_000);
  t.is(waitBeforeTry(0, '86400'), 30_000);
  t.is(waitBeforeTry(1, 'Wed, 21 Oct 2026 07:28:00 GMT'), 2_000);
});
