import { limits, RefusedByHostError, type SweepStep, type UserId, type UserStore } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import test from 'ava';
import { systemClock } from '../dist/clock.js';
import { uuidV7 } from '../dist/ids.js';
import { systemRandom } from '../dist/random.js';
import { finishDeletions } from '../dist/finish-deletions.js';
import { codeOf, idOf, startLibrary } from './support/start-library.js';

const { DELETE_AT_ONCE_ROWS_MAX, DELETION_STEP_ROWS } = limits;

test('finishDeletions: a caller may stop between two steps, and the next sweep continues', async (t) => {
  const { bailiwick, system, ann, bob, admin } = await startLibrary();
  for (let index = 0; index <= DELETE_AT_ONCE_ROWS_MAX; index += 1) {
    await bailiwick.resources.create(ann, { kind: 'note', name: `${index}` });
  }
  await bailiwick.resources.create(bob, { kind: 'note', name: 'kept' });
  const deleting = await bailiwick.users.delete(admin, idOf(ann), { resources: 'delete' });
  t.is(deleting?.status, 'deleting');
  t.deepEqual(await bailiwick.users.delete(admin, idOf(ann), { resources: 'delete' }), deleting);

  for await (const step of bailiwick.finishDeletions()) {
    t.deepEqual(step, { swept: 'rows-of-deleted-users', count: DELETION_STEP_ROWS });
    break;
  }
  t.is((await bailiwick.users.get(admin, idOf(ann))).status, 'deleting');
  const rest = (await stepsOf(bailiwick.sweep())).filter(({ swept }) => swept === 'rows-of-deleted-users');
  const left = DELETE_AT_ONCE_ROWS_MAX + 1 - DELETION_STEP_ROWS;
  t.is(
    rest.reduce((sum, { count }) => sum + count, 0),
    left,
  );
  t.is(await codeOf(bailiwick.users.get(admin, idOf(ann))), 'not-found');
  t.deepEqual(await stepsOf(bailiwick.finishDeletions()), []);

  const [end, ...others] = (await bailiwick.auditEvents.list(system, { action: 'user:finish-deletion' }))
    .items;
  t.deepEqual(others, []);
  t.like(end, { actor: { type: 'system', name: 'sweep' }, target: { type: 'user', id: idOf(ann) } });
  const [command, ...repeats] = (await bailiwick.auditEvents.list(system, { action: 'user:delete' })).items;
  t.deepEqual(repeats, []);
  t.deepEqual(command?.details, { resources: 'delete', status: 'deleting', used: {} });
  t.is((await bailiwick.resources.list(system)).items.length, 1);
});

test('finishDeletions: however many deletions the host blocks, the others finish', async (t) => {
  const ids = uuidV7(systemClock, systemRandom);
  const all = Array.from({ length: 2 * limits.DELETIONS_AT_ONCE_MAX + 1 }, () => ids.next() as UserId);
  const heldUp = new Set(all.slice(0, -1));
  const left = new Set(all);
  const genuine = memoryStorage();
  const users: UserStore = {
    ...genuine.users,
    listDeleting: async ({ afterId, countMax }) =>
      [...left].filter((id) => afterId === null || id > afterId).slice(0, countMax),
    async continueDeletion(id) {
      if (heldUp.has(id)) throw new RefusedByHostError();
      left.delete(id);
      return { type: 'deleted', count: 1 };
    },
  };
  const stores = { ...genuine, users };
  await t.throwsAsync(stepsOf(finishDeletions({ stores, clock: systemClock, ids })), {
    code: 'refused-by-host',
  });
  t.deepEqual([...left], [...heldUp]);
});

test('finishDeletions: it finishes one deletion after the other', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  for (const owner of [ann, bob]) {
    for (let index = 0; index <= DELETE_AT_ONCE_ROWS_MAX; index += 1) {
      await bailiwick.resources.create(owner, { kind: 'note', name: `${index}` });
    }
    t.not(await bailiwick.users.delete(admin, idOf(owner), { resources: 'delete' }), null);
  }
  const steps = await stepsOf(bailiwick.finishDeletions());
  t.is(
    steps.reduce((sum, { count }) => sum + count, 0),
    2 * (DELETE_AT_ONCE_ROWS_MAX + 1),
  );
  for (const owner of [ann, bob]) t.is(await codeOf(bailiwick.users.get(admin, idOf(owner))), 'not-found');
});

async function stepsOf(steps: AsyncIterable<SweepStep>): Promise<SweepStep[]> {
  const all: SweepStep[] = [];
  for await (const step of steps) all.push(step);
  return all;
}
