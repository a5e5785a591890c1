import test from 'ava';
import { operationsOf, type Operation } from '@bailiwick/http-koa';
import { BODIES } from './support/bodies.js';
import { rawRequest, statusOf } from './support/raw-request.js';
import { MISSING_ID, world, type Inhabitant, type World } from './support/world.js';

/** A request whose path, query or body names something by its id. */
interface Asking {
  readonly title: string;
  readonly method: string;
  readonly path: (id: string) => string;
  readonly body: (id: string) => unknown;
}

/** Each operation once for each id in its path, with valid parts everywhere else. */
function askingByPath(operations: readonly Operation[], valid: Readonly<Record<string, string>>): Asking[] {
  return operations.flatMap(({ operationId, method, path: template }) =>
    [...template.matchAll(/\{((?:\w+I|i)d)\}/g)].map(([placeholder = '', name = '']) => ({
      title: `${operationId} by ${name}`,
      method,
      path: (id: string) =>
        template.replace(placeholder, id).replaceAll(/\{(\w+)\}/g, (_, other: string) => valid[other] ?? ''),
      body: () => BODIES[operationId],
    })),
  );
}

/** These other places of a request can name an owner. */
const OTHERWISE: readonly Asking[] = [
  asking('GET', (id) => `/resources?ownerId=${id}`),
  asking('GET', (id) => `/groups?parentId=${id}`),
  asking(
    'POST',
    () => '/groups',
    (parentId) => ({ name: 'Website', parentId }),
  ),
  asking(
    'POST',
    () => '/decisions',
    (id) => ({ action: 'user:read', target: { type: 'user', id } }),
  ),
  asking(
    'POST',
    () => '/decisions',
    (id) => ({ action: 'group:read', target: { type: 'group', id } }),
  ),
  asking(
    'POST',
    () => '/decisions',
    (ownerId) => ({
      action: 'resource:create',
      target: { type: 'resource', ownerId },
    }),
  ),
];

function asking(method: string, path: Asking['path'], body: Asking['body'] = () => undefined): Asking {
  return { title: `${method} ${path('…')}`, method, path, body };
}

async function answer({ server }: World, who: Inhabitant, { method, path, body }: Asking, id: string) {
  const content = body(id);
  const text = content === undefined ? '' : JSON.stringify(content);
  const headers = text === '' ? [] : ['Content-Type: application/json', `Content-Length: ${text.length}`];
  const start = [`${method} /v1${path(id)} HTTP/1.1`, 'Host: localhost'];
  const answer = await rawRequest(
    server.port,
    [...start, `Authorization: ${who.authorization}`, ...headers],
    text,
  );
  // A page links to the next one, and says nothing else about the request.
  return answer.replaceAll(id, '…');
}

/** A world with a group that nobody but the administrator may see, and all that can be named by an id. */
async function scene(t: Parameters<typeof world>[0]) {
  const fresh = await world(t);
  const { admin, bailiwick } = fresh;
  const { body: group } = await admin.post('/groups', { name: 'Acme' });
  await admin.post('/groups', { name: 'Website', parentId: group.id });
  const { body: resource } = await admin.post(`/groups/${group.id}/resources`, { name: 'orders' });
  const state = async () => [
    (await admin.get('/groups')).text,
    (await admin.get('/resources')).text,
    (await admin.get(`/groups/${group.id}/quotas`)).text,
    (await admin.get('/users')).text,
  ];
  const valid = { id: group.id, meter: 'resources', resourceId: resource.id };
  const byPath = askingByPath(operationsOf(bailiwick), {
    ...valid,
    sessionId: MISSING_ID,
    userId: admin.user.id,
    keyId: MISSING_ID,
  });
  return { fresh, group, resource, state, byPath };
}

test('foreign and missing: A1 R31 a group that one may not see is answered to the byte like none, by every operation', async (t) => {
  const { fresh, group, resource, state, byPath } = await scene(t);
  const { ann } = fresh;
  const before = await state();
  t.true(byPath.length > 30, 'every operation is asked');
  for (const one of [...byPath, ...OTHERWISE]) {
    const missing = await answer(fresh, ann, one, MISSING_ID);
    for (const id of [group.id, resource.id, 'not-an-id'])
      t.is(await answer(fresh, ann, one, id), missing, `${one.title}: ${id}`);
  }
  for (const one of byPath) t.is(statusOf(await answer(fresh, ann, one, group.id)), 404, one.title);
  t.deepEqual(await state(), before);
});

test('foreign and missing: A1 where a user belongs, a group is answered like nobody, and the other way round', async (t) => {
  const { fresh, group, state, byPath } = await scene(t);
  const { admin, ann } = fresh;
  const before = await state();
  for (const one of byPath) {
    const wrongId = one.path('').startsWith('/groups/') ? ann.user.id : group.id;
    if (one.title.endsWith(' by id') && one.path('').startsWith('/groups/') !== (wrongId === group.id)) {
      t.is(
        await answer(fresh, admin, one, wrongId),
        await answer(fresh, admin, one, MISSING_ID),
        `${one.title}, for an administrator`,
      );
    }
    // Even their own id is none of a group.
    t.is(
      await answer(fresh, ann, one, wrongId),
      await answer(fresh, ann, one, MISSING_ID),
      `${one.title}, for the user`,
    );
  }
  t.deepEqual(await state(), before);
});
