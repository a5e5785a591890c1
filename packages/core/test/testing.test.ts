import { createBailiwick, type Actor, type BuiltInAction } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { allow, BUILT_IN_ACTIONS, definePolicy, platformPolicy } from '@bailiwick/core/policy';
import {
  actors,
  checkPolicy,
  decisionTable,
  exploreInterleavings,
  fastHasher,
  targets,
  type Schedule,
} from '@bailiwick/core/testing';
import test from 'ava';

const people = { user: actors.user({ id: 'ann' }), admin: actors.admin({ id: 'root' }) };
const things = { own: targets.resource('ann'), foreign: targets.resource('bob') };

const ofOwn = { user: ['own'], admin: 'everything' } as const;
const ofAdmins = { user: 'nothing', admin: 'everything' } as const;
const platformTable = {
  'resource:create': ofOwn,
  'resource:read': ofOwn,
  'resource:update': ofOwn,
  'resource:delete': ofOwn,
  'resource:transfer': ofOwn,
  'group:create': ofAdmins,
  'group:read': ofAdmins,
  'group:update': ofAdmins,
  'group:move': ofAdmins,
  'group:delete': ofAdmins,
  'member:read': ofAdmins,
  'member:set': ofAdmins,
  'member:remove': ofAdmins,
  'member:leave': ofAdmins,
  'user:create': ofAdmins,
  'user:list': ofAdmins,
  'user:read': ofOwn,
  'user:update': ofAdmins,
  'user:delete': ofAdmins,
  'user:change-password': ofOwn,
  'user:change-email': ofOwn,
  'user:set-password': ofAdmins,
  'user:clear-login-failures': ofAdmins,
  'user:set-email': ofAdmins,
  'user:set-role': ofAdmins,
  'session:read': ofOwn,
  'session:confirm': ofOwn,
  'session:revoke': ofOwn,
  'access-key:create': ofOwn,
  'access-key:read': ofOwn,
  'access-key:revoke': ofOwn,
  'quota:read': ofOwn,
  'quota:set': ofAdmins,
  'quota:verify': ofAdmins,
  'quota:repair': ofAdmins,
  'default-limit:read': ofAdmins,
  'default-limit:set': ofAdmins,
  'audit-event:read': ofAdmins,
  'policy:read': ofAdmins,
  'decision:read': ofOwn,
} as const;

test('decisionTable: the platform policy is this table', (t) => {
  t.notThrows(() =>
    decisionTable(platformPolicy, { actors: people, targets: things, allowed: platformTable }),
  );
});

test('decisionTable: a table about some actions needs a line for each of them, and no other', (t) => {
  const operators = definePolicy(
    platformPolicy,
    allow('restart', { role: 'admin', actions: ['database:restart'] }),
  );
  const axes = { actors: people, targets: things };
  const actions = ['database:restart', 'resource:delete'] as const;
  const allowed = { 'database:restart': ofAdmins, 'resource:delete': ofOwn } as const;
  t.notThrows(() => decisionTable(operators, { ...axes, actions, allowed }));
  t.throws(
    () =>
      decisionTable(operators, { ...axes, actions, allowed: { ...allowed, 'resource:delete': ofAdmins } }),
    { message: /^1 decisions differ[^]*resource:delete: user on own should be refused/ },
  );
  // @ts-expect-error the table is about an action that it has no line for
  t.throws(() => decisionTable(operators, { ...axes, actions, allowed: { 'resource:delete': ofOwn } }), {
    message: 'The table has no line for database:restart.',
  });
  // @ts-expect-error no rule is about this action
  decisionTable(operators, { ...axes, actions: ['database:stop'], allowed: { 'database:stop': ofAdmins } });
});

test('decisionTable: every different decision is reported, with its reason', (t) => {
  const table = {
    ...platformTable,
    'resource:delete': { user: 'everything', admin: ['own'] },
  } as const;
  const error = t.throws(() =>
    decisionTable(platformPolicy, { actors: people, targets: things, allowed: table }),
  );
  t.is(
    error?.message,
    [
      '2 decisions differ from the table:',
      '- resource:delete: user on foreign should be allowed, and is refused (not-owner)',
      '- resource:delete: admin on foreign should be refused, and is allowed (by "administrators may do everything")',
    ].join('\n'),
  );
});

/** Never called: the compiler is the test. */
export function incompleteTables(): void {
  const policy = definePolicy(
    platformPolicy,
    allow('operators restart', { role: 'operator', actions: ['database:restart'] }),
  );
  const axes = { actors: people, targets: things };
  // @ts-expect-error -- the table does not say who may restart a database
  decisionTable(policy, { ...axes, allowed: platformTable });
  const { 'user:create': _created, ...rest } = platformTable;
  // @ts-expect-error -- the table does not say who may create users
  decisionTable(platformPolicy, { ...axes, allowed: rest });
  const misspelt = { ...platformTable, 'resource:read': { user: ['onw'], admin: 'everything' } } as const;
  // @ts-expect-error -- no such target
  decisionTable(platformPolicy, { ...axes, allowed: misspelt });
  const complete = { ...platformTable, 'database:restart': ofAdmins } satisfies Record<
    BuiltInAction | 'database:restart',
    unknown
  >;
  decisionTable(policy, { ...axes, allowed: complete });
}

test('checkPolicy: it accepts the platform policy, and names the property that a faulty policy breaks', (t) => {
  const world = {
    actions: BUILT_IN_ACTIONS,
    actors: [actors.anonymous, actors.system('cron'), ...Object.values(people), actors.user({ id: 'bob' })],
    targets: [...Object.values(things), targets.user('ann'), targets.platform],
  };
  t.notThrows(() => checkPolicy(platformPolicy, world));
  const leaky: typeof platformPolicy = { ...platformPolicy, scope: () => ({ type: 'all' }) };
  t.throws(() => checkPolicy(leaky, world), {
    message: /breaks "a list is what may be read": .*"anonymous"/,
  });
});

const PASSWORD = 'correct horse battery staple';

async function startHost(schedule: Schedule) {
  const storage = memoryStorage();
  const quiet = createBailiwick({ storage, passwordHasher: fastHasher });
  const bailiwick = createBailiwick({ storage: schedule.storage(storage), passwordHasher: fastHasher });
  const input = { email: 'ann@example.com', password: PASSWORD };
  await quiet.users.create(quiet.system('test'), input);
  const { actor } = await quiet.sessions.logIn(input);
  return { quiet, bailiwick, actor };
}

test('exploreInterleavings: a count before an insert is caught, and caught again with its seed', async (t) => {
  const run = async (schedule: Schedule) => {
    const { quiet, bailiwick, actor } = await startHost(schedule);
    // This is wrong: statements of other callers can come between these two.
    const createIfFewerThanTwo = async (who: Actor) => {
      const { items } = await bailiwick.resources.list(who);
      if (items.length < 2) await bailiwick.resources.create(who, { name: 'thing' });
    };
    await schedule.race([actor, actor, actor].map((who) => () => createIfFewerThanTwo(who)));
    const { length } = (await quiet.resources.list(actor)).items;
    if (length > 2) throw new Error(`there are ${length} resources, and two are allowed`);
  };
  const error = await t.throwsAsync(exploreInterleavings({ seeds: 200, run }));
  t.regex(error?.message ?? '', /^Interleaving with seed \d+: there are 3 resources/);
  const seed = Number(/seed (\d+)/.exec(error?.message ?? '')?.[1]);
  const again = await t.throwsAsync(exploreInterleavings({ seeds: 1, replay: seed, run }));
  t.is(again?.message, error?.message);
});

test('exploreInterleavings: creates keep the limit under every interleaving', async (t) => {
  const run = async (schedule: Schedule) => {
    const { quiet, bailiwick, actor } = await startHost(schedule);
    const system = quiet.system('test');
    await quiet.quotas.setLimit(system, { ownerId: actor.id, meter: 'resources', limit: 2 });
    const create = () =>
      bailiwick.resources.create(actor, { name: 'thing' }).then(
        () => 1,
        () => 0,
      );
    const created = await schedule.race([create, create, create, create]);
    t.is(created.filter((one) => one === 1).length, 2);
  };
  await t.notThrowsAsync(exploreInterleavings({ seeds: 100, run }));
});

test('exploreInterleavings: tasks that wait for each other for ever are reported', async (t) => {
  const run = (schedule: Schedule) => schedule.race([() => new Promise<never>(() => {})]).then(() => {});
  const error = await t.throwsAsync(exploreInterleavings({ seeds: 1, run }));
  t.is(error?.message, 'Interleaving with seed 0: The tasks wait for each other for ever.');
});
