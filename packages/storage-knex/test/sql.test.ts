import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, recordStatements } from '@bailiwick/test-databases';
import test from 'ava';
import { addUser, draft, LATER, newResource, newUser } from './support/fixtures.js';

/** What a client's JSON can hold, and what else a host's code may hand on. */
const FORGED: Readonly<Record<string, unknown>> = {
  'the members of SQL': { text: "name OR name <> 'forged'", bindings: [] },
  'SQL with a prototype': Object.create({ text: 'forged', bindings: [] }),
  'an array': ['forged'],
  'a function': () => 'forged',
  'a symbol': Symbol('forged'),
  'a proxy of a date': new Proxy(new Date(), {}),
  'an invalid date': new Date(Number.NaN),
  'a date by its prototype only': Object.create(Date.prototype),
  'not a number': Number.NaN,
  'an infinite number': Infinity,
  'a big integer': 10n,
  'an object that can be text': { toString: () => 'forged' },
  undefined: undefined,
};

for (const dialect of DIALECTS) {
  test(`${dialect}: an invalid value for a column is refused, and is not sent`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const ann = await addUser(storage);
    const { id, ownerId, updatedAt } = newResource(ann.id).resource;
    const { statements } = recordStatements(database.knex);

    for (const [title, value] of Object.entries(FORGED)) {
      const forged = value as never;
      const version = { name: forged, updatedAt };
      const newName = { ownerId, name: 'new', at: LATER };
      const calls = [
        () => storage.resources.rename(id, { ...newName, ifUnchangedSince: version }, draft()),
        () => storage.resources.delete(id, ownerId, draft(), version),
        () => storage.users.find(forged),
        () => storage.users.add({ ...newUser(), passwordHash: forged }, draft()),
        () => storage.quotas.setLimit({ ownerId: ann.id, meter: 'resources', limit: forged }, draft()),
        () => storage.loginThrottle?.claim(forged, { attemptsMax: 1, windowMs: 1000 }),
      ];
      for (const call of calls) await t.throwsAsync(async () => call(), { instanceOf: TypeError }, title);
    }
    const sent = statements.flatMap(({ sql, bindings }) => [sql, ...bindings.map(String)]);
    t.deepEqual(
      sent.filter((text) => text.includes('forged')),
      [],
    );
  });
}
