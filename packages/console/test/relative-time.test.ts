import test from 'ava';
import { exactTime, relativeTime, relativeTimeWithClock } from '../src/relative-time.js';

const NOW = new Date('2026-03-02T12:00:00Z');

test('relativeTime: the largest unit that fits, in both directions', (t) => {
  const expected = {
    '2026-03-02T11:59:58Z': 'now',
    '2026-03-02T11:59:20Z': '40 seconds ago',
    '2026-03-02T11:58:01Z': '1 minute ago',
    '2026-03-02T09:00:00Z': '3 hours ago',
    '2026-03-01T11:00:00Z': 'yesterday',
    '2026-03-09T12:00:00Z': 'next week',
    '2025-01-02T12:00:00Z': 'last year',
  };
  for (const [at, words] of Object.entries(expected)) t.is(relativeTime(new Date(at), NOW), words, at);
});

test('exactTime: it names the offset, so that a copied time is exact', (t) => {
  t.regex(exactTime(NOW), /^2026-03-0\d \d\d:\d\d:00 [+−]\d\d:\d\d$/);
  const [day = '', time = '', offset = ''] = exactTime(NOW).split(' ');
  t.is(new Date(`${day}T${time}${offset.replace('−', '-')}`).getTime(), NOW.getTime());
});

test('relativeTimeWithClock: two attempts of the same day look different', (t) => {
  const [first, second] = ['2026-03-01T10:15:00Z', '2026-03-01T10:17:00Z'].map((at) =>
    relativeTimeWithClock(new Date(at), NOW),
  );
  t.regex(first ?? '', /^yesterday, \d\d:15$/);
  t.regex(second ?? '', /^yesterday, \d\d:17$/);
});
