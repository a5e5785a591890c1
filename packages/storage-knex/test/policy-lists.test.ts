import {
  createBailiwick,
  definePolicy,
  type Bailiwick,
  type Policy,
  type ResourceId,
  type Storage,
  type UserId,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { all, always, any, not, ownerId, targetId, type Condition, type Rule } from '@bailiwick/core/policy';
import { actors, fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import { actor, ANN, BOB, EVE, GROUP, KINDS, OTHER_KIND, rules, TARGET_IDS } from '@bailiwick/test-policies';
import test from 'ava';
import fc from 'fast-check';

const USERS = [ANN, BOB, EVE] as UserId[];
/** It lies in the other group. */
const INNER_GROUP = '01900000-0000-7000-8000-c00000000009';
const OWNERS = [...USERS, GROUP, INNER_GROUP];
const ALL_KINDS = [...KINDS, OTHER_KIND];

const storages = {
  memory: async () => ({ storage: memoryStorage(), destroy: async () => {} }),
  sqlite: () => onDatabase('sqlite'),
  postgres: () => onDatabase('postgres'),
} as const;

async function onDatabase(dialect: 'sqlite' | 'postgres') {
  const database = await createDatabase(dialect);
  return { storage: knexStorage(database.knex), destroy: () => database.destroy() };
}

for (const [name, open] of Object.entries(storages)) {
  test(`${name}: for random policies, a list has exactly what the actor may read, within the filter, page by page (A7)`, async (t) => {
    const { storage: opened, destroy } = await open();
    const storage = opened as Storage<never>;
    try {
      const kinds = Object.fromEntries(ALL_KINDS.map((kind) => [kind, {}]));
      const host = { storage, passwordHasher: fastHasher, kinds, roles: ['support', 'guest'] };
      const system = createBailiwick(host).system('test');
      await fill(createBailiwick(host), storage);
      const everything = (await createBailiwick(host).resources.list(system, { pageSize: 100 })).items;
      t.is(everything.length, OWNERS.length * ALL_KINDS.length * 2);

      const filter = fc.record({
        ownerId: fc.option(fc.constantFrom(...OWNERS), { nil: undefined }),
        kind: fc.option(fc.constantFrom(...ALL_KINDS), { nil: undefined }),
      });
      const levels = fc.constantFrom(undefined, 'number', 'string', 'boolean');
      const property = fc.asyncProperty(rules, actor, filter, levels, async (given, who, only, level) => {
        // The compiler knows these rules as anybody's; the library checks their names when it is wired.
        const policy = definePolicy(...given) as Policy<never, never, never, never>;
        const wired = (attributes: readonly 'level'[] | { level: 'number' | 'string' | 'boolean' }) =>
          createBailiwick({ ...host, actions: ['database:restart'], attributes, policy });
        let bailiwick = wired(['level']);
        try {
          if (level !== undefined) bailiwick = wired({ level });
        } catch {
          // A rule compares the attribute with a value of another type.
        }
        const { resources } = bailiwick;
        const may = await bailiwick.can(who, 'resource:read', everything);
        const readable = everything.filter((_resource, index) => may[index]);
        // Nobody is asked to log in, where nothing may be read without it.
        if (who.type === 'anonymous' && policy.scope(who, 'resource:read').type === 'none')
          return readable.length === 0;
        const found = await resources.findMany(
          who,
          everything.map((resource) => resource.id),
        );
        const isFound = everything.map((resource) => (readable.includes(resource) ? resource : null));
        if (JSON.stringify(found) !== JSON.stringify(isFound)) return false;
        const expected = readable.filter(
          (resource) =>
            (only.ownerId === undefined || resource.ownerId === only.ownerId) &&
            (only.kind === undefined || resource.kind === only.kind),
        );
        const listed: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await resources.list(who, { ...only, pageSize: 5, cursor });
          listed.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        return JSON.stringify(listed) === JSON.stringify(expected.map(({ id }) => id));
      });
      await t.notThrowsAsync(fc.assert(property, { numRuns: 300 }));
    } finally {
      await destroy();
    }
  });
}

const id = (index: number) => `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

type AnyRule = Rule<never, never, never, never>;
const rule = (effect: Rule['effect'], name: string, actions: Rule['actions'], when: Condition): AnyRule =>
  ({ effect, name, actions, when, reason: 'forbidden' }) as unknown as AnyRule;
const reading = (name: string, when: Condition) => rule('allow', name, ['resource:read'], when);
const forbidding = (name: string, when: Condition) => rule('forbid', name, 'any', when);

/** What ann may read under each of these is what belongs to ann, and what she may not read of bob's is the rest. */
const LARGE: readonly (readonly [string, () => readonly AnyRule[]])[] = [
  ['ten thousand owners in one condition', () => [reading('a', ownerId(ANN, ...many(10_000, id)))]],
  [
    'ten thousand owners, each with a condition',
    () => [reading('a', any(ownerId(ANN), ...many(9999, (index) => ownerId(id(index)))))],
  ],
  [
    'five thousand rules',
    () => [
      reading('ann', ownerId(ANN)),
      ...many(5000, (index) => reading(`${index}`, all(ownerId(id(index)), targetId(id(index))))),
    ],
  ],
  [
    'six thousand pairs that are not one list',
    () => [
      reading('a', any(ownerId(ANN), ...many(6000, (index) => all(ownerId(id(index)), targetId(id(index)))))),
    ],
  ],
  [
    'a thousand levels',
    () => [
      reading(
        'a',
        many(499, id).reduce<Condition>(
          (inner, one) => any(targetId(one), all(not(ownerId(one)), inner)),
          ownerId(ANN),
        ),
      ),
    ],
  ],
  [
    'forbids about all the others',
    () => [
      reading('all', always),
      ...many(3000, (index) => forbidding(`${index}`, ownerId(id(index)))),
      forbidding('bob, eve and the groups', ownerId(BOB, EVE, GROUP, INNER_GROUP)),
    ],
  ],
];

for (const [name, open] of Object.entries(storages)) {
  test(`${name}: with a large policy, a list is correct and takes one statement`, async (t) => {
    const { storage: opened, destroy } = await open();
    const storage = opened as Storage<never>;
    try {
      const kinds = Object.fromEntries(ALL_KINDS.map((kind) => [kind, {}]));
      const host = { storage, passwordHasher: fastHasher, kinds };
      await fill(createBailiwick(host), storage);
      for (const [what, rules] of LARGE) {
        const { resources } = createBailiwick({ ...host, policy: definePolicy(...rules()) });
        const before = performance.now();
        const { items } = await resources.list(actors.user({ id: EVE }), { pageSize: 100 });
        t.log(`${what}: ${(performance.now() - before).toFixed(0)} ms`);
        t.deepEqual([...new Set(items.map(({ ownerId: of }) => of as string))], [ANN], what);
        t.is(items.length, ALL_KINDS.length * 2, what);
      }
    } finally {
      await destroy();
    }
  });
}

/** Two resources of each kind for each owner; two of all of them have ids that the policies name. */
async function fill(bailiwick: Bailiwick, storage: Storage<never>) {
  const system = bailiwick.system('test');
  const named = [...TARGET_IDS] as ResourceId[];
  for (const [index, id] of USERS.entries()) {
    const at = new Date(index);
    const email = `${index}@example.com`;
    const user = { id, email, role: 'user', status: 'active', createdAt: at, updatedAt: at } as const;
    const audit = {
      id: `01900000-0000-7000-8000-00000000e00${index}` as never,
      at,
      actor: { type: 'system', name: 'test' },
      action: 'user:create',
      target: { type: 'user', id, ownerId: id },
      details: {},
      rule: 'test',
      requestId: null,
      refusalKey: null,
      authority: null,
    } as const;
    await storage.users.add({ user, emailKey: email, passwordHash: 'none', limits: {} }, audit);
  }
  await bailiwick.groups.create(system, { id: GROUP, name: 'outer' });
  await bailiwick.groups.create(system, { id: INNER_GROUP, name: 'inner', parentId: GROUP });
  await bailiwick.members.set(system, GROUP, ANN, { role: 'viewer' });
  await bailiwick.members.set(system, INNER_GROUP, ANN, { role: 'owner' });
  await bailiwick.members.set(system, INNER_GROUP, BOB, { role: 'viewer' });
  for (const ownerId of OWNERS) {
    for (const kind of [...ALL_KINDS, ...ALL_KINDS]) {
      await bailiwick.resources.create(system, { ownerId, kind, name: kind, id: named.pop() });
    }
  }
}
