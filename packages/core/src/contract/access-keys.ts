import assert from 'node:assert/strict';
import type { AccessKey } from '../access-keys/access-key.js';
import type { AddAccessKey } from '../access-keys/access-key-store.js';
import type { CaseDefinition } from './case-definition.js';
import {
  draft,
  idsOf,
  newAccessKey,
  newAccessKeyId,
  newUserId,
  race,
  T0,
  T1,
  tally,
  type World,
} from './world.js';

const COUNT_MAX = 5;

function command(accessKey: AccessKey, payloadHash: string | null = null): AddAccessKey {
  const idempotency = payloadHash === null ? null : { key: 'k', payloadHash };
  return { accessKey, countMax: COUNT_MAX, idempotency };
}

/** Checks which access keys a user can have, when they are gone, and that each nonce is accepted once. */
export const accessKeyCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I1',
    title: 'accessKeys.find: it returns the key with its user as committed, expired or not, and nothing else',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys, users } = world.storage;
      const lasting = await world.addAccessKey(user.id);
      const expiring = await world.addAccessKey(user.id, { expiresAt: T0 });
      assert.deepEqual(await accessKeys.find(lasting.id), { accessKey: lasting, user, authorityVersion: 1 });
      assert.deepEqual(await accessKeys.find(expiring.id), {
        accessKey: expiring,
        user,
        authorityVersion: 1,
      });
      await users.change(user.id, { role: 'support', status: 'disabled', at: T1 }, draft('user:update'));
      const after = await accessKeys.find(lasting.id);
      assert.deepEqual([after?.user.role, after?.user.status], ['support', 'disabled']);
      assert.equal(await accessKeys.find(newAccessKeyId()), null);
    },
  },
  {
    guarantee: 'A3',
    title: 'accessKeys.add: absent and disabled users get no key',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys, users } = world.storage;
      const add = (userId: typeof user.id) =>
        accessKeys.add(command(newAccessKey(userId)), draft('access-key:create'));
      assert.deepEqual(await add(newUserId()), { type: 'no-active-user' });
      await users.change(user.id, { status: 'disabled', at: T1 }, draft('user:update'));
      assert.deepEqual(await add(user.id), { type: 'no-active-user' });
      const events = await world.eventsOf('access-key:create');
      assert.deepEqual(
        events.map(({ outcome, reason }) => [outcome, reason]),
        [
          ['refused', 'no-active-user'],
          ['refused', 'no-active-user'],
        ],
      );
    },
  },
  {
    guarantee: 'I3',
    title:
      'accessKeys.add: a repeat returns the first result, also after a use and a revocation, with one event',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys } = world.storage;
      const first = newAccessKey(user.id, { expiresAt: T1 });
      const { publicKey } = first;
      const add = (accessKey: AccessKey) =>
        accessKeys.add(command(accessKey, 'payload'), draft('access-key:add'));
      const repeat = () => add(newAccessKey(user.id, { publicKey, expiresAt: T1 }));
      assert.deepEqual(await add(first), { type: 'added' });
      assert.deepEqual(await repeat(), { type: 'repeated', accessKey: first });
      await accessKeys.touch(first.id, { lastUsedAt: T1, unusedSince: T0 });
      assert.deepEqual(await repeat(), { type: 'repeated', accessKey: first });
      await accessKeys.delete(first.id, user.id, draft('access-key:revoke'));
      assert.deepEqual(await repeat(), { type: 'repeated', accessKey: first });
      assert.equal((await world.eventsOf('access-key:add')).length, 1);
      assert.deepEqual(await accessKeys.list(user.id, COUNT_MAX), []);
    },
  },
  {
    guarantee: 'I3',
    title:
      'accessKeys.add: an idempotency key with another payload is refused, even one of a resource; a refused add leaves no record',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys } = world.storage;
      const add = (accessKey: AccessKey, payloadHash: string) =>
        accessKeys.add(command(accessKey, payloadHash), draft('access-key:add'));
      const { publicKey } = await world.addAccessKey(user.id);
      assert.deepEqual(await add(newAccessKey(user.id, { publicKey }), 'payload'), { type: 'twin' });
      assert.deepEqual(await add(newAccessKey(user.id), 'other'), { type: 'added' });
      assert.deepEqual(await add(newAccessKey(user.id), 'payload'), { type: 'key-reused' });
      const another = await world.addUser();
      await world.addResource(another.id, { key: 'k' });
      assert.deepEqual(await add(newAccessKey(another.id), 'other'), { type: 'key-reused' });
      const reasons = (await world.eventsOf('access-key:add')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['key-reused', 'key-reused', 'contract', 'twin']);
    },
  },
  {
    guarantee: 'I3',
    title: 'accessKeys.add: the same idempotency key of another actor is a different key',
    async run(world) {
      const { id } = await world.addUser();
      const another = { type: 'system', name: id } as const;
      for (const actor of [draft('x').actor, another]) {
        const audit = { ...draft('access-key:add'), actor };
        const outcome = await world.storage.accessKeys.add(command(newAccessKey(id), id), audit);
        assert.deepEqual(outcome, { type: 'added' });
      }
    },
  },
  {
    guarantee: 'I3',
    title: 'accessKeys.add: ten racers with one idempotency key are one entry and nine repeats of it',
    async run(world) {
      const user = await world.addUser();
      const outcomes = await race(10, () =>
        world.storage.accessKeys.add(
          command(newAccessKey(user.id, { publicKey: 'same' }), 'payload'),
          draft('access-key:add'),
        ),
      );
      assert.deepEqual(tally(outcomes), { added: 1, repeated: 9 });
      const repeated = outcomes.flatMap((outcome) => ('accessKey' in outcome ? [outcome.accessKey.id] : []));
      const entries = (await world.storage.accessKeys.list(user.id, COUNT_MAX)) ?? [];
      assert.deepEqual([...new Set(repeated)], idsOf(entries));
    },
  },
  {
    guarantee: 'A3',
    title:
      'accessKeys.add: a user has each public key once, however many callers race; another user may have it too',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { accessKeys } = world.storage;
      const add = (userId: typeof ann.id) =>
        accessKeys.add(command(newAccessKey(userId, { publicKey: 'same' })), draft('access-key:create'));
      assert.deepEqual(tally(await race(4, () => add(ann.id))), { added: 1, twin: 3 });
      assert.deepEqual(await add(bob.id), { type: 'added' });
      assert.equal((await accessKeys.list(ann.id, 10))?.length, 1);
    },
  },
  {
    guarantee: 'I1',
    title: 'accessKeys.add: however many callers race, a user never has more keys than the bound',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys } = world.storage;
      const outcomes = await race(12, () =>
        accessKeys.add(command(newAccessKey(user.id)), draft('access-key:create')),
      );
      assert.deepEqual(tally(outcomes), { added: COUNT_MAX, 'too-many': 12 - COUNT_MAX });
      const keys = (await accessKeys.list(user.id, 100)) ?? [];
      assert.equal(keys.length, COUNT_MAX);
      await accessKeys.delete((keys[0] ?? assert.fail()).id, user.id, draft('access-key:revoke'));
      await world.addAccessKey(user.id);
    },
  },
  {
    guarantee: 'A7',
    title:
      'accessKeys.list: it returns the user’s own keys, newest first, up to the bound; a user without keys differs from no user',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { accessKeys } = world.storage;
      const first = await world.addAccessKey(ann.id);
      const last = await world.addAccessKey(ann.id, { expiresAt: T0 });
      assert.deepEqual(idsOf((await accessKeys.list(ann.id, 10)) ?? []), [last.id, first.id]);
      assert.deepEqual(await accessKeys.list(ann.id, 1), [last]);
      assert.deepEqual(await accessKeys.list(bob.id, 10), []);
      assert.equal(await accessKeys.list(newUserId(), 10), null);
    },
  },
  {
    guarantee: 'A3',
    title: 'accessKeys.delete: a user’s own key is gone at once; another user’s key is not found and stays',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const { accessKeys } = world.storage;
      const { id } = await world.addAccessKey(ann.id);
      const remove = (userId: typeof ann.id) => accessKeys.delete(id, userId, draft('access-key:revoke'));
      assert.deepEqual(await remove(bob.id), { type: 'absent' });
      assert.equal(await consume(world, id), 'fresh');
      assert.deepEqual(await remove(ann.id), { type: 'deleted' });
      assert.deepEqual(await remove(ann.id), { type: 'absent' });
      assert.equal(await accessKeys.find(id), null);
      assert.equal((await world.eventsOf('access-key:revoke')).length, 3);
    },
  },
  {
    guarantee: 'A3',
    title:
      'accessKeys.touch: it records a use unless a later one is recorded already, and never restores a deleted key',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys } = world.storage;
      const { id } = await world.addAccessKey(user.id);
      const after = (ms: number) => new Date(T0.getTime() + ms);
      const touch = (at: number, unusedSince: number) =>
        accessKeys.touch(id, { lastUsedAt: after(at), unusedSince: after(unusedSince) });
      const lastUse = async () => (await accessKeys.find(id))?.accessKey.lastUsedAt;
      await touch(1000, -59_000);
      assert.deepEqual(await lastUse(), after(1000));
      await touch(60_000, 0);
      assert.deepEqual(await lastUse(), after(1000));
      await touch(61_000, 1000);
      assert.deepEqual(await lastUse(), after(61_000));
      await accessKeys.delete(id, user.id, draft('access-key:revoke'));
      await touch(200_000, 140_000);
      assert.equal(await accessKeys.find(id), null);
    },
  },
  {
    guarantee: 'A3',
    title: 'accessKeys.consumeNonce: exactly one of 20 racers finds a nonce fresh',
    async run(world) {
      const user = await world.addUser();
      const [one, other] = [await world.addAccessKey(user.id), await world.addAccessKey(user.id)];
      const answers = await race(20, () => consume(world, one.id));
      assert.deepEqual(answers.filter((answer) => answer === 'fresh').length, 1);
      assert.equal(await consume(world, other.id), 'fresh', 'the nonce of another key is another nonce');
      assert.equal(await consume(world, one.id, 'NONCE'), 'fresh', 'upper case is another nonce');
      assert.equal(await consume(world, newAccessKeyId()), 'replayed', 'nothing is fresh without a key');
    },
  },
  {
    guarantee: 'A3',
    title:
      'accessKeys.consumeNonce: a race with a revocation does not fail, and no nonce is fresh afterwards',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys } = world.storage;
      for (let round = 0; round < 5; round += 1) {
        const { id } = await world.addAccessKey(user.id);
        const [revoked] = await Promise.all([
          accessKeys.delete(id, user.id, draft('access-key:revoke')),
          ...Array.from({ length: 4 }, (_, index) => consume(world, id, `nonce ${index}`)),
        ]);
        assert.deepEqual(revoked, { type: 'deleted' });
        assert.equal(await consume(world, id, 'later'), 'replayed');
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'accessKeys.sweepNonces: it deletes expired nonces, the oldest first, up to the bound',
    async run(world) {
      const user = await world.addUser();
      const { accessKeys } = world.storage;
      const { id } = await world.addAccessKey(user.id);
      const after = (ms: number) => new Date(T0.getTime() + ms);
      for (const ms of [3, 1, 2, 4]) await consume(world, id, `nonce ${ms}`, after(ms));
      assert.equal(await accessKeys.sweepNonces(after(0), 10), 0);
      assert.equal(await accessKeys.sweepNonces(after(3), 2), 2);
      assert.equal(await consume(world, id, 'nonce 3', after(3)), 'replayed');
      assert.equal(await accessKeys.sweepNonces(after(3), 2), 1);
      assert.equal(await consume(world, id, 'nonce 1', after(5)), 'fresh');
      assert.equal(await consume(world, id, 'nonce 4', after(4)), 'replayed');
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.delete: access keys and their nonces are deleted with the user, even while keys are being added and used',
    async run(world) {
      const { accessKeys, users } = world.storage;
      for (let round = 0; round < 5; round += 1) {
        const user = await world.addUser();
        const { id } = await world.addAccessKey(user.id);
        const added = newAccessKey(user.id);
        const [deleted] = await Promise.all([
          users.delete(user.id, { resources: 'refuse' }, draft('user:delete')),
          accessKeys.add(command(added), draft('access-key:create')),
          consume(world, id),
        ]);
        assert.deepEqual(deleted, { type: 'deleted' });
        assert.equal(await accessKeys.find(id), null);
        assert.equal(await accessKeys.find(added.id), null);
      }
      assert.equal(
        await accessKeys.sweepNonces(new Date(T1.getTime() + 1), 100),
        0,
        'no nonce is left behind',
      );
    },
  },
];

function consume(world: World, keyId: ReturnType<typeof newAccessKeyId>, nonce = 'nonce', expiresAt = T1) {
  return world.storage.accessKeys.consumeNonce({ keyId, nonce, expiresAt });
}
