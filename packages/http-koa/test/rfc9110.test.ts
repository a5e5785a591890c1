import fc from 'fast-check';
import test from 'ava';
import { openApiDocument, operationsOf } from '@bailiwick/http-koa';
import type { Client, Json } from './support/client.js';
import { rawRequest, statusOf } from './support/raw-request.js';
import { MISSING_ID, PASSWORD, world } from './support/world.js';

/**
 * The conditions of RFC 9110 section 13 for targets with an `ETag`. `W/` is a weak tag, which `If-Match` never matches.
 */
const PRECONDITIONS: readonly (readonly [header: string, value: (etag: string) => string, isMet: boolean])[] =
  [
    ['if-match', (etag) => etag, true],
    ['if-match', (etag) => `"other", ${etag}`, true],
    ['if-match', () => '*', true],
    ['if-match', () => '"other"', false],
    ['if-match', (etag) => `W/${etag}`, false],
    ['if-none-match', (etag) => etag, false],
    ['if-none-match', (etag) => `W/${etag}`, false],
    ['if-none-match', () => '*', false],
    ['if-none-match', () => '"other"', true],
  ];

test('R51 PATCH and DELETE: a precondition that does not hold is a 412, which is recorded and changes nothing', async (t) => {
  const { ann, admin, bailiwick } = await world(t);
  for (const [header, value, isMet] of PRECONDITIONS) {
    const requests = [
      { method: 'PATCH', path: (id: string) => `/resources/${id}`, body: { name: 'renamed' }, accepted: 200 },
      { method: 'DELETE', path: (id: string) => `/resources/${id}`, accepted: 204 },
      { method: 'DELETE', path: (id: string) => `/users/${ann.user.id}/resources/${id}`, accepted: 204 },
    ];
    for (const { method, path, body, accepted } of requests) {
      const made = await ann.post('/resources', { name: 'orders' });
      const { id } = made.body;
      const headers = { [header]: value(made.headers.get('etag') ?? '') };
      const reply = await ann.call(method, path(id), { body, headers });
      const title = `${method} ${header}: ${headers[header]}`;
      t.is(reply.status, isMet ? accepted : 412, title);
      if (isMet) continue;
      t.is(reply.body.code, 'precondition-failed', title);
      t.deepEqual((await ann.get(`/resources/${id}`)).body, made.body, title);
      const { items } = (await admin.get(`/audit-events?target=${id}&pageSize=1`)).body;
      t.like(items[0], { outcome: 'refused', reason: 'precondition-failed' }, title);
    }
  }
  const quotas = await bailiwick.quotas.list(bailiwick.system('test'), ann.user.id);
  t.is(quotas[0]?.used, (await ann.get('/resources?pageSize=100')).body.items.length);
});

test('R51 PATCH and DELETE of a user: a precondition that does not hold is a 412, which is recorded and changes nothing', async (t) => {
  const { admin } = await world(t);
  for (const [header, value, isMet] of PRECONDITIONS) {
    for (const { method, body, accepted } of [
      { method: 'PATCH', body: { status: 'disabled' }, accepted: 200 },
      { method: 'DELETE', body: undefined, accepted: 204 },
    ]) {
      const made = await admin.post('/users', {
        email: `${crypto.randomUUID()}@example.com`,
        password: PASSWORD,
      });
      const path = `/users/${made.body.id}`;
      const headers = { [header]: value(made.headers.get('etag') ?? '') };
      const reply = await admin.call(method, path, { body, headers });
      const title = `${method} ${header}: ${headers[header]}`;
      t.is(reply.status, isMet ? accepted : 412, title);
      if (isMet) continue;
      t.is(reply.body.code, 'precondition-failed', title);
      t.deepEqual((await admin.get(path)).body, made.body, title);
      const { items } = (await admin.get(`/audit-events?target=${made.body.id}&pageSize=1`)).body;
      t.like(items[0], { outcome: 'refused', reason: 'precondition-failed' }, title);
    }
  }
});

test('R51 users: every way to read a user gives the same tag, and every change a new one', async (t) => {
  const { admin, ann } = await world(t);
  const path = `/users/${ann.user.id}`;
  const tags = new Set<string | null>();
  const noteTag = async () => {
    const etag = (await admin.get(path)).headers.get('etag');
    t.is((await ann.get('/me')).headers.get('etag'), etag);
    const known = await ann.get('/me', { 'if-none-match': etag ?? '' });
    t.deepEqual([known.status, known.text, known.headers.get('etag')], [304, '', etag]);
    t.is((await admin.get(path, { 'if-none-match': `"other", W/${etag}` })).status, 304);
    tags.add(etag);
    return etag ?? '';
  };
  const changed = await admin.patch(path, { role: 'admin' }, { 'if-match': await noteTag() });
  t.is(changed.headers.get('etag'), await noteTag());
  await ann.put('/me/email', { currentPassword: PASSWORD, email: 'new@example.com' });
  await noteTag();
  await ann.put('/me/password', { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` });
  await noteTag();
  t.is(tags.size, 4);
});

test('R51 PATCH: the tag of the answer is valid in the next request', async (t) => {
  const { ann } = await world(t);
  const made = await ann.post('/resources', { name: 'a' });
  const path = `/resources/${made.body.id}`;
  const etagOf = async () => (await ann.get(path)).headers.get('etag') ?? '';
  t.is(made.headers.get('etag'), await etagOf());
  const renamed = await ann.patch(path, { name: 'b' }, { 'if-match': await etagOf() });
  t.is(renamed.headers.get('etag'), await etagOf());
  t.not(renamed.headers.get('etag'), made.headers.get('etag'));
});

test('R51 PATCH: a tag without its quotes is a 400 that says what is missing', async (t) => {
  const { ann } = await world(t);
  const made = await ann.post('/resources', { name: 'a' });
  const path = `/resources/${made.body.id}`;
  const bare = (made.headers.get('etag') ?? '').replaceAll('"', '');
  for (const name of ['if-match', 'if-none-match']) {
    const { status, body } = await ann.patch(path, { name: 'b' }, { [name]: bare });
    t.is(status, 400, name);
    t.regex(body.detail, /double quotes/);
  }
  t.is((await ann.get(path)).body.name, 'a');
});

test('R51 a precondition on an operation that does not check it is a 400, and nothing is done', async (t) => {
  const { bailiwick, admin, ann } = await world(t);
  const path = `/users/${ann.user.id}/quotas/resources`;
  for (const name of ['If-Match', 'If-None-Match']) {
    for (const value of ['*', '"zzz"']) {
      const { status, body } = await admin.call('PUT', path, {
        body: { limit: 7 },
        headers: { [name]: value },
      });
      t.is(status, 400, name);
      t.is(body.code, 'malformed-request');
      t.regex(body.detail, new RegExp(name));
    }
  }
  t.is((await ann.get('/me/quotas')).body.items[0].limit, null);
  // The document lists the operations that check it; reads have nothing to refuse.
  const { paths }: Json = openApiDocument(bailiwick);
  for (const operation of operationsOf(bailiwick)) {
    if (operation.method === 'GET') continue;
    const { parameters } = paths[operation.path][operation.method.toLowerCase()];
    const listed = parameters.some(({ name }: Json) => name === 'If-Match');
    const target = operation.path.replaceAll(/\{\w+\}/g, MISSING_ID);
    const { body } = await admin.call(operation.method, target, { headers: { 'if-match': '"zzz"' } });
    t.is(/If-Match/.test(body.detail), !listed, operation.operationId);
  }
});

test('R51 a precondition on a foreign or missing target reveals nothing: 404', async (t) => {
  const { ann, bob } = await world(t);
  const made = await bob.post('/resources', { name: 'orders' });
  const etag = (await bob.get('/me')).headers.get('etag') ?? '';
  const targets = [made.body.id, MISSING_ID].map((id) => `/resources/${id}`);
  const users = [bob.user.id, MISSING_ID].map((id) => `/users/${id}`);
  for (const path of [...targets, ...users]) {
    for (const value of ['*', made.headers.get('etag') ?? '', etag, '"other"']) {
      const headers = { 'if-match': value };
      t.is((await ann.call('DELETE', path, { headers })).status, 404, path);
    }
  }
});

test('R51 OPTIONS: a path with PATCH names its media types', async (t) => {
  const { nobody } = await world(t);
  const patchOf = async (path: string) => (await nobody.call('OPTIONS', path)).headers.get('accept-patch');
  t.is(await patchOf(`/resources/${MISSING_ID}`), 'application/json, application/merge-patch+json');
  t.is(await patchOf(`/users/${MISSING_ID}`), 'application/json, application/merge-patch+json');
  t.is(await patchOf('/resources'), null);
});

test('R51 PATCH: a merge patch sets the members it names, and cannot remove required ones', async (t) => {
  const { ann, admin } = await world(t);
  const { body: made } = await ann.post('/resources', { name: 'orders' });
  const headers = { 'content-type': 'application/merge-patch+json' };
  const patch = (body: unknown) => ann.patch(`/resources/${made.id}`, body, headers);
  t.is((await patch({ name: 'invoices' })).body.name, 'invoices');
  for (const body of [{ name: null }, { ownerId: null }, [], '"text"', 'null']) {
    t.is((await patch(body)).status, 422, JSON.stringify(body));
  }
  const promoted = await admin.patch(`/users/${ann.user.id}`, { role: 'admin' }, headers);
  t.like(promoted.body, { role: 'admin', email: 'ann@example.com', status: 'active' });
});

test('R51 a body in another type or coding is a 415 that names what is accepted', async (t) => {
  const { ann } = await world(t);
  const { body: made } = await ann.post('/resources', { name: 'orders' });
  const typed = { 'content-type': 'application/json-patch+json' };
  const coded = { 'content-encoding': 'gzip' };
  const named = async (method: string, path: string, headers: Record<string, string>, answer: string) => {
    const reply = await ann.call(method, path, { body: '[]', headers });
    t.is(reply.status, 415);
    return reply.headers.get(answer);
  };
  t.is(await named('POST', '/resources', typed, 'accept'), 'application/json');
  t.is(
    await named('PATCH', `/resources/${made.id}`, typed, 'accept-patch'),
    'application/json, application/merge-patch+json',
  );
  t.is(await named('POST', '/resources', coded, 'accept-encoding'), 'identity');
});

/** RFC 6750 section 3: a challenge has an error code only if an invalid credential was presented. */
test('R16 WWW-Authenticate: every 401 and every 403 of the policy challenges, with an error where there is one', async (t) => {
  const { ann, nobody, clientWith, admin } = await world(t);
  const challenge = async (who: Client, path = '/users') =>
    (await who.get(path)).headers.get('www-authenticate');
  const basic = 'Basic realm="bailiwick", charset="UTF-8"';
  // `fetch` sends its mode and so looks like a script in a browser, which gets no Basic challenge.
  t.is(await challenge(nobody), 'Bearer realm="bailiwick"');
  t.is(await challenge(clientWith('Bearer wrong')), 'Bearer realm="bailiwick", error="invalid_token"');
  t.is(await challenge(clientWith('Basic d3Jvbmc6d3Jvbmc=')), 'Bearer realm="bailiwick"');
  t.is(await challenge(ann), 'Bearer realm="bailiwick", error="insufficient_scope"');
  t.is(await challenge(admin), null);
  const { server } = await world(t);
  const answer = await rawRequest(server.port, ['GET /v1/me HTTP/1.1', 'Host: localhost']);
  t.true(answer.includes(`WWW-Authenticate: ${basic}\r\n`), answer);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 0 });
  const full = await ann.post('/resources', { name: 'one too many' });
  t.is(full.headers.get('www-authenticate'), null);
});

test('R51 two lines of Host or Authorization are a 400, whatever they say', async (t) => {
  const { ann, server } = await world(t);
  const authorization = `Authorization: ${ann.authorization}`;
  for (const lines of [
    ['Host: a', 'Host: a', authorization],
    ['Host: a', authorization, authorization],
    ['Host: a', authorization, 'authorization: Bearer wrong'],
  ]) {
    t.is(statusOf(await rawRequest(server.port, ['GET /v1/me HTTP/1.1', ...lines])), 400, lines.join());
  }
});

test('R55 GET /resources: pages are the whole list, each item once, while others write', async (t) => {
  const { ann } = await world(t);
  const step = fc.record({ create: fc.nat({ max: 2 }), remove: fc.nat({ max: 2 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 9 }),
      fc.array(step, { maxLength: 6 }),
      async (pageSize, before, steps) => {
        const made = new Set<string>();
        const create = async () => made.add((await ann.post('/resources', { name: 'x' })).body.id);
        for (let i = 0; i < before; i += 1) await create();
        const untouched = new Set(made);
        const seen: string[] = [];
        let turn = 0;
        let path: string | null = `/resources?pageSize=${pageSize}`;
        while (path !== null) {
          const reply: Json = await ann.get(path);
          seen.push(...reply.body.items.map(({ id }: { id: string }) => id));
          path = nextOf(reply.headers.get('link'));
          const { create: creates, remove: removes } = steps[turn++] ?? { create: 0, remove: 0 };
          for (let i = 0; i < creates; i += 1) await create();
          for (const id of [...made].slice(0, removes)) {
            await ann.delete(`/resources/${id}`);
            made.delete(id);
            untouched.delete(id);
          }
        }
        t.is(new Set(seen).size, seen.length, 'each item once');
        for (const id of untouched) t.true(seen.includes(id), 'what was there all the time is listed');
        for (const id of made) await ann.delete(`/resources/${id}`);
      },
    ),
    { numRuns: 8 },
  );
});

/** Reads the path of the next page below the prefix from a `Link` header (RFC 8288). */
function nextOf(link: string | null): string | null {
  return /^<\/v1(.+)>; rel="next"$/.exec(link ?? '')?.[1] ?? null;
}

test('R55 Link: the parameters of the request are kept, escaped', async (t) => {
  const { admin, ann } = await world(t);
  for (const name of ['a', 'b', 'c']) await ann.post('/resources', { name });
  const reply = await admin.get(`/resources?kind=resource&ownerId=${ann.user.id}&pageSize=2`);
  const next = nextOf(reply.headers.get('link')) ?? '';
  t.regex(next, new RegExp(`^/resources\\?kind=resource&ownerId=${ann.user.id}&pageSize=2&cursor=[\\w-]+$`));
  const last = await admin.get(next);
  t.deepEqual(last.body.items.length, 1);
  t.is(last.headers.get('link'), null);
});

test('If-Match: the answer to a weak tag says why it never matches, the answer to a stale one to read again', async (t) => {
  const { ann, admin } = await world(t);
  const made = await ann.post('/resources', { name: 'orders' });
  const tag = made.headers.get('etag') ?? '';
  const user = await admin.get(`/users/${ann.user.id}`);
  const detailOf = async (client: Client, method: string, path: string, ifMatch: string) => {
    const body =
      method === 'PATCH' && path.startsWith('/resources') ? { name: 'new' } : { status: 'disabled' };
    const reply = await client.call(method, path, {
      ...(method === 'PATCH' ? { body } : {}),
      headers: { 'if-match': ifMatch },
    });
    t.is(reply.status, 412, `${method} ${path}`);
    return reply.body.detail;
  };
  for (const [client, path, own] of [
    [ann, `/resources/${made.body.id}`, tag],
    [admin, `/users/${ann.user.id}`, user.headers.get('etag') ?? ''],
  ] as const) {
    for (const method of ['PATCH', 'DELETE']) {
      t.regex(await detailOf(client, method, path, `W/${own}`), /weak tag/);
      t.regex(await detailOf(client, method, path, `W/${own}, W/"x"`), /weak tag/);
      t.regex(await detailOf(client, method, path, `W/${own}, "x"`), /read it again/);
      t.regex(await detailOf(client, method, path, '"x"'), /read it again/);
    }
  }
});

test('Idempotency-Key: on an operation that would not recognise a repeat, it is refused', async (t) => {
  const { ann, admin, bailiwick } = await world(t);
  const headers = { 'idempotency-key': 'k-1' };
  for (const { operationId, method, path, headers: read } of operationsOf(bailiwick)) {
    if (method === 'GET' || 'Idempotency-Key' in read.fields) continue;
    const concrete = path.replaceAll(/\{\w+\}/g, MISSING_ID);
    const reply = await admin.call(method, concrete, { headers });
    t.is(reply.status, 400, operationId);
    t.regex(reply.body.detail, /does not support Idempotency-Key/, operationId);
  }
  t.is((await ann.get('/resources', headers)).status, 200, 'a read repeats safely');
  t.is((await ann.get('/me')).status, 200, 'no session has ended');
});
