import { operationsOf } from '@bailiwick/http-koa';
import test from 'ava';
import { PASSWORD, pointersOf, world, type World } from '../support/world.js';

/** A valid body for each operation with a body, and its required members. */
interface BodyCase {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: (world: World) => string;
  readonly right: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

const BODIES: readonly BodyCase[] = [
  {
    method: 'POST',
    path: () => '/sessions',
    right: { email: 'ann@example.com', password: PASSWORD },
    required: ['email', 'password'],
  },
  {
    method: 'PUT',
    path: () => '/me/password',
    right: { currentPassword: PASSWORD, newPassword: PASSWORD },
    required: ['currentPassword', 'newPassword'],
  },
  {
    method: 'PUT',
    path: () => '/me/email',
    right: { currentPassword: PASSWORD, email: 'x@example.com' },
    required: ['currentPassword', 'email'],
  },
  { method: 'POST', path: () => '/resources', right: { name: 'a', kind: 'resource' }, required: ['name'] },
  { method: 'PATCH', path: () => '/resources/any', right: { name: 'a' }, required: ['name'] },
  {
    method: 'POST',
    path: () => '/users',
    right: { email: 'x@example.com', password: PASSWORD, role: 'user', limits: { resources: 1 } },
    required: ['email', 'password'],
  },
  {
    method: 'PATCH',
    path: ({ ann }) => `/users/${ann.user.id}`,
    right: { email: 'x@example.com', role: 'user', status: 'active' },
    required: [],
  },
  {
    method: 'PUT',
    path: ({ ann }) => `/users/${ann.user.id}/password`,
    right: { password: PASSWORD },
    required: ['password'],
  },
  {
    method: 'POST',
    path: ({ ann }) => `/users/${ann.user.id}/resources`,
    right: { name: 'a', kind: 'resource' },
    required: ['name'],
  },
  {
    method: 'PUT',
    path: ({ ann }) => `/users/${ann.user.id}/quotas/resources`,
    right: { limit: 1 },
    required: ['limit'],
  },
  { method: 'PUT', path: () => '/default-limits/resources', right: { limit: 1 }, required: ['limit'] },
];

/** Values that are valid for no member of any body. */
const WRONG: readonly unknown[] = [
  true,
  -1.5,
  [],
  [1],
  { a: 1 },
  { __isYupRef: true },
  { toString: null },
  'nul\0here',
  'lone \ud800',
  '',
];

test('validation: every wrong value of every member is a 422 that points to it', async (t) => {
  const here = await world(t);
  for (const { method, path, right } of BODIES) {
    for (const member of Object.keys(right)) {
      for (const wrong of WRONG) {
        const body = { ...right, [member]: wrong };
        const reply = await here.admin.call(method, path(here), { body });
        const title = `${method} ${path(here)} ${member}: ${JSON.stringify(wrong)}`;
        t.is(reply.status, 422, title);
        // Errors in an object are reported for its members.
        t.true(
          pointersOf(reply).every((pointer) => pointer.startsWith(`/${member}`)),
          title,
        );
        t.true(
          reply.body.errors.every(({ detail }: { detail: string }) => /^must .*\.$/.test(detail)),
          title,
        );
      }
    }
  }
});

test('validation: null is a value for limits only', async (t) => {
  const here = await world(t);
  for (const { method, path, right } of BODIES) {
    for (const member of Object.keys(right).filter((name) => name !== 'limit')) {
      const reply = await here.admin.call(method, path(here), { body: { ...right, [member]: null } });
      t.is(reply.status, 422, `${method} ${path(here)} ${member}`);
      t.deepEqual(pointersOf(reply), [`/${member}`]);
    }
  }
});

test('validation: all missing members are reported at once', async (t) => {
  const here = await world(t);
  for (const { method, path, required } of BODIES) {
    if (required.length === 0) continue;
    const reply = await here.admin.call(method, path(here), { body: {} });
    t.is(reply.status, 422, path(here));
    t.deepEqual(pointersOf(reply).toSorted(), required.map((name) => `/${name}`).toSorted());
  }
});

test('validation: R32 every unknown member is reported, by its own pointer', async (t) => {
  const here = await world(t);
  const unknown = [
    'id',
    'a/b',
    'a~b',
    '',
    'constructor',
    'toString',
    'hasOwnProperty',
    '__isYupRef',
    'a.b',
    'a, b',
    '0',
    '\ud800',
  ];
  const pointers = [
    '/id',
    '/a~1b',
    '/a~0b',
    '/',
    '/constructor',
    '/toString',
    '/hasOwnProperty',
    '/__isYupRef',
    '/a.b',
    '/a, b',
    '/0',
    '/\ud800',
  ];
  for (const { method, path, right } of BODIES) {
    const body = { ...right, ...Object.fromEntries(unknown.map((name) => [name, 1])) };
    const reply = await here.admin.call(method, path(here), { body });
    t.is(reply.status, 422, path(here));
    t.deepEqual(pointersOf(reply).toSorted(), pointers.toSorted(), path(here));
  }
});

test('validation: a body that is no object is a 422 on the whole body', async (t) => {
  const here = await world(t);
  for (const { method, path } of BODIES) {
    for (const body of ['null', '[]', '[{}]', '"text"', '5', 'true']) {
      const reply = await here.admin.call(method, path(here), { body });
      t.is(reply.status, 422, `${path(here)} ${body}`);
      t.deepEqual(reply.body.errors, [{ pointer: '', detail: 'must be a JSON object.' }]);
    }
  }
});

test('validation: values are never coerced', async (t) => {
  const { admin } = await world(t);
  const reply = await admin.put('/default-limits/resources', { limit: '5' });
  t.is(reply.status, 422);
  const name = await admin.post('/resources', { name: 123 });
  t.deepEqual(name.body.errors, [{ pointer: '/name', detail: 'must be a string.' }]);
});

test('validation: limits of a new user point to the meter', async (t) => {
  const { admin } = await world(t);
  const body = { email: 'x@example.com', password: PASSWORD, limits: { resources: -1, floppies: 2 } };
  t.deepEqual(pointersOf(await admin.post('/users', body)), ['/limits/resources', '/limits/floppies']);
  t.is((await admin.post('/users', { ...body, limits: { resources: null } })).status, 201);
});

test('validation: very many unknown members do not make a very large answer', async (t) => {
  const { ann } = await world(t);
  const body = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`m${i}`, 1]));
  const reply = await ann.post('/resources', body);
  t.is(reply.status, 422);
  t.is(reply.body.errors.length, 101);
});

test('validation: problems of body, query and headers are reported at once', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.post(
    '/resources?preview=true&x=1',
    { name: '', y: 1 },
    { 'idempotency-key': 'a b' },
  );
  t.deepEqual(pointersOf(reply).toSorted(), ['/name', '/y', '?preview', '?x', 'Idempotency-Key']);
});

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/resources': [
    'pageSize=0',
    'pageSize=101',
    'pageSize=',
    'pageSize=1.0',
    'pageSize=1e1',
    'pageSize=%201',
    'pageSize=0x1',
    'pageSize=-1',
    'pageSize=01',
    'kind=',
    'kind=floppy%20disk',
    'kind=%00',
  ],
  '/users': [
    'over=',
    'over=1',
    'over=TRUE',
    'over=on',
    'role=',
    'role=no%20role',
    'status=gone',
    'email=',
    'email=nobody',
    'email=%00',
  ],
  '/audit-events': ['pageSize=x', 'actor=', 'target=%00'],
};

test('query: every wrong value is a 422 that points to the parameter', async (t) => {
  const { admin } = await world(t);
  for (const [path, queries] of Object.entries(QUERIES)) {
    for (const query of queries) {
      const reply = await admin.get(`${path}?${query}`);
      t.is(reply.status, 422, query);
      t.deepEqual(pointersOf(reply), [`?${query.split('=')[0]}`], query);
    }
  }
});

test('query: an empty parameter of any operation is a 422: it is a variable that was not set', async (t) => {
  const { admin, ann, bailiwick } = await world(t);
  for (const { operationId, method, path, query } of operationsOf(bailiwick)) {
    for (const name of Object.keys(query.fields)) {
      const call = method === 'PUT' ? { body: { limit: 1 } } : {};
      const reply = await admin.call(method, `${path.replace('{id}', ann.user.id)}?${name}=`, call);
      t.is(reply.status, 422, `${operationId} ${name}`);
      t.deepEqual(pointersOf(reply), [`?${name}`], operationId);
    }
  }
});

test('query: R16 unknown parameters are a 422 on every operation, access_token among them', async (t) => {
  const { admin, ann } = await world(t);
  for (const [method, path] of [
    ['GET', '/me'],
    ['GET', '/resources'],
    ['GET', '/users'],
    ['GET', '/audit-events'],
    ['GET', '/default-limits'],
    ['DELETE', `/users/${ann.user.id}`],
    ['DELETE', '/sessions/current'],
  ] as const) {
    const query = `?access_token=${ann.token}&Cursor=x&__proto__=1&constructor=2&pagesize=1`;
    const reply = await admin.call(method, `${path}${query}`);
    t.is(reply.status, 422, path);
    t.deepEqual(pointersOf(reply), ['?access_token', '?Cursor', '?__proto__', '?constructor', '?pagesize']);
    t.false(reply.text.includes(ann.token));
  }
});

test('query: a parameter that is given twice is a 422', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.get('/resources?pageSize=1&pageSize=2');
  t.deepEqual(reply.body.errors, [{ pointer: '?pageSize', detail: 'must be given once.' }]);
});

test('query: a bounded number of repeated names is reported', async (t) => {
  const { nobody } = await world(t);
  const names = Array.from({ length: 1000 }, (_, i) => `n${i}&n${i}`);
  const reply = await nobody.post(`/sessions?${names.join('&')}`, {});
  t.is(reply.status, 422);
  t.is(pointersOf(reply).length, 202, 'as many repeated, as many unknown, two missing');
});

test('DELETE /users/{id}?resources: delete, refuse or transfer, nothing else', async (t) => {
  const { admin, ann } = await world(t);
  for (const value of ['', 'keep', 'DELETE', 'true']) {
    const reply = await admin.delete(`/users/${ann.user.id}?resources=${value}`);
    t.deepEqual(
      reply.body.errors,
      [{ pointer: '?resources', detail: 'must be "delete" or "refuse" or "transfer".' }],
      value,
    );
  }
});
