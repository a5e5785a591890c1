import {
  actorType,
  allow,
  createBailiwick,
  definePolicy,
  limits,
  ownerId,
  platformPolicy,
  type GroupTypes,
  type QuotaExceededError,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, startLibrary } from '../support/start-library.js';

const MISSING = '01900000-0000-7000-8000-000000000000';

function startWith(groups?: GroupTypes) {
  const options = { storage: memoryStorage(), passwordHasher: fastHasher };
  const bailiwick = createBailiwick(groups === undefined ? options : { ...options, groups });
  return { bailiwick, job: bailiwick.system('test') };
}

test('groups.create: a group is as it was asked for, and its event says so', async (t) => {
  const { bailiwick, admin, clock } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  const now = clock.now();
  t.deepEqual(acme, {
    id: acme.id,
    type: 'group',
    name: 'Acme',
    parentId: null,
    createdAt: now,
    updatedAt: now,
  });
  const web = await bailiwick.groups.create(admin, { name: 'web', parentId: acme.id, id: MISSING });
  t.deepEqual([web.id, web.parentId], [MISSING, acme.id]);
  t.deepEqual(await bailiwick.groups.get(admin, web.id), web);
  const { items } = await bailiwick.auditEvents.list(admin, { action: 'group:create' });
  t.deepEqual(items[0]?.target, { type: 'group', id: web.id, ownerId: web.id });
  const memberId = admin.type === 'user' ? admin.id : null;
  t.deepEqual(items[0]?.details, { name: 'web', type: 'group', parentId: acme.id, memberId });
});

test('groups.create: bad names, types, parents and ids are refused by pointer', async (t) => {
  const { bailiwick, job } = startWith();
  const acme = await bailiwick.groups.create(job, { name: 'Acme' });
  const bad = [
    { name: '' },
    { name: 'x'.repeat(256) },
    { name: 'x', type: 'toString' },
    { name: 'x', id: 'no id' },
    { name: 'x', id: acme.id },
  ];
  for (const input of bad)
    t.is(await codeOf(bailiwick.groups.create(job, input)), 'invalid-request', JSON.stringify(input));
  for (const parentId of [MISSING, 'garbage'])
    t.is(await codeOf(bailiwick.groups.create(job, { name: 'x', parentId })), 'not-found');
});

test('groups.create: a path has at most four owners', async (t) => {
  const { bailiwick, job } = startWith();
  let parentId: string | undefined;
  for (const name of ['organisation', 'department', 'project', 'environment'])
    parentId = (await bailiwick.groups.create(job, { name, parentId })).id;
  const error = await t.throwsAsync(bailiwick.groups.create(job, { name: 'one more', parentId }));
  t.is(error?.message, '/parentId: must lie in at most 2 other groups: a path has at most 4 owners.');
});

test('groups.create: a group lies where its type may', async (t) => {
  const { bailiwick, job } = startWith({ organisation: {}, project: { in: ['organisation'] } });
  const acme = await bailiwick.groups.create(job, { name: 'Acme', type: 'organisation' });
  const web = await bailiwick.groups.create(job, { name: 'web', type: 'project', parentId: acme.id });
  t.is(web.type, 'project');
  const onlyProject = 'must be "project" in a group of type "organisation".';
  const inOrganisation =
    'must be a group of type "organisation": a group of type "project" can lie nowhere else.';
  const refused = [
    [{ name: 'x' }, '/type: must be "organisation" or "project".'],
    [{ name: 'x', type: 'project' }, `/parentId: ${inOrganisation}`],
    [{ name: 'x', type: 'organisation', parentId: acme.id }, `/type: ${onlyProject}`],
    [{ name: 'x', parentId: acme.id }, `/type: ${onlyProject}`],
    [{ name: 'x', type: 'project', parentId: web.id }, `/parentId: ${inOrganisation}`],
    [{ name: 'x', type: 'toString', parentId: web.id }, '/type: must be "organisation" or "project".'],
  ] as const;
  for (const [input, message] of refused)
    await t.throwsAsync(bailiwick.groups.create(job, input), { code: 'invalid-request', message });
});

test('groups.create, groups.move: every type is named that may lie there, and every place of a type', async (t) => {
  const { bailiwick, job } = startWith({
    organisation: {},
    team: { in: ['organisation', 'team'], root: true },
    project: { in: ['organisation', 'team'] },
  });
  const { groups } = bailiwick;
  const acme = await groups.create(job, { name: 'Acme', type: 'organisation' });
  const team = await groups.create(job, { name: 'team', type: 'team', parentId: null });
  const web = await groups.create(job, { name: 'web', type: 'project', parentId: team.id });
  const wrongType = groups.create(job, { name: 'x', type: 'organisation', parentId: team.id });
  await t.throwsAsync(wrongType, {
    message: '/type: must be "team" or "project" in a group of type "team".',
  });
  const nowhereElse = (type: string, places: string) =>
    `/parentId: must be ${places}: a group of type "${type}" can lie nowhere else.`;
  for (const [{ id, type }, parentId, places] of [
    [web, null, 'a group of type "organisation" or "team"'],
    [team, web.id, 'null, or a group of type "organisation" or "team"'],
    [acme, team.id, 'null'],
  ] as const)
    await t.throwsAsync(groups.move(job, id, { parentId }), { message: nowhereElse(type, places) });
});

test('groups: null is a root where a group is created or moved, and nothing is instead of it', async (t) => {
  const { bailiwick, job } = startWith();
  const { groups } = bailiwick;
  const acme = await groups.create(job, { name: 'Acme', parentId: null });
  t.is(acme.parentId, null);
  const web = await groups.create(job, { name: 'web', parentId: acme.id });
  for (const input of [{}, { parentId: undefined }, { parentId: 1 }] as never[]) {
    await t.throwsAsync(groups.move(job, web.id, input), {
      code: 'invalid-request',
      message: '/parentId: must be the id of a group, or null for a root.',
    });
  }
  t.is((await groups.get(job, web.id)).parentId, acme.id);
  for (const parentId of [null, 1] as never[]) {
    await t.throwsAsync(groups.list(job, { parentId }), {
      code: 'invalid-request',
      message: '?parentId: must be the id of a group.',
    });
  }
});

test('groups.create, groups.move: a parent that the actor cannot see is called the parent, foreign or missing', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  const { groups } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const own = await groups.create(admin, { name: 'own' });
  const web = await groups.create(admin, { name: 'web', parentId: own.id, memberId: idOf(ann) });
  await bailiwick.members.set(admin, own.id, idOf(ann), { role: 'owner' });
  const message = 'There is no such parent group.';
  for (const parentId of [acme.id, MISSING, 'garbage']) {
    await t.throwsAsync(groups.create(ann, { name: 'x', parentId }), { code: 'not-found', message });
    await t.throwsAsync(groups.move(ann, web.id, { parentId }), { code: 'not-found', message });
  }
  await t.throwsAsync(groups.move(ann, acme.id, { parentId: own.id }), {
    message: 'There is no such group.',
  });
});

for (const [what, groups] of Object.entries({
  'a name that is none': { 'Not A Name': {} },
  'the name of users': { user: {} },
  'a place that is not declared': { project: { in: ['organisation'] } },
  'an unknown member': { project: { inside: [] } },
  'a root that is neither true nor false': { project: { root: 'yes' } },
  'a type that lies in none and is no root': { project: { root: false } },
  'a type that lies in itself only': { project: { in: ['project'] } },
  'types that lie in each other only': { a: { in: ['b'] }, b: { in: ['a'] }, c: {} },
  'a type that lies in five others': chainOf(5),
  'a demand of a type that lies in none': { project: { demand: { projects: 1 } } },
})) {
  test(`createBailiwick: ${what} is refused in the option groups`, (t) => {
    t.throws(() => startWith(groups as GroupTypes), { instanceOf: TypeError });
  });
}

/** Declares a root, and types each of which lies in the one before. */
function chainOf(length: number): GroupTypes {
  const names = Array.from({ length }, (_, index) => `t${index}`);
  return Object.fromEntries(names.map((name, index) => [name, { in: names.slice(index - 1, index) }]));
}

test('createBailiwick: a type of groups that cannot exist is named with the remedy', (t) => {
  const messages: readonly (readonly [GroupTypes, string])[] = [
    [
      { c: {}, a: { in: ['b'] }, b: { in: ['a'] } },
      'The type of groups "a" is no root and lies below none: make it one with "root: true", or let it lie in one.',
    ],
    [chainOf(5), 'The type of groups "t4" lies too deep: a path has at most 4 groups.'],
    [
      { project: { demand: { projects: 1 } } },
      'The type of groups "project" lies in no other, from which its demand could be taken: leave the demand out.',
    ],
  ];
  for (const [groups, message] of messages) t.throws(() => startWith(groups), { message });
  t.notThrows(() => startWith(chainOf(4)));
  t.notThrows(() =>
    startWith({ ...chainOf(4), t4: { in: ['t3', 't0'], demand: { m: 1 } }, t5: { demand: {} } }),
  );
  t.notThrows(() => startWith({}));
});

test('groups: what belongs to others is not found, exactly like what is missing (A1)', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  const { groups, quotas, resources } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const answers = new Set<string>();
  for (const id of [acme.id, MISSING, 'garbage']) {
    const outcomes = await Promise.allSettled([
      groups.get(ann, id),
      groups.rename(ann, id, { name: 'mine' }),
      groups.delete(ann, id),
      groups.create(ann, { name: 'x', parentId: id }),
      quotas.list(ann, id),
      quotas.setLimit(ann, { ownerId: id, meter: 'databases', limit: 9 }),
      resources.create(ann, { kind: 'note', name: 'x', ownerId: id }),
    ]);
    answers.add(
      outcomes
        .map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'no error'))
        .join('\n'),
    );
  }
  t.is(answers.size, 1, [...answers].join('\n\n'));
  t.is(await codeOf(groups.create(ann, { name: 'a root' })), 'forbidden');
  t.deepEqual((await groups.list(ann)).items, []);
  t.deepEqual((await groups.list(admin)).items, [acme]);
});

test('groups.list: pages, parents and types; an impossible parent has no groups', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const { groups } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const names = ['a', 'b', 'c'];
  for (const name of names) await groups.create(admin, { name, parentId: acme.id });
  const first = await groups.list(admin, { parentId: acme.id, pageSize: 2 });
  const next = await groups.list(admin, { parentId: acme.id, pageSize: 2, cursor: first.nextCursor ?? '' });
  t.deepEqual(
    [...first.items, ...next.items].map(({ name }) => name),
    names.toReversed(),
  );
  t.deepEqual((await groups.list(admin, { parentId: 'garbage' })).items, []);
  t.is((await groups.list(admin, { type: 'group' })).items.length, 4);
  t.is(await codeOf(groups.list(admin, { pageSize: 0 })), 'invalid-request');
  t.is(await codeOf(groups.list(admin, { type: '' as 'group' })), 'invalid-request');
});

test('groups.move: it moves with what it uses, and its event says from where to where', async (t) => {
  const { bailiwick, admin, clock } = await startLibrary();
  const { groups, resources, quotas } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const umbrella = await groups.create(admin, { name: 'Umbrella' });
  const web = await groups.create(admin, { name: 'web', parentId: acme.id });
  await resources.create(admin, { kind: 'database', name: 'x', ownerId: web.id });
  const used = async ({ id }: { id: string }) =>
    (await quotas.get(admin, { ownerId: id, meter: 'databases' })).used;
  clock.advance(1000);
  const moved = await groups.move(admin, web.id, { parentId: umbrella.id });
  t.deepEqual(moved, { ...web, parentId: umbrella.id, updatedAt: clock.now() });
  t.deepEqual([await used(acme), await used(umbrella), await used(web)], [0, 1, 1]);
  t.is((await groups.move(admin, web.id, { parentId: null })).parentId, null);
  t.deepEqual([await used(acme), await used(umbrella), await used(web)], [0, 0, 1]);
  const { items } = await bailiwick.auditEvents.list(admin, { action: 'group:move' });
  t.deepEqual(
    items.map(({ target, details }) => [target.id, details]),
    [
      [web.id, { from: umbrella.id, to: null }],
      [web.id, { from: acme.id, to: umbrella.id }],
    ],
  );
});

test('groups.move: cycles, long paths, places and full paths are refused', async (t) => {
  const declared = { organisation: {}, project: { in: ['organisation', 'project'] } };
  const { bailiwick, job } = startWith(declared);
  const { groups, quotas, resources } = bailiwick;
  const acme = await groups.create(job, { name: 'Acme', type: 'organisation' });
  const umbrella = await groups.create(job, { name: 'Umbrella', type: 'organisation' });
  const add = (name: string, parentId: string) => groups.create(job, { name, type: 'project', parentId });
  const web = await add('web', acme.id);
  const test1 = await add('test', web.id);
  const deep = await add('deep', (await add('middle', umbrella.id)).id);
  const refused = [
    [web.id, web.id, 'must be another group, which does not lie in this one.'],
    [web.id, test1.id, 'must be another group, which does not lie in this one.'],
    [web.id, deep.id, 'must leave each path at most 4 owners long, also those of the groups in it.'],
    [
      web.id,
      null,
      'must be a group of type "organisation" or "project": a group of type "project" can lie nowhere else.',
    ],
    [acme.id, umbrella.id, 'must be null: a group of type "organisation" can lie nowhere else.'],
  ] as const;
  for (const [id, parentId, detail] of refused)
    await t.throwsAsync(groups.move(job, id, { parentId }), {
      code: 'invalid-request',
      message: `/parentId: ${detail}`,
    });
  await resources.create(job, { name: 'x', ownerId: test1.id });
  await quotas.setLimit(job, { ownerId: umbrella.id, meter: 'resources', limit: 0 });
  const error = await t.throwsAsync<QuotaExceededError>(groups.move(job, web.id, { parentId: umbrella.id }));
  const { id, type, name } = umbrella;
  t.deepEqual(error?.quotas, [
    { meter: 'resources', owner: { id, type, name }, limit: 0, used: 0, requested: 1 },
  ]);
  t.is(await codeOf(groups.move(job, MISSING, { parentId: acme.id })), 'not-found');
  t.is(await codeOf(groups.move(job, web.id, { parentId: MISSING })), 'not-found');
  const stale = { parentId: umbrella.id, ifUnchangedSince: { name: 'another', updatedAt: web.updatedAt } };
  t.is(await codeOf(groups.move(job, web.id, stale)), 'precondition-failed');
  t.deepEqual(await groups.get(job, web.id), web);
});

test('groups.move: the policy is asked at both ends, and what the actor may not see is not found (A1)', async (t) => {
  const storage = memoryStorage();
  const admins = createBailiwick({ storage, passwordHasher: fastHasher });
  const job = admins.system('test');
  const acme = await admins.groups.create(job, { name: 'Acme' });
  const umbrella = await admins.groups.create(job, { name: 'Umbrella' });
  const web = await admins.groups.create(job, { name: 'web', parentId: acme.id });
  const ann = await admins.users.create(job, {
    email: 'ann@example.com',
    password: 'a long enough password',
  });
  const asAnn = async (seen: readonly string[], movedAt: readonly string[]) => {
    const policy = definePolicy(
      allow('all is seen by system', { actions: 'any', when: actorType('system') }),
      allow('some are seen', { actions: ['group:read'], when: ownerId(MISSING, ...seen) }),
      allow('some are changed', { actions: ['group:move'], when: ownerId(MISSING, ...movedAt) }),
    );
    const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher, policy });
    const { actor } = await bailiwick.sessions.logIn({
      email: ann.email,
      password: 'a long enough password',
    });
    return codeOf(bailiwick.groups.move(actor, web.id, { parentId: umbrella.id }));
  };
  t.is(await asAnn([], []), 'not-found');
  t.is(await asAnn([web.id], []), 'forbidden');
  t.is(await asAnn([web.id, umbrella.id], [umbrella.id]), 'forbidden', 'not at the old end');
  t.is(await asAnn([web.id], [acme.id]), 'not-found', 'the new parent is not seen');
  t.is(await asAnn([web.id, umbrella.id], [acme.id]), 'forbidden', 'not at the new end');
  t.is(await asAnn([web.id, umbrella.id], [acme.id, umbrella.id]), 'no error');
});

test('groups.move: a move that another one overtakes is decided again, about the new place', async (t) => {
  const storage = memoryStorage();
  const quiet = createBailiwick({ storage, passwordHasher: fastHasher });
  const job = quiet.system('test');
  const names = ['a', 'b', 'c'];
  const [a, b, c] = await Promise.all(names.map((name) => quiet.groups.create(job, { name })));
  const web = await quiet.groups.create(job, { name: 'web', parentId: a?.id });
  let overtakings = 0;
  const overtaken = new Proxy(storage.groups, {
    get(target, name) {
      if (name !== 'move') return (Reflect.get(target, name) as () => unknown).bind(target);
      return async (...args: Parameters<typeof target.move>) => {
        if (overtakings-- > 0) {
          const { parentId } = await quiet.groups.get(job, web.id);
          await quiet.groups.move(job, web.id, { parentId: (parentId === b?.id ? c : b)?.id ?? null });
        }
        return target.move(...args);
      };
    },
  });
  const bailiwick = createBailiwick({
    storage: { ...storage, groups: overtaken },
    passwordHasher: fastHasher,
  });
  overtakings = 1;
  t.is((await bailiwick.groups.move(bailiwick.system('test'), web.id, { parentId: null })).parentId, null);
  overtakings = Infinity;
  const always = bailiwick.groups.move(bailiwick.system('test'), web.id, { parentId: null });
  t.is(await codeOf(always), 'storage-unavailable');
});

test('groups.rename, groups.delete: happy, changed meanwhile, not empty, and with resources', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const { groups, resources } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const web = await groups.create(admin, { name: 'web', parentId: acme.id });
  const renamed = await groups.rename(admin, web.id, { name: 'site', ifUnchangedSince: web });
  t.is(renamed.name, 'site');
  t.is(
    await codeOf(groups.rename(admin, web.id, { name: 'x', ifUnchangedSince: web })),
    'precondition-failed',
  );
  t.is(await codeOf(groups.rename(admin, web.id, { name: '' })), 'invalid-request');
  const note = await resources.create(admin, { kind: 'note', name: 'n', ownerId: web.id });
  t.is(await codeOf(groups.delete(admin, acme.id)), 'not-empty');
  await t.throwsAsync(groups.delete(admin, web.id), {
    code: 'owns-resources',
    message:
      'The group still owns 1 resource: delete it first, or delete the group with the option resources=delete.',
  });
  await resources.delete(admin, note.id);
  t.is(await codeOf(groups.delete(admin, web.id, { ifUnchangedSince: () => false })), 'precondition-failed');
  await groups.delete(admin, web.id);
  t.is(await codeOf(groups.delete(admin, web.id)), 'not-found');
  await groups.delete(admin, acme.id);
});

test('groups.delete: with its resources, and those of a large one in steps', async (t) => {
  const { bailiwick, admin, system } = await startLibrary();
  const { groups, resources, quotas } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const remove = { resources: 'delete' } as const;
  for (const count of [1, limits.DELETE_AT_ONCE_ROWS_MAX + 1]) {
    const web = await groups.create(admin, { name: 'web', parentId: acme.id });
    for (let index = 0; index < count; index += 1)
      await resources.create(admin, { kind: 'database', name: 'x', ownerId: web.id });
    t.is(await codeOf(groups.delete(admin, web.id)), 'owns-resources');
    t.is(await codeOf(groups.delete(admin, web.id, { resources: 'all' as 'delete' })), 'invalid-request');
    await groups.delete(admin, web.id, remove);
    t.is(await codeOf(groups.get(admin, web.id)), 'not-found');
    t.is((await quotas.get(admin, { ownerId: acme.id, meter: 'databases' })).used, 0);
    t.deepEqual((await resources.list(admin)).items, []);
    const steps: unknown[] = [];
    for await (const { swept } of bailiwick.finishDeletions()) steps.push(swept);
    t.deepEqual(steps, count === 1 ? [] : Array(3).fill('rows-of-deleted-groups'));
    const ends = await bailiwick.auditEvents.list(system, { action: 'group:finish-deletion' });
    t.is(ends.items.length, count === 1 ? 0 : 1);
  }
});

test('resources.create: a refusal names each level, and preview says the same (Q8)', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const { groups, quotas, resources } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const web = await groups.create(admin, { name: 'web', parentId: acme.id });
  await quotas.setLimit(admin, { ownerId: acme.id, meter: 'databases', limit: 1 });
  const input = { kind: 'database', name: 'orders', ownerId: web.id } as const;
  await resources.preview(admin, input);
  await resources.create(admin, input);
  const owner = ({ id, type, name }: typeof acme) => ({ id, type, name });
  const storage = { meter: 'storageGiB', limit: null, used: 20, requested: 20 };
  for (const refused of [resources.create(admin, input), resources.preview(admin, input)]) {
    const error = await t.throwsAsync<QuotaExceededError>(refused);
    t.deepEqual(error?.quotas as readonly unknown[], [
      { meter: 'databases', owner: owner(web), limit: null, used: 1, requested: 1 },
      { ...storage, owner: owner(web) },
      { meter: 'databases', owner: owner(acme), limit: 1, used: 1, requested: 1 },
      { ...storage, owner: owner(acme) },
    ]);
    t.regex(error?.message ?? '', /\(databases: 1 of 1 used in Acme, 1 more requested\)/);
  }
  t.deepEqual(await quotas.get(admin, { ownerId: acme.id, meter: 'databases' }), {
    meter: 'databases',
    limit: 1,
    used: 1,
    over: 0,
    source: 'group',
  });
});

test('resources.create: a level that the actor may not see is only "above", whatever its limit (A1)', async (t) => {
  const answers = new Set<string>();
  for (const limit of [0, 1]) {
    const { bailiwick: first } = startWith();
    const storage = memoryStorage();
    const job = first.system('test');
    const ids = { acme: MISSING, web: MISSING.replace('0000', '0001') };
    const bailiwick = createBailiwick({
      storage,
      passwordHasher: fastHasher,
      policy: definePolicy(
        platformPolicy,
        allow('people create in the web project', {
          actions: ['resource:create', 'quota:read'],
          when: ownerId(ids.web),
        }),
      ),
    });
    const admin = bailiwick.system('test');
    t.deepEqual(admin, job);
    await bailiwick.groups.create(admin, { name: 'Acme', id: ids.acme });
    await bailiwick.groups.create(admin, { name: 'web', id: ids.web, parentId: ids.acme });
    const credentials = { email: 'ann@example.com', password: 'four lanterns by the river' };
    await bailiwick.users.create(admin, credentials);
    const { actor } = await bailiwick.sessions.logIn(credentials);
    const input = { name: 'x', ownerId: ids.web };
    for (let count = 0; count < limit; count += 1)
      await bailiwick.resources.create(admin, { ...input, ownerId: ids.acme });
    await bailiwick.quotas.setLimit(admin, { ownerId: ids.acme, meter: 'resources', limit });
    const error = await t.throwsAsync<QuotaExceededError>(bailiwick.resources.create(actor, input));
    t.deepEqual(error?.quotas as readonly unknown[], [
      {
        meter: 'resources',
        owner: { id: ids.web, type: 'group', name: 'web' },
        limit: null,
        used: 0,
        requested: 1,
      },
      { meter: 'resources', owner: 'above', requested: 1 },
    ]);
    answers.add(JSON.stringify([error?.message, error?.quotas]));
    await bailiwick.quotas.setLimit(admin, { ownerId: ids.acme, meter: 'resources', limit: 5 });
    await bailiwick.quotas.setLimit(admin, { ownerId: ids.web, meter: 'resources', limit: 0 });
    const own = await t.throwsAsync<QuotaExceededError>(bailiwick.resources.create(actor, input));
    t.is(own?.quotas.length, 1, 'a hidden level with room is left out');
  }
  t.is(answers.size, 1, [...answers].join('\n'));
});

test('groups.listWithQuotas, quotas.listOnPath: each level has its quotas, and a hidden one is only "above"', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  const made: string[] = [];
  for (const name of ['organisation', 'department', 'project', 'environment'])
    made.push((await bailiwick.groups.create(admin, { name, parentId: made.at(-1) })).id);
  const [organisation = '', department = '', project = '', environment = ''] = made;
  await bailiwick.quotas.setLimit(admin, { ownerId: department, meter: 'databases', limit: 5 });
  await bailiwick.resources.create(admin, { kind: 'database', name: 'n', ownerId: environment });
  const levelOf = async (id: string) => {
    const { name, type } = await bailiwick.groups.get(admin, id);
    return { owner: { id, name, type }, quotas: await bailiwick.quotas.list(admin, id) };
  };
  const levels = await Promise.all([environment, project, department, organisation].map(levelOf));
  t.deepEqual(await bailiwick.quotas.listOnPath(admin, environment), levels);
  t.is(levels[2]?.quotas.find(({ meter }) => meter === 'databases')?.used, 1);
  const { items } = await bailiwick.groups.listWithQuotas(admin);
  t.deepEqual(
    items.map(({ quotas }) => quotas),
    levels.map(({ quotas }) => quotas),
  );

  const annId = ann.type === 'user' ? ann.id : '';
  await bailiwick.members.set(admin, project, annId, { role: 'viewer' });
  t.deepEqual(await bailiwick.quotas.listOnPath(ann, environment), [
    ...levels.slice(0, 2),
    { owner: 'above', quotas: [] },
  ]);
  t.is(await codeOf(bailiwick.quotas.listOnPath(ann, department)), 'not-found');
  t.is(await codeOf(bailiwick.quotas.listOnPath(admin, MISSING)), 'not-found');
  const listed = await bailiwick.groups.listWithQuotas(ann);
  t.deepEqual(
    listed.items.map(({ id, quotas }) => ({ id, quotas })),
    levels.slice(0, 2).map(({ owner, quotas }) => ({ id: owner.id, quotas })),
  );
});

test('groups.listWithQuotas: a group whose quotas the actor may not read has none', async (t) => {
  const policy = definePolicy(platformPolicy, allow('all see groups', { actions: ['group:read'] }));
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher, policy });
  const job = bailiwick.system('test');
  const credentials = { email: 'ann@example.com', password: 'violet kettles rarely sing twice' };
  await bailiwick.users.create(job, credentials);
  const { actor: ann } = await bailiwick.sessions.logIn(credentials);
  await bailiwick.groups.create(job, { name: 'Acme' });
  const { items } = await bailiwick.groups.listWithQuotas(ann);
  t.deepEqual(
    items.map(({ name, quotas }) => ({ name, quotas })),
    [{ name: 'Acme', quotas: null }],
  );
});
