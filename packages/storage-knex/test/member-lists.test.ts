import {
  allow,
  createBailiwick,
  definePolicy,
  forbid,
  type Bailiwick,
  type Group,
  type Page,
  type Policy,
  type Resource,
  type Storage,
  type UserActor,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import {
  actorType,
  all,
  any,
  kind,
  member,
  not,
  owner,
  ownerId,
  type Condition,
} from '@bailiwick/core/policy';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import fc from 'fast-check';

const PASSWORD = 'nine herons on the weir';
const ROLES = ['owner', 'member', 'viewer'] as const;
const KINDS = ['note', 'database'] as const;
type Library = Bailiwick<(typeof KINDS)[number], never>;

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
  for (let index = 0; index < 24 * owners.length; index += 1) {
    const ownerId = owners[(5 * index) % owners.length] ?? '';
    const kind = index % 3 === 0 ? 'note' : 'database';
    await bailiwick.resources.create(system, { ownerId, kind, name: kind });
  }
  const everything = await whole((page) => bailiwick.resources.list(system, page), 100);
  return { host, actors, groups, owners, everything };
}

/** Every item of a list, page by page. */
async function whole<Item>(
  list: (page: { pageSize: number; cursor: string | undefined }) => Promise<Page<Item>>,
  pageSize: number,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined, isLast = false; !isLast;) {
    const page = await list({ pageSize, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    isLast = cursor === undefined;
  }
  return items;
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
      const only = fc.record({
        ownerId: fc.option(fc.constantFrom(...owners), { nil: undefined }),
        kind: fc.option(fc.constantFrom(...KINDS), { nil: undefined }),
      });
      const pageSizes = fc.constantFrom(20, 100);
      let listed = 0;
      let compared = 0;
      const property = fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...actors),
        only,
        pageSizes,
        async (given, who, { ownerId, kind }, pageSize) => {
          let bailiwick: Library;
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
            everything.slice(0, 100).map(({ id }) => id),
          );
          t.deepEqual(
            found,
            everything.slice(0, 100).map((resource, index) => (may[index] === true ? resource : null)),
          );
          const expected = readable.filter(
            (one) =>
              (ownerId === undefined || one.ownerId === ownerId) && (kind === undefined || one.kind === kind),
          );
          const items = await whole(
            (page) => bailiwick.resources.list(who, { ownerId, kind, ...page }),
            pageSize,
          );
          t.deepEqual(items, expected);
          const targets = groups.map(({ id }) => ({ ownerId: id, kind: null, id }));
          const mayRead = await bailiwick.can(who, 'group:read', targets);
          const seen = (await bailiwick.groups.list(who, { pageSize: 100 })).items;
          const isNewest = (a: Group, b: Group) => (a.id < b.id ? 1 : -1);
          t.deepEqual(seen, groups.filter((_group, index) => mayRead[index]).toSorted(isNewest));
          listed += seen.length + expected.length;
          compared += everything.length + groups.length;
        },
      );
      await fc.assert(property, { numRuns: 340 });
      t.log(`${compared} decisions compared with lists`);
      t.true(listed > 100);
    } finally {
      await destroy();
    }
  });

  test(`${name}: in random trees, members list exactly what they may read, page by page (A7)`, async (t) => {
    const { storage, destroy } = await open();
    try {
      const host = { storage: storage as Storage<never>, passwordHasher: fastHasher, kinds: KINDS_DECLARED };
      const libraries = [createBailiwick(host), createBailiwick({ ...host, policy: EDITORS })];
      let listed = 0;
      let number = 0;
      const property = fc.asyncProperty(world, fc.constantFrom(3, 100), async (given, pageSize) => {
        const [bailiwick] = libraries;
        if (bailiwick === undefined) return;
        const { actors, owners, everything } = await plant(bailiwick, given, (number += 1));
        for (const library of libraries) {
          for (const actor of actors) {
            const may = await library.can(actor, 'resource:read', everything as never);
            const readable = everything.filter((_resource, index) => may[index]);
            for (const kind of [undefined, ...KINDS]) {
              for (const ownerId of [undefined, ...owners.slice(1, 4)]) {
                const expected = readable.filter(
                  (one) =>
                    (ownerId === undefined || one.ownerId === ownerId) &&
                    (kind === undefined || one.kind === kind),
                );
                const list = (page: object) => library.resources.list(actor, { ownerId, kind, ...page });
                t.deepEqual(await whole(list, pageSize), expected);
                listed += expected.length;
              }
            }
          }
        }
      });
      await fc.assert(property, { numRuns: 7, endOnFailure: true });
      t.log(`${listed} resources listed`);
      t.true(listed > 50);
    } finally {
      await destroy();
    }
  });
}

const KINDS_DECLARED = { note: {}, database: {} };
/** Reading takes another role for each kind, and one owner of a group may not see what is below. */
const EDITORS = definePolicy(
  allow('system', { actions: 'any', when: actorType('system') }),
  allow('one’s own', { actions: ['resource:read'], when: owner }),
  allow('notes', { actions: ['resource:read'], when: all(member('viewer'), kind('note')) }),
  allow('databases', {
    actions: ['resource:read'],
    when: all(member('owner', 'member'), not(member('viewer')), kind('database')),
  }),
);

interface World {
  /** For each group, the number of the one that it lies in; its own number for a root. */
  readonly parents: readonly number[];
  readonly memberships: readonly (readonly [user: number, group: number, role: (typeof ROLES)[number]])[];
  /** The numbers of the owners: groups first, then users. */
  readonly resources: readonly (readonly [owner: number, kind: (typeof KINDS)[number]])[];
}

const world: fc.Arbitrary<World> = fc.record({
  parents: fc.array(fc.nat(8), { minLength: 3, maxLength: 9 }),
  memberships: fc.array(fc.tuple(fc.nat(1), fc.nat(8), fc.constantFrom(...ROLES)), {
    minLength: 3,
    maxLength: 6,
  }),
  resources: fc.array(fc.tuple(fc.nat(10), fc.constantFrom(...KINDS)), { minLength: 10, maxLength: 30 }),
});

async function plant(bailiwick: Library, { parents, memberships, resources }: World, number: number) {
  const system = bailiwick.system('test');
  const groups: { id: string; depth: number }[] = [];
  for (const parent of parents) {
    const above = groups[parent];
    const under = above === undefined || above.depth === 4 ? null : above;
    const { id } = await bailiwick.groups.create(system, { name: 'group', parentId: under?.id });
    groups.push({ id, depth: (under?.depth ?? 0) + 1 });
  }
  const actors: UserActor[] = [];
  for (const name of ['ann', 'bob']) {
    const credentials = { email: `${name}-${number}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, credentials);
    actors.push((await bailiwick.sessions.logIn(credentials)).actor);
  }
  // A group keeps an owner, so that each membership is set once.
  const roles = new Map(memberships.map(([user, group, role]) => [`${user} ${group % groups.length}`, role]));
  for (const [key, role] of roles) {
    const [user = 0, group = 0] = key.split(' ').map(Number);
    await bailiwick.members.set(system, groups[group]?.id ?? '', actors[user]?.id ?? '', { role });
  }
  const owners = [...groups.map(({ id }) => id), ...actors.map(({ id }) => id as string)];
  const everything: Resource[] = [];
  for (const [owner, kind] of resources) {
    const ownerId = owners[owner % owners.length] ?? '';
    everything.unshift(await bailiwick.resources.create(system, { ownerId, kind, name: kind }));
  }
  return { actors, owners, everything };
}
