import test from 'ava';
import { MISSING_ID, pointersOf, world } from '../support/world.js';

test('GET /policy: the rules as text and as data, and a table with a cell for each role and sort of target', async (t) => {
  const { admin, ann } = await world(t);
  const { body } = await admin.get('/policy');
  t.deepEqual(body.roles, ['user', 'admin']);
  t.deepEqual(body.groupTypes, ['group']);
  const rule = body.rules.find(({ name }: { name: string }) => name === 'owners manage their resources');
  t.like(rule, { effect: 'allow', when: 'owner', roles: [], reason: null });
  t.deepEqual(rule.data.when, { type: 'owner' });
  t.is(body.rules.find(({ name }: { name: string }) => name.startsWith('administrators')).actions, null);
  t.deepEqual(
    body.table.map(({ action }: { action: string }) => action),
    body.actions,
  );
  const { cells } = body.table.find(({ action }: { action: string }) => action === 'resource:read');
  t.deepEqual(
    cells.map((cell: Record<string, unknown>) => [
      cell['role'],
      cell['target'],
      cell['kind'],
      cell['reason'],
    ]),
    [
      ['user', 'own', 'resource', 'allowed'],
      ['user', 'foreign', 'resource', 'not-owner'],
      ['admin', 'own', 'resource', 'allowed'],
      ['admin', 'foreign', 'resource', 'allowed'],
    ],
  );
  t.is((await ann.get('/policy')).body.code, 'forbidden');
});

test('POST /decisions: everyone asks about themselves, and an administrator about anyone', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { id } = (await bob.post('/resources', { name: 'orders' })).body;
  const question = { action: 'resource:delete', target: { type: 'resource', id } };
  t.deepEqual((await bob.post('/decisions', question)).body, {
    allowed: true,
    reason: 'allowed',
    rule: 'owners manage their resources',
    behind: null,
  });
  const missing = { allowed: false, reason: 'not-found', rule: null, behind: null };
  t.deepEqual((await ann.post('/decisions', question)).body, missing);
  const nowhere = { ...question, target: { type: 'resource', id: MISSING_ID } };
  t.deepEqual((await ann.post('/decisions', nowhere)).body, missing);
  const aboutAnn = { ...question, actor: { userId: ann.user.id } };
  t.deepEqual((await admin.post('/decisions', aboutAnn)).body, {
    ...missing,
    behind: { allowed: false, reason: 'not-owner', rule: null },
  });
  t.is((await bob.post('/decisions', aboutAnn)).body.code, 'not-found');
  t.is((await bob.post('/decisions', { ...question, actor: { userId: MISSING_ID } })).body.code, 'not-found');
});

test('POST /decisions: a create that has no room has the figures, and leaves no trace', async (t) => {
  const { admin, ann } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 0 });
  const before = (await admin.get('/audit-events?pageSize=1')).text;
  const question = { action: 'resource:create', target: { type: 'resource' } };
  const quotas = [{ meter: 'resources', limit: 0, used: 0, requested: 1 }];
  const refused = { allowed: false, reason: 'quota-exceeded', rule: null, behind: null, quotas };
  t.deepEqual((await ann.post('/decisions', question)).body, refused);
  const aboutAnn = { ...question, actor: { userId: ann.user.id, credential: 'access-key' } };
  t.deepEqual((await admin.post('/decisions', aboutAnn)).body, refused);
  t.is((await admin.get('/audit-events?pageSize=1')).text, before);
});

test('POST /decisions: what is not understood is a 422 that says what would be', async (t) => {
  const { ann } = await world(t);
  const platform = { type: 'platform' };
  for (const [body, pointers] of [
    [{}, ['/action', '/target']],
    [{ action: 'user:list', target: 'platform' }, ['/target']],
    [{ action: 'user:invent', target: platform }, ['/action']],
    [{ action: 'resource:read', target: platform }, ['/target/type']],
    [{ action: 'user:list', target: { type: 'galaxy' } }, ['/target/type']],
    [{ action: 'user:list', target: { ...platform, colour: 'red' } }, ['/target/colour']],
    [{ action: 'user:list', target: platform, actor: { credential: 'session' } }, ['/actor/userId']],
  ] as const) {
    const reply = await ann.post('/decisions', body);
    t.is(reply.status, 422, JSON.stringify(body));
    t.deepEqual(pointersOf(reply), [...pointers], JSON.stringify(body));
  }
});

test('GET /users/{id}/decisions: a line for each action and sort of target, for oneself as one stands', async (t) => {
  const { admin, ann, bob } = await world(t);
  const path = `/users/${ann.user.id}/decisions`;
  const { items } = (await ann.get(path)).body;
  const decision = (action: string, target: string) =>
    items.find((one: Record<string, unknown>) => one['action'] === action && one['target'] === target);
  t.deepEqual(decision('resource:create', 'own'), {
    action: 'resource:create',
    target: 'own',
    kind: 'resource',
    allowed: true,
    reason: 'allowed',
    rule: 'owners manage their resources',
  });
  t.like(decision('user:list', 'platform'), { kind: null, allowed: false, reason: 'not-admin' });
  t.deepEqual((await admin.get(path)).body.items, items);
  t.is((await bob.get(path)).text, (await bob.get(`/users/${MISSING_ID}/decisions`)).text);
});
