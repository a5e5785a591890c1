import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { addUser, create, draft, newResource, usedOf } from './support/fixtures.js';

for (const dialect of DIALECTS) {
  test(`${dialect}: a create that is refused for its id leaves its idempotency key free`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const owner = await addUser(storage);
    const taken = newResource(owner.id);
    await storage.resources.create(taken, draft());
    const keyed = { ...taken, idempotency: { key: 'key', payloadHash: 'payload' } };
    t.deepEqual(await storage.resources.create(keyed, draft()), { type: 'id-taken' });
    t.is((await create(storage, owner.id, { key: 'key' })).type, 'created');
    t.is(await usedOf(storage, owner.id), 2);
  });
}
