import { limits, type SweepStep } from '@bailiwick/core';
import test from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import { codeOf, idOf, PASSWORD, startLibrary } from './support/start-library.js';

const { AUDIT_RETENTION_MS, IDEMPOTENCY_TTL_MS, SESSION_IDLE_TTL_MS, SWEEP_BATCH_ROWS, SWEEP_MARGIN_MS } =
  limits;

const PUBLIC_KEY = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();
const NOTHING = { sessions: 0, nonces: 0, 'login-attempts': 0, 'idempotency-keys': 0, 'audit-events': 0 };

test('sweep: rows that have not expired stay, to the last millisecond', async (t) => {
  const { bailiwick, clock, ann } = await startLibrary();
  const input = { kind: 'note', name: 'a', idempotencyKey: 'key' } as const;
  const first = await bailiwick.resources.create(ann, input);

  clock.advance(IDEMPOTENCY_TTL_MS + SWEEP_MARGIN_MS);
  t.deepEqual(await totals(bailiwick.sweep()), NOTHING);
  t.deepEqual(await bailiwick.resources.create(ann, input), first);
  clock.advance(1);
  t.deepEqual(await totals(bailiwick.sweep()), { ...NOTHING, 'idempotency-keys': 1 });
  t.not((await bailiwick.resources.create(ann, input)).id, first.id);
});

test('sweep: the idempotency keys of users and access keys expire like those of resources', async (t) => {
  const { bailiwick, clock, admin } = await startLibrary();
  const idempotencyKey = 'key';
  const dora = { email: 'dora@example.com', password: PASSWORD, idempotencyKey };
  const laptop = { name: 'laptop', publicKey: PUBLIC_KEY, idempotencyKey: 'another-key' };
  const makeBoth = async () => [
    (await bailiwick.users.create(admin, dora)).id,
    (await bailiwick.accessKeys.register(admin, laptop)).id,
  ];
  const first = await makeBoth();

  clock.advance(IDEMPOTENCY_TTL_MS + SWEEP_MARGIN_MS);
  t.deepEqual(await totals(bailiwick.sweep()), NOTHING);
  t.deepEqual(await makeBoth(), first);
  clock.advance(1);
  t.deepEqual(await totals(bailiwick.sweep()), { ...NOTHING, 'idempotency-keys': 2 });
  t.is(await codeOf(bailiwick.users.create(admin, dora)), 'email-taken');
  t.is(await codeOf(bailiwick.accessKeys.register(admin, laptop)), 'invalid-request');
});

test('sweep: a session lives until it ends, and is deleted a little later', async (t) => {
  const { bailiwick, clock } = await startLibrary();
  const { token } = await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  clock.advance(SESSION_IDLE_TTL_MS - 1);
  t.is((await totals(bailiwick.sweep())).sessions, 0);
  await bailiwick.authenticate({ bearer: token });
  clock.advance(SWEEP_MARGIN_MS + 1);
  // Only the unused sessions are swept: one for each user of this world.
  t.is((await totals(bailiwick.sweep())).sessions, 3);
  await t.notThrowsAsync(bailiwick.authenticate({ bearer: token }));
  clock.advance(SESSION_IDLE_TTL_MS + SWEEP_MARGIN_MS);
  t.is((await totals(bailiwick.sweep())).sessions, 1);
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'invalid-token');
});

test('sweep: audit events are deleted after their retention, in batches, and a caller may stop between two', async (t) => {
  const { bailiwick, clock, system, ann } = await startLibrary();
  const limit = { ownerId: idOf(ann), meter: 'databases', limit: 1 } as const;
  for (let index = 0; index < SWEEP_BATCH_ROWS; index += 1) await bailiwick.quotas.setLimit(system, limit);
  clock.advance(AUDIT_RETENTION_MS + SWEEP_MARGIN_MS + 1);
  await bailiwick.quotas.setLimit(system, limit);

  const counts: number[] = [];
  for await (const { swept, count } of bailiwick.sweep()) {
    if (swept !== 'audit-events') continue;
    counts.push(count);
    break;
  }
  t.deepEqual(counts, [SWEEP_BATCH_ROWS]);
  // Three users were added and logged in, so six events of the first batch were theirs.
  t.is((await totals(bailiwick.sweep()))['audit-events'], 6);
  const { items } = await bailiwick.auditEvents.list(system);
  t.is(items.length, 1);
});

async function totals(steps: AsyncIterable<SweepStep>): Promise<Partial<Record<string, number>>> {
  const sums: Partial<Record<string, number>> = {};
  for await (const { swept, count } of steps) sums[swept] = (sums[swept] ?? 0) + count;
  return sums;
}
