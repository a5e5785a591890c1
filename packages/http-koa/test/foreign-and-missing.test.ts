import test from 'ava';
import { rawRequest, statusOf } from './support/raw-request.js';
import { MISSING_ID, PUBLIC_KEY, world } from './support/world.js';

/** Every operation on a target with an owner, with valid parts. */
const REQUESTS = [
  { method: 'GET', path: (id: string) => `/resources/${id}` },
  { method: 'HEAD', path: (id: string) => `/resources/${id}` },
  { method: 'DELETE', path: (id: string) => `/resources/${id}` },
  { method: 'PATCH', path: (id: string) => `/resources/${id}`, body: '{"name":"mine"}' },
  {
    method: 'PATCH',
    path: (id: string) => `/resources/${id}`,
    body: '{"name":"mine"}',
    header: 'If-Match: "x"',
  },
  {
    method: 'PATCH',
    path: (id: string) => `/resources/${id}`,
    body: '{"name":"mine"}',
    header: 'If-Match: *',
  },
  { method: 'PATCH', path: (id: string) => `/resources/${id}`, body: '{"name":5}' },
];

const USER_REQUESTS = [
  { method: 'GET', path: (id: string) => `/users/${id}` },
  { method: 'PATCH', path: (id: string) => `/users/${id}`, body: '{"role":"admin"}' },
  { method: 'DELETE', path: (id: string) => `/users/${id}?resources=delete` },
  {
    method: 'PUT',
    path: (id: string) => `/users/${id}/password`,
    body: '{"password":"a whole new passphrase"}',
  },
  { method: 'GET', path: (id: string) => `/users/${id}/sessions` },
  { method: 'DELETE', path: (id: string) => `/users/${id}/sessions` },
  { method: 'DELETE', path: (id: string) => `/users/${id}/sessions/${MISSING_ID}` },
  { method: 'GET', path: (id: string) => `/users/${id}/access-keys` },
  { method: 'DELETE', path: (id: string) => `/users/${id}/access-keys/${MISSING_ID}` },
  { method: 'GET', path: (id: string) => `/users/${id}/resources` },
  { method: 'POST', path: (id: string) => `/users/${id}/resources`, body: '{"name":"mine"}' },
  { method: 'POST', path: (id: string) => `/users/${id}/resources/preview`, body: '{"name":"mine"}' },
  { method: 'GET', path: (id: string) => `/users/${id}/quotas` },
  { method: 'PUT', path: (id: string) => `/users/${id}/quotas/resources`, body: '{"limit":null}' },
  { method: 'DELETE', path: (id: string) => `/users/${id}/quotas/resources` },
];

const KEY_REQUESTS: typeof REQUESTS = [{ method: 'DELETE', path: (id) => `/access-keys/${id}` }];

test('foreign and missing: R31 every answer is the same to the byte, and nothing has changed', async (t) => {
  const { ann, bob, server } = await world(t);
  const { body: resource } = await bob.post('/resources', { name: 'orders' });

  const { body: key } = await bob.post('/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY });

  async function answer(request: (typeof REQUESTS)[number], id: string): Promise<string> {
    const { method, path, body = '', header = 'X-Nothing: here' } = request;
    const content = body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`];
    const lines = [
      `${method} /v1${path(id)} HTTP/1.1`,
      'Host: localhost',
      `Authorization: ${ann.authorization}`,
    ];
    return rawRequest(server.port, [...lines, header, ...content], body);
  }

  for (const [requests, foreignId] of [
    [REQUESTS, resource.id],
    [USER_REQUESTS, bob.user.id],
    [KEY_REQUESTS, key.id],
  ] as const) {
    for (const request of requests) {
      const [foreign, missing] = [await answer(request, foreignId), await answer(request, MISSING_ID)];
      const title = `${request.method} ${request.path('…')} ${request.body ?? ''}`;
      t.is(foreign, missing, title);
      t.is(statusOf(foreign), request.body === '{"name":5}' ? 422 : 404, title);
      t.is(await answer(request, 'not-an-id'), missing, title);
    }
  }

  t.deepEqual((await bob.get(`/resources/${resource.id}`)).body, resource);
  t.deepEqual((await bob.get('/access-keys')).body.items, [key]);
  t.deepEqual((await bob.get('/me')).body.role, 'user');
  t.deepEqual((await bob.get('/resources')).body.items, [resource]);
});
