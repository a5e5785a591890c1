import test from 'ava';
import { manualClock } from '@bailiwick/core/testing';
import { PUBLIC_KEY, pointersOf, world } from '../support/world.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Times in RFC 3339, and the instants that they mean. */
const TIMES: readonly (readonly [text: string, kept: string])[] = [
  ['2030-01-31T12:00:00Z', '2030-01-31T12:00:00.000Z'],
  ['2030-01-31T12:00:00.5Z', '2030-01-31T12:00:00.500Z'],
  ['2030-01-31T12:00:00.123456Z', '2030-01-31T12:00:00.123Z'],
  ['2030-01-31T12:00:00.999999999Z', '2030-01-31T12:00:00.999Z'],
  [`2030-01-31T12:00:00.${'1'.repeat(40)}+00:00`, '2030-01-31T12:00:00.111Z'],
  ['2030-01-31t12:00:00z', '2030-01-31T12:00:00.000Z'],
  ['2030-01-31T12:00:00+05:30', '2030-01-31T06:30:00.000Z'],
  ['2030-01-31T12:00:00-00:00', '2030-01-31T12:00:00.000Z'],
  ['2028-02-29T23:59:59.1-23:59', '2028-03-01T23:58:59.100Z'],
  ['2030-06-30T23:59:60Z', '2030-07-01T00:00:00.000Z'],
  ['2030-07-01T01:59:60.5+02:00', '2030-07-01T00:00:00.500Z'],
];

const NO_TIMES: readonly unknown[] = [
  '2030-02-30T12:00:00Z',
  '2029-02-29T12:00:00Z',
  '2030-13-01T12:00:00Z',
  '2030-01-31T24:00:00Z',
  '2030-01-31T12:60:00Z',
  '2030-01-31T12:00:61Z',
  '2030-01-31T12:00:60Z',
  '2030-01-31T12:00:00.Z',
  '2030-01-31T12:00:00,5Z',
  '2030-01-31T12:00:00+24:00',
  '2030-01-31T12:00:00+05:60',
  '2030-01-31T12:00:00+0530',
  '2030-01-31T12:00:00',
  '2030-01-31T12:00Z',
  '2030-01-31 12:00:00Z',
  '2030-01-31',
  '30-01-31T12:00:00Z',
  ' 2030-01-31T12:00:00Z',
  '2030-01-31T12:00:00Z\n',
  '',
  1_896_091_200,
];

test('times: RFC 3339 is accepted in every common form, down to the millisecond', async (t) => {
  for (const [expiresAt, kept] of TIMES) {
    // The clock is a day before, since a key must expire within a year.
    const { ann } = await world(t, { clock: manualClock(new Date(Date.parse(kept) - DAY_MS)) });
    const reply = await ann.post('/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY, expiresAt });
    t.is(reply.status, 201, expiresAt);
    t.is(reply.body.expiresAt, kept, expiresAt);
  }
});

test('times: anything else is a 422', async (t) => {
  const { ann } = await world(t);
  for (const expiresAt of NO_TIMES) {
    const reply = await ann.post('/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY, expiresAt });
    t.is(reply.status, 422, JSON.stringify(expiresAt));
    t.deepEqual(pointersOf(reply), ['/expiresAt']);
  }
});
