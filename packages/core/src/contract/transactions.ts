import assert from 'node:assert/strict';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newResource, newUser } from './world.js';

/** Checks that a transaction commits or rolls back as a whole, and that the secret key never changes. */
export const transactionCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I4',
    title: 'storage.transaction: when the work resolves, everything is committed, and its result is returned',
    async run(world) {
      const user = newUser();
      const command = newResource(user.user.id);
      const result = await world.storage.transaction(async (stores) => {
        await stores.users.add(user, draft('user:create'));
        return stores.resources.create(command, draft('resource:create'));
      });
      assert.equal(result.type, 'created');
      assert.deepEqual(await world.storage.resources.find(command.resource.id), command.resource);
      assert.equal((await world.meter(user.user.id)).used, 1);
    },
  },
  {
    guarantee: 'I4',
    title: 'storage.transaction: when the work throws, nothing is left, and the same error is rethrown',
    async run(world) {
      const owner = await world.addUser();
      const events = (await world.eventsOf('resource:create')).length;
      const failure = new Error('the work failed');
      const work = world.storage.transaction(async (stores) => {
        await world.create(newResource(owner.id, { key: 'k' }), stores);
        throw failure;
      });
      await assert.rejects(work, (error) => error === failure);
      assert.deepEqual(await world.resourcesOf(owner.id), []);
      assert.equal((await world.meter(owner.id)).used, 0);
      assert.equal((await world.eventsOf('resource:create')).length, events);
      await world.addResource(owner.id, { key: 'k' });
    },
  },
  {
    guarantee: 'I4',
    title:
      'storage.transaction: the stores of a transaction are unusable after it, whether it committed or not',
    async run(world) {
      const owner = await world.addUser();
      const leaked: Stores[] = [];
      await world.storage.transaction(async (stores) => void leaked.push(stores));
      const failing = world.storage.transaction(async (stores) => {
        leaked.push(stores);
        throw new Error('the work failed');
      });
      await assert.rejects(failing);
      for (const stores of leaked) await assert.rejects(stores.users.find(owner.id));
    },
  },
  {
    guarantee: 'A7',
    title: 'storage.secretKey: it is 32 bytes that never change',
    async run({ storage }) {
      const key = await storage.secretKey();
      assert.equal(key.length, 32);
      assert.deepEqual(Buffer.from(await storage.secretKey()), Buffer.from(key));
      assert.equal(
        key.some((byte) => byte !== 0),
        true,
      );
    },
  },
];
