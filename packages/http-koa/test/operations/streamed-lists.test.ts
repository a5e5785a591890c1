import Koa from 'koa';
import test from 'ava';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { allItems, type Resource, type ResourceId } from '@bailiwick/core';
import { createRouter, problemBoundary, type AnyBailiwick } from '@bailiwick/http-koa';
import type { Client, Json } from '../support/client.js';
import { listenTo } from '../support/listen.js';
import { pointersOf, world, type Inhabitant } from '../support/world.js';

const CSV = { accept: 'text/csv' };
const NDJSON = { accept: 'application/x-ndjson' };

/** Asks for a file, whose text `Client` would take for JSON. */
async function file(url: string, { authorization }: Client, path: string, headers: Record<string, string>) {
  const sent = { ...headers, ...(authorization === null ? {} : { authorization }) };
  const response = await fetch(`${url}/v1${path}`, { headers: sent });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function itemsOf(ndjson: string): Json[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function pages(client: Client, path: string): Promise<Json[]> {
  const items: Json[] = [];
  const join = path.includes('?') ? '&' : '?';
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await client.get(`${path}${cursor === '' ? '' : `${join}cursor=${cursor}`}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

async function manyResources(bailiwick: AnyBailiwick, { user }: Inhabitant, count: number): Promise<void> {
  const system = bailiwick.system('test');
  for (let number = 0; number < count; number += 1)
    await bailiwick.resources.create(system, { ownerId: user.id, name: `number ${number}` });
}

test('streamed lists: every list is as a file what it is in pages, in NDJSON and in CSV', async (t) => {
  const { admin, ann, bailiwick, server } = await world(t);
  await manyResources(bailiwick, ann, 230);
  const { id: groupId } = (await admin.post('/groups', { name: 'Acme' })).body;
  for (const name of ['orders', 'customers']) await admin.post(`/groups/${groupId}/resources`, { name });
  const lists = [
    ['/users', 'users'],
    ['/users?include=quotas&role=user', 'users'],
    ['/resources', 'resources'],
    [`/users/${ann.user.id}/resources?kind=resource`, 'resources'],
    ['/resources?include=owners', 'resources'],
    ['/groups', 'groups'],
    [`/groups/${groupId}/resources`, 'resources'],
    ['/audit-events', 'audit-events'],
    ['/audit-events?include=owners', 'audit-events'],
    ['/audit-events?outcome=refused', 'audit-events'],
  ] as const;
  await ann.get('/users');
  for (const [path, name] of lists) {
    const expected = await pages(admin, path);
    const ndjson = await file(server.url, admin, path, NDJSON);
    t.deepEqual(itemsOf(ndjson.text), expected, path);
    t.is(ndjson.headers.get('content-type'), 'application/x-ndjson');
    const csv = await file(server.url, admin, path, CSV);
    t.is(csv.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
    t.is(csv.headers.get('content-disposition'), `attachment; filename="${name}.csv"`);
    t.is(csv.headers.get('cache-control'), 'no-store');
    t.is(csv.text.split('\r\n').length, expected.length + 2, path);
    for (const { id } of expected) t.true(csv.text.includes(`\n${id},`));
  }
  for (const accept of ['text/csv', 'application/json', '*/*'])
    t.is((await file(server.url, admin, '/users', { accept })).headers.get('vary'), 'Accept');
  t.is((await admin.get('/me')).headers.get('vary'), null);
});

test('streamed lists: the columns of CSV, and what they hold', async (t) => {
  const { admin, ann, server } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 3 });
  const { text: users } = await file(server.url, admin, '/users?include=quotas&email=ann@example.com', CSV);
  const { id, createdAt, updatedAt } = (await admin.get(`/users/${ann.user.id}`)).body;
  const quotas = '"[{""meter"":""resources"",""limit"":3,""used"":0,""over"":0,""source"":""user""}]"';
  t.deepEqual(users.split('\r\n'), [
    'id,email,role,status,createdAt,updatedAt,quotas',
    `${id},ann@example.com,user,active,${createdAt},${updatedAt},${quotas}`,
    '',
  ]);
  const { text: events } = await file(server.url, admin, '/audit-events?action=quota:set', CSV);
  const [header = '', row = ''] = events.split('\r\n');
  const at = (name: string) => row.split(',')[header.split(',').indexOf(name)];
  t.deepEqual(['actor.type', 'actor.id', 'actor.name', 'target.ownerId', 'count'].map(at), [
    'user',
    admin.user.id,
    '',
    ann.user.id,
    '1',
  ]);
  t.true(row.endsWith('"{""limit"":3}"'), row);
});

test('streamed lists: a name that a spreadsheet would take for a formula is text in CSV, and itself in NDJSON', async (t) => {
  const { ann, server } = await world(t);
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', 'a "quoted", name'];
  for (const name of names) await ann.post('/resources', { name });
  const { text: csv } = await file(server.url, ann, '/resources', CSV);
  for (const cell of [`'=1+1`, `'+1`, `'-1`, `'@SUM(A1)`, '"a ""quoted"", name"'])
    t.true(csv.includes(`,${cell},`), cell);
  const ndjson = await file(server.url, ann, '/resources', NDJSON);
  t.deepEqual(
    itemsOf(ndjson.text).map(({ name }) => name),
    names.toReversed(),
  );
});

test('streamed lists: they begin at the cursor, hold to the filters, and have no page size', async (t) => {
  const { admin, ann, bob, bailiwick, server } = await world(t);
  await manyResources(bailiwick, ann, 120);
  await bob.post('/resources', { name: 'of bob' });
  const { body: first } = await admin.get('/resources?pageSize=10');
  const rest = await file(server.url, admin, `/resources?cursor=${first.nextCursor}`, NDJSON);
  t.is(itemsOf(rest.text).length, 111);
  const ofBob = await file(server.url, admin, `/resources?ownerId=${bob.user.id}`, NDJSON);
  t.deepEqual(
    itemsOf(ofBob.text).map(({ name }) => name),
    ['of bob'],
  );
  t.is(
    itemsOf((await file(server.url, bob, '/resources', NDJSON)).text).length,
    1,
    'only what the caller may read',
  );
  const sized = await admin.get('/resources?pageSize=10', CSV);
  t.is(sized.status, 422);
  t.deepEqual(pointersOf(sized), ['?pageSize']);
  t.deepEqual(pointersOf(await admin.get('/users?colour=red', CSV)), ['?colour']);
  t.is((await admin.get('/users?cursor=forged', CSV)).body.code, 'malformed-request');
  t.is((await ann.get('/users', CSV)).body.code, 'forbidden');
  t.is((await admin.get('/me', CSV)).body.code, 'not-acceptable');
  t.is((await admin.get(`/users/${ann.user.id}/quotas`, NDJSON)).body.code, 'not-acceptable');
  const head = await fetch(`${server.url}/v1/resources`, {
    method: 'HEAD',
    headers: { ...CSV, authorization: admin.authorization ?? '' },
  });
  t.deepEqual([head.status, await head.text()], [200, '']);
});

/** What is answered to an `Accept` header. */
const ACCEPTED: readonly (readonly [accept: string, mediaType: string])[] = [
  ['text/csv', 'text/csv'],
  ['TEXT/CSV', 'text/csv'],
  ['text/csv, */*;q=0.1', 'text/csv'],
  ['text/csv, */*', 'text/csv'],
  ['application/json;q=0.9, text/csv', 'text/csv'],
  ['application/x-ndjson, text/csv;q=0.5', 'application/x-ndjson'],
  ['application/json, text/csv', 'application/json'],
  ['text/csv;q=0.1, */*', 'application/json'],
  ['text/csv;q=0, */*', 'application/json'],
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*, application/json', 'application/json'],
  ['text/*', 'application/problem+json'],
];

test('streamed lists: a file is only for those who ask for it by name', async (t) => {
  const { ann, server } = await world(t);
  for (const [accept, mediaType] of ACCEPTED) {
    const { headers } = await file(server.url, ann, '/resources', { accept });
    t.is(headers.get('content-type')?.split(';')[0], mediaType, accept);
  }
});

/** Makes the list of resources endless, and counts the pages that are read. */
function endless(bailiwick: AnyBailiwick, { user }: Inhabitant) {
  const at = new Date();
  const resource: Resource = {
    id: user.id as string as ResourceId,
    ownerId: user.id,
    kind: 'resource',
    name: 'x'.repeat(255),
    createdAt: at,
    updatedAt: at,
  };
  const counted = { pages: 0 };
  bailiwick.resources.list = () => {
    counted.pages += 1;
    return Promise.resolve({ items: Array.from({ length: 100 }, () => resource), nextCursor: 'next' });
  };
  return counted;
}

/** Resolves when no further pages are read. */
async function rested(counted: { readonly pages: number }): Promise<number> {
  for (let before = -1; before !== counted.pages;) {
    before = counted.pages;
    await delay(250);
  }
  return counted.pages;
}

function requestLines({ authorization }: Client, accept: string): string {
  const head = [
    'GET /v1/resources HTTP/1.1',
    'Host: localhost',
    `Authorization: ${authorization}`,
    `Accept: ${accept}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n`;
}

for (const accept of ['text/csv', 'application/x-ndjson']) {
  test(`streamed lists: ${accept} is read as fast as the client takes it, and no longer than it is there`, async (t) => {
    const { bailiwick, ann } = await world(t);
    const app = new Koa();
    // Koa reports each client that goes in the middle of an answer.
    app.on('error', () => {});
    app.use(createRouter(bailiwick).routes());
    const server = await listenTo(app);
    t.teardown(() => server.close());
    const counted = endless(bailiwick, ann);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(requestLines(ann, accept));
    await once(socket, 'readable');
    const waiting = await rested(counted);
    t.true(waiting > 0);
    socket.resume();
    while (counted.pages < waiting + 10) await once(socket, 'data');
    socket.destroy();
    const last = await rested(counted);
    await delay(250);
    t.is(counted.pages, last);
  });
}

test('streamed lists: a client that takes nothing more is cut off', async (t) => {
  const { bailiwick, ann } = await world(t);
  endless(bailiwick, ann);
  const timeouts: number[] = [];
  const app = new Koa();
  app.on('error', () => {});
  app.use((ctx, next) => {
    const setTimeout = ctx.res.setTimeout.bind(ctx.res);
    // The test need not wait for half a minute.
    ctx.res.setTimeout = (ms) => setTimeout(timeouts.push(ms) * 200);
    return next();
  });
  app.use(createRouter(bailiwick).routes());
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const socket = connect(server.port, '127.0.0.1');
  socket.write(requestLines(ann, 'text/csv'));
  await once(socket, 'readable');
  await delay(1000);
  const answer = await text(socket).catch((error: NodeJS.ErrnoException) => error.code ?? '');
  t.false(answer.endsWith('0\r\n\r\n'), 'the end that says that it is complete is missing');
  t.deepEqual(timeouts, [30_000]);
});

test('streamed lists: a failure in the middle breaks the connection, so that no part is taken for the whole', async (t) => {
  const { bailiwick, ann } = await world(t);
  const errors: unknown[] = [];
  const app = new Koa();
  app.on('error', (error) => errors.push(error));
  app.use(problemBoundary());
  app.use(createRouter(bailiwick).routes());
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const counted = endless(bailiwick, ann);
  const { list } = bailiwick.resources as { list: AnyBailiwick['resources']['list'] };
  const failure = new Error('the database is gone');
  bailiwick.resources.list = (...args) => (counted.pages === 3 ? Promise.reject(failure) : list(...args));
  for (const accept of ['text/csv', 'application/x-ndjson']) {
    counted.pages = 0;
    const response = await fetch(`${server.url}/v1/resources`, {
      headers: { accept, authorization: ann.authorization ?? '' },
    });
    t.is(response.status, 200);
    await t.throwsAsync(response.text(), { message: 'terminated' });
    t.is(errors.at(-1), failure);
  }
});

test('streamed lists: A3 whoever may not read any more while a list is streamed gets no further page', async (t) => {
  const { bailiwick, ann, admin } = await world(t);
  await manyResources(bailiwick, ann, 250);
  const app = new Koa();
  app.on('error', () => {});
  app.use(createRouter(bailiwick).routes());
  const server = await listenTo(app);
  t.teardown(() => server.close());
  let loaded = 0;
  const list = bailiwick.resources.list.bind(bailiwick.resources);
  bailiwick.resources.list = async (...args) => {
    loaded += 1;
    const page = await list(...args);
    if (loaded === 2) await bailiwick.sessions.endAll(bailiwick.system('test'), admin.user.id);
    return page;
  };
  const response = await fetch(`${server.url}/v1/resources`, {
    headers: { ...NDJSON, authorization: admin.authorization ?? '' },
  });
  await t.throwsAsync(response.text(), { message: 'terminated' });
  t.is(loaded, 2);
  const all = allItems((page) => list(bailiwick.system('test'), page));
  let count = 0;
  for await (const _ of all) count += 1;
  t.is(count, 250);
});
