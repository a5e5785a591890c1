import assert from 'node:assert/strict';
import { refused } from '../audit/audit-event.js';
import type { ResourceId, UserId } from '../ids.js';
import type { Storage, Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_EVENTS,
  ALL_RESOURCES,
  ALL_USERS,
  draft,
  newResource,
  newSession,
  newUser,
  T0,
  T1,
  type World,
} from './world.js';

/** Checks that commands end in time, done wholly or not at all, while the storage is unreachable or silent. */
export const outageCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I5',
    title:
      'storage.unreachable: every command fails with storage-unavailable in bounded time, and changes nothing',
    async run(world) {
      const { id } = await world.addUser();
      const resource = await world.addResource(id);
      const before = await everything(world);
      await world.during('unreachable', async ({ storage, patienceMs }) => {
        await Promise.all(
          writes(storage, id, resource.id).map((write) => assertUnavailable(write, patienceMs)),
        );
      });
      assert.deepEqual(await everything(world), before);
    },
  },
  {
    guarantee: 'I5',
    title:
      'storage.unreachable: a read returns the truth or fails with storage-unavailable; it never reports that nothing exists',
    async run(world) {
      const user = await world.addUser({ limits: { resources: 1 } });
      await world.addResource(user.id);
      await world.addSession(user.id, { tokenHash: 'token' });
      const reads: ((stores: Stores) => Promise<unknown>)[] = [
        ({ users }) => users.find(user.id),
        ({ users }) => users.findWithPassword({ emailKey: user.email }),
        ({ users }) => users.list(ALL_USERS),
        ({ resources }) => resources.list(ALL_RESOURCES),
        ({ sessions }) => sessions.findByTokenHash('token'),
        ({ sessions }) => sessions.listLive(user.id, T0, 9),
        ({ quotas }) => quotas.list(user.id),
        ({ auditEvents }) => auditEvents.list(ALL_EVENTS),
      ];
      const truths = await Promise.all(reads.map((read) => read(world.storage)));
      await world.during('unreachable', async ({ storage, patienceMs }) => {
        const answers = await Promise.all(
          reads.map((read) => answerOrUnavailable(read(storage), patienceMs)),
        );
        for (const [index, answer] of answers.entries()) {
          if (answer !== UNAVAILABLE) assert.deepEqual(answer, truths[index]);
        }
      });
    },
  },
  {
    guarantee: 'I5',
    title: 'storage.unreachable: when the outage is over, the same handle works again',
    async run(world) {
      const { id } = await world.addUser();
      await world.during('unreachable', async ({ storage, patienceMs, end }) => {
        await assertUnavailable(storage.resources.create(newResource(id), draft('x')), patienceMs);
        await end();
        const create = newResource(id, { key: 'k' });
        const outcome = await onceAvailable(() => storage.resources.create(create, draft('x')), patienceMs);
        assert.ok(outcome.type === 'created' || outcome.type === 'repeated', outcome.type);
      });
      assert.equal((await world.resourcesOf(id)).length, 1);
    },
  },
  {
    guarantee: 'I5',
    title:
      'storage.silenced: a command without an answer ends in bounded time, and is done completely or not at all',
    async run(world) {
      const { id } = await world.addUser({ limits: { a: 1, b: 1 } });
      const command = newResource(id, { key: 'k', demand: { a: 1, b: 1 } });
      await world.during('silenced', async ({ storage, patienceMs }) => {
        await Promise.all([
          assertUnavailable(storage.resources.create(command, draft('resource:create')), patienceMs),
          assertUnavailable(storage.users.find(id), patienceMs),
          assertUnavailable(
            storage.transaction((stores) => stores.users.add(newUser(), draft('user:create'))),
            patienceMs,
          ),
        ]);
      });
      await world.assertUsageIsTrue();
      // The command may have succeeded before its answer got lost; after the repeat there is one, charged once.
      const repeat = await world.create(command);
      assert.ok(repeat.type === 'created' || repeat.type === 'repeated', repeat.type);
      assert.equal((await world.resourcesOf(id)).length, 1);
      assert.deepEqual(await world.meter(id, 'b'), { limit: 1, used: 1 });
      assert.equal((await world.eventsOf('resource:create')).length, 1);
    },
  },
];

/** A command of every store, and a transaction. */
function writes(storage: Storage, userId: UserId, resourceId: ResourceId): Promise<unknown>[] {
  const { users, resources, quotas, sessions, auditEvents } = storage;
  const session = newSession(userId);
  const refusal = refused(draft('x'), 'x');
  return [
    users.add(newUser(), draft('x')),
    users.change(userId, { role: 'support', at: T1 }, draft('x')),
    users.delete(userId, { resources: 'delete' }, draft('x')),
    resources.create(newResource(userId, { key: 'k' }), draft('x')),
    resources.delete(resourceId, userId, draft('x')),
    quotas.setLimit({ ownerId: userId, meter: 'resources', limit: 0 }, draft('x')),
    quotas.setDefaultLimit({ meter: 'resources', limit: 0 }, draft('x')),
    sessions.add({ session, tokenHash: session.id, passwordVersion: 1, countMax: 100 }, draft('x')),
    auditEvents.append(refusal),
    storage.transaction((stores) => stores.users.add(newUser(), draft('x'))),
  ];
}

/** Everything that a failed command could have changed. */
async function everything({ storage }: World): Promise<unknown[]> {
  return [
    await storage.users.list(ALL_USERS),
    await storage.resources.list(ALL_RESOURCES),
    await storage.quotas.check(null, 1000),
    await storage.quotas.listDefaultLimits(),
    await storage.auditEvents.list(ALL_EVENTS),
  ];
}

/** Repeats the work: on a busy machine, a storage with short timeouts may need more than one attempt. */
async function onceAvailable<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== 'storage-unavailable' || performance.now() > deadline) throw error;
    }
  }
}

const UNAVAILABLE = Symbol('unavailable');

async function assertUnavailable(work: Promise<unknown>, patienceMs: number): Promise<void> {
  const answer = await answerOrUnavailable(work, patienceMs);
  assert.equal(answer, UNAVAILABLE, 'A storage that is away has answered.');
}

async function answerOrUnavailable(work: Promise<unknown>, patienceMs: number): Promise<unknown> {
  const startedAt = performance.now();
  let answer: unknown = UNAVAILABLE;
  try {
    answer = await work;
  } catch (error) {
    const code = (error as { code?: string }).code;
    assert.equal(code, 'storage-unavailable', `What was thrown instead: ${String(error)}`);
  }
  const tookMs = Math.round(performance.now() - startedAt);
  assert.ok(tookMs <= patienceMs, `It took ${tookMs} ms of ${patienceMs}.`);
  return answer;
}
