import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { addUser, draft, logIn } from './support/fixtures.js';

for (const dialect of DIALECTS) {
  test(`${dialect}: sessions that are asked for at once travel as one statement, and each gets its own`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const users = await Promise.all(Array.from({ length: 5 }, () => addUser(storage)));
    const logIns = await Promise.all(users.map(({ id }) => logIn(storage, id)));
    const hashes = logIns.map(({ tokenHash }) => tokenHash);
    let statements = 0;
    database.knex.on('query', () => (statements += 1));

    const asked = [...hashes, 'nobody', hashes[0] ?? ''];
    const found = await Promise.all(asked.map((hash) => storage.sessions.findByTokenHash(hash)));
    t.is(statements, 1);
    t.deepEqual(
      found.map((each) => each?.user.id ?? null),
      [...users.map(({ id }) => id), null, users[0]?.id ?? null],
    );
  });

  test(`${dialect}: a session that has ended is not found by whoever asks after that, alone or with others`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const ann = await addUser(storage);
    const { tokenHash: hash } = await logIn(storage, ann.id);
    const before = storage.sessions.findByTokenHash(hash);
    t.is((await before)?.user.id, ann.id);
    await storage.sessions.endAll(ann.id, draft());
    const after = await Promise.all([hash, hash].map((each) => storage.sessions.findByTokenHash(each)));
    t.deepEqual(after, [null, null]);
  });
}
