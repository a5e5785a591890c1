import { firstIdAt, parseId, systemRandom, uuidV7 } from '@bailiwick/core';
import { manualClock } from '@bailiwick/core/testing';
import test from 'ava';

test('uuidV7: ids of one millisecond and of a clock that steps back still ascend', (t) => {
  const clock = manualClock();
  const ids = uuidV7(clock, systemRandom);
  const made: string[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    if (index === 5000) clock.advance(-10_000);
    made.push(ids.next());
  }
  t.deepEqual(made, made.toSorted());
  t.is(new Set(made).size, made.length);
});

test('uuidV7: after a jump of the clock, ids have the right time again, and all are unique', (t) => {
  const clock = manualClock();
  const ids = uuidV7(clock, systemRandom);
  const made = [ids.next()];
  const year = 365 * 24 * 60 * 60 * 1000;
  clock.advance(year);
  made.push(ids.next());
  clock.advance(-year);
  for (let index = 0; index < 1000; index += 1) made.push(ids.next());
  const last = made.at(-1) ?? '';
  t.is(parseInt(last.replace('-', '').slice(0, 12), 16), clock.now().getTime());
  t.is(new Set(made).size, made.length);
});

test('uuidV7: an id holds the time in its first 48 bits, the version and the variant', (t) => {
  const clock = manualClock(new Date('2026-11-23T00:00:00.123Z'));
  const id = uuidV7(clock, systemRandom).next();
  t.is(parseInt(id.replace('-', '').slice(0, 12), 16), clock.now().getTime());
  t.is(parseId(id), id);
});

test('firstIdAt: every earlier id is smaller, and no id of the instant or later is', (t) => {
  const clock = manualClock();
  const ids = uuidV7(clock, systemRandom);
  const [before, at] = [ids.next(), clock.advance(1) ?? ids.next()];
  const first = firstIdAt(clock.now());
  t.true(before < first && first <= at);
  t.is(parseId(first), first);
  t.is(firstIdAt(new Date(-1)), firstIdAt(new Date(0)));
});

test('parseId: other versions, other lengths and other types are no ids', (t) => {
  const v4 = '9b2f4a2e-7f0b-4c8e-9a51-0d4c1c6f1b2a';
  for (const text of [v4, '', 'x', ' 01900000-0000-7000-8000-000000000000', null, 7, {}])
    t.is(parseId(text), null);
  t.is(parseId('01900000-0000-7000-8000-00000000ABCD'), '01900000-0000-7000-8000-00000000abcd');
});
