import {
  allow,
  createBailiwick,
  definePolicy,
  forbid,
  type Bailiwick,
  type Group,
  type Policy,
  type Storage,
  type UserActor,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { all, any, kind, member, not, owner, ownerId, type Condition } from '@bailiwick/core/policy';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import fc from 'fast-check';

const PASSWORD = 'nine herons on the weir';
const ROLES = ['owner', 'member', 'viewer'] as const;

const storages = {
  memory: async () => ({ storage: memoryStorage(), destroy: async () => {} }),
  sqlite: () => onDatabase('sqlite'),
  postgres: () => onDatabase('postgres'),
} as const;

async function onDatabase(dialect: 'sqlite' | 'postgres') {
  const database = await createDatabase(dialect);
  return { storage: knexStorage(database.knex), destroy: () => database.destroy() };
}

/** Two trees, in which the users have roles at different levels. */
async function fill(storage: Storage<never>) {
  const host = { storage, passwordHasher: fastHasher, kinds: { note: {}, database: {} } };
  const bailiwick = createBailiwick(host);
  const system = bailiwick.system('test');
  const actors: UserActor[] = [];
  for (const name of ['ann', 'bob', 'eve']) {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, credentials);
    actors.push((await bailiwick.sessions.logIn(credentials)).actor);
  }
  const add = (name: string, parent?: Group) =>
    bailiwick.groups.create(system, { name, parentId: parent?.id });
  const acme = await add('acme');
  const [web, shop] = [await add('web', acme), await add('shop', acme)];
  const test = await add('test', web);
  const other = await add('other');
  const groups = [acme, web, shop, test, other];
  const roles: readonly (readonly [user: number, group: Group, role: (typeof ROLES)[number]])[] = [
    [0, acme, 'viewer'],
    [0, test, 'owner'],
    [1, web, 'member'],
    [1, other, 'viewer'],
  ];
  for (const [user, group, role] of roles)
    await bailiwick.members.set(system, group.id, actors[user]?.id ?? '', { role });
  const owners = [...groups.map(({ id }) => id), ...actors.map(({ id }) => id)];
  for (const ownerId of owners)
    for (const kind of ['note', 'database'] as const)
      await bailiwick.resources.create(system, { ownerId, kind, name: kind });
  const everything = (await bailiwick.resources.list(system, { pageSize: 100 })).items;
  return { host, actors, groups, owners, everything };
}

function conditions(ids: readonly string[]): fc.Arbitrary<Condition> {
  const atoms = fc.oneof(
    fc.constantFrom<Condition>(owner, kind('note')),
    fc.subarray([...ROLES], { minLength: 1 }).map((roles) => member(...roles)),
    fc.subarray([...ids], { minLength: 1, maxLength: 3 }).map((some) => ownerId(...some)),
  );
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      atoms,
      tie('condition').map(not),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((parts) => all(...parts)),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((parts) => any(...parts)),
    ),
  })).condition;
}

for (const [name, open] of Object.entries(storages)) {
  test(`${name}: for random rules about members, lists have exactly what the actor may read (A7)`, async (t) => {
    const { storage, destroy } = await open();
    try {
      const { host, actors, groups, owners, everything } = await fill(storage as Storage<never>);
      const rule = fc.record({ isForbid: fc.boolean(), when: conditions(owners) });
      const only = fc.option(fc.constantFrom(...owners), { nil: undefined });
      let listed = 0;
      const property = fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...actors),
        only,
        async (given, who, ownerId) => {
          let bailiwick: Bailiwick<'note' | 'database', never>;
          try {
            const rules = given.map(({ isForbid, when }, index) =>
              (isForbid ? forbid : allow)(`rule ${index}`, {
                actions: ['resource:read', 'group:read'],
                when,
              }),
            );
            const policy = definePolicy(...rules) as Policy<never, never, never, never>;
            bailiwick = createBailiwick({ ...host, policy });
          } catch {
            // A part of a rule can never match, for one of the actions.
            return;
          }
          const may = await bailiwick.can(who, 'resource:read', everything);
          const readable = everything.filter((_resource, index) => may[index]);
          const found = await bailiwick.resources.findMany(
            who,
            everything.map(({ id }) => id),
          );
          t.deepEqual(
            found.filter((resource) => resource !== null),
            readable,
          );
          const expected = readable.filter((one) => ownerId === undefined || one.ownerId === ownerId);
          const page = await bailiwick.resources.list(who, { ownerId, pageSize: 100 });
          t.deepEqual(page.items, expected);
          const targets = groups.map(({ id }) => ({ ownerId: id, kind: null, id }));
          const mayRead = await bailiwick.can(who, 'group:read', targets);
          const seen = (await bailiwick.groups.list(who, { pageSize: 100 })).items;
          const isNewest = (a: Group, b: Group) => (a.id < b.id ? 1 : -1);
          t.deepEqual(seen, groups.filter((_group, index) => mayRead[index]).toSorted(isNewest));
          listed += seen.length + expected.length;
        },
      );
      await fc.assert(property, { numRuns: 200 });
      t.true(listed > 100);
    } finally {
      await destroy();
    }
  });
}
