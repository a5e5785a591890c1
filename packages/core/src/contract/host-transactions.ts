import assert from 'node:assert/strict';
import { TransactionConflictError } from '../errors.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_EVENTS,
  ALL_RESOURCES,
  ALL_USERS,
  draft,
  idsOf,
  newResource,
  newUser,
  T1,
  tally,
} from './world.js';

/** Checks commands within a host’s transaction: everything commits or rolls back with it. */
export const hostTransactionCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I6',
    title: 'storage.within: a create, its claim and its event commit with the host’s transaction',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 1 } });
      await world.hostTransaction(async (transaction) => {
        const outcome = await world.create(newResource(owner.id), world.storage.within(transaction));
        assert.equal(outcome.type, 'created');
      });
      assert.equal((await world.resourcesOf(owner.id)).length, 1);
      assert.deepEqual(await world.meter(owner.id), { limit: 1, used: 1 });
      assert.equal((await world.eventsOf('resource:create')).length, 1);
    },
  },
  {
    guarantee: 'I6',
    title: 'storage.within: when the host rolls back, nothing is left, not even the events of refusals',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 1 } });
      const before = await world.storage.auditEvents.list(ALL_EVENTS);
      const failure = new Error('the host changed its mind');
      const host = world.hostTransaction(async (transaction) => {
        const stores = world.storage.within(transaction);
        await world.create(newResource(owner.id, { key: 'k' }), stores);
        await world.create(newResource(owner.id), stores);
        await stores.users.add(newUser(), draft('user:create'));
        await stores.users.add(newUser({ email: owner.email }), draft('user:create'));
        throw failure;
      });
      await assert.rejects(host, (error) => error === failure);
      assert.deepEqual(await world.resourcesOf(owner.id), []);
      assert.deepEqual(await world.meter(owner.id), { limit: 1, used: 0 });
      assert.deepEqual(await world.storage.auditEvents.list(ALL_EVENTS), before);
      assert.equal((await world.storage.users.list(ALL_USERS)).length, 1);
    },
  },
  {
    guarantee: 'I6',
    title: 'storage.within: after any refusal, the host can continue and commit',
    async run(world) {
      const owner = await world.addUser({ limits: { resources: 1 } });
      const other = await world.addUser();
      const admin = await world.addUser({ role: 'admin' });
      const { id: groupId } = await world.addGroup({ owners: [other.id] });
      const made = await world.hostTransaction(async (transaction) => {
        const stores = world.storage.within(transaction);
        const first = await world.create(newResource(owner.id, { key: 'k' }), stores);
        const id = first.type === 'created' ? first.resource.id : assert.fail(first.type);
        const taken = { email: { email: other.email, emailKey: other.email }, at: T1 };
        const refusals = [
          await world.create(newResource(owner.id), stores),
          await world.create(newResource(owner.id, { key: 'k', payloadHash: 'other' }), stores),
          await world.create(newResource(other.id, { id }), stores),
          await stores.users.add(newUser({ email: other.email }), draft('user:create')),
          await stores.users.change(owner.id, taken, draft('user:update')),
          await stores.users.change(admin.id, { role: 'user', at: T1 }, draft('user:update')),
          await stores.users.delete(owner.id, { resources: 'refuse' }, draft('user:delete')),
          await stores.members.remove({ groupId, userId: other.id }, draft('member:remove')),
        ];
        assert.deepEqual(
          refusals.map(({ type }) => type),
          [
            'quota-exceeded',
            'key-reused',
            'id-taken',
            'email-taken',
            'email-taken',
            'last-admin',
            'owns-resources',
            'last-owner',
          ],
        );
        const last = await world.create(newResource(other.id), stores);
        return [id, last.type === 'created' ? last.resource.id : assert.fail(last.type)];
      });
      assert.deepEqual(idsOf(await world.storage.resources.list(ALL_RESOURCES)).sort(), made.sort());
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I6',
    title: 'storage.within: the stores see what the transaction has done so far',
    async run(world) {
      const owner = await world.addUser();
      await world.hostTransaction(async (transaction) => {
        const stores = world.storage.within(transaction);
        const outcome = await world.create(newResource(owner.id), stores);
        const id = outcome.type === 'created' ? outcome.resource.id : assert.fail(outcome.type);
        assert.equal((await stores.resources.find(id))?.id, id);
        assert.deepEqual(await stores.resources.delete(id, owner.id, draft('resource:delete')), {
          type: 'deleted',
        });
        assert.equal(await stores.resources.find(id), null);
        assert.equal((await stores.secretKey()).length, 32);
      });
      assert.equal((await world.meter(owner.id)).used, 0);
    },
  },
  {
    guarantee: 'I6',
    title:
      'storage.within: concurrent calls within one transaction are carried out, and what they answer is committed',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const email = { email: { email: 'one@example.com', emailKey: 'one@example.com' }, at: T1 };
      const take = (id: typeof ann.id) => (stores: Stores) =>
        stores.users.change(id, email, draft('user:update'));
      // Both transactions find an open connection: opening one would look like waiting for Ann's.
      await Promise.all([ann, bob].map(({ id }) => world.storage.users.find(id)));
      // Bob's change waits, and is refused when Ann's is committed. Creates keep arriving meanwhile.
      const rival = async () => {
        try {
          return await world.hostTransaction(async (transaction) => {
            const decided = new AbortController();
            const changing = take(bob.id)(world.storage.within(transaction)).finally(() => decided.abort());
            const creates = async () => {
              const ids: string[] = [];
              do {
                const outcome = await world.create(newResource(bob.id), world.storage.within(transaction));
                ids.push(outcome.type === 'created' ? outcome.resource.id : assert.fail(outcome.type));
              } while (!decided.signal.aborted && ids.length < 100);
              return ids;
            };
            const creating = Promise.allSettled([creates(), creates(), creates()]);
            // Under a strict isolation level the change conflicts, and the whole transaction fails.
            const { type } = await changing;
            const made = await creating;
            const ids = made.flatMap((one) =>
              one.status === 'fulfilled' ? one.value : assert.fail(String(one.reason)),
            );
            return { changed: type, ids };
          });
        } catch (error) {
          if (error instanceof TransactionConflictError) return { changed: 'email-taken', ids: [] };
          throw error;
        }
      };
      const [, { changed, ids }] = await world.overlap(take(ann.id), rival);
      assert.equal(changed, 'email-taken');
      assert.deepEqual(new Set(idsOf(await world.resourcesOf(bob.id))), new Set<string>(ids));
      assert.equal((await world.meter(bob.id)).used, ids.length);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I6',
    title:
      'storage.within: when administrators demote each other concurrently within one transaction, one stays active',
    async run(world) {
      const { storage } = world;
      const [ann, bob] = [await world.addUser({ role: 'admin' }), await world.addUser({ role: 'admin' })];
      const outcomes = await world.hostTransaction((transaction) =>
        Promise.all(
          [ann, bob].map(({ id }) =>
            storage.within(transaction).users.change(id, { role: 'user', at: T1 }, draft('user:update')),
          ),
        ),
      );
      assert.deepEqual(tally(outcomes), { changed: 1, 'last-admin': 1 });
      assert.deepEqual(idsOf(await storage.users.list({ ...ALL_USERS, role: 'admin' })), [bob.id]);
    },
  },
];
