import test, { type ExecutionContext } from 'ava';
import { parseId, type GroupId } from '@bailiwick/core';
import { allow, definePolicy, ownerId, platformPolicy } from '@bailiwick/core/policy';
import { operationsOf } from '@bailiwick/http-koa';
import { BODIES } from './support/bodies.js';
import { played } from './support/played.js';
import { rawRequest, statusOf } from './support/raw-request.js';
import { MISSING_ID, world } from './support/world.js';

const PROJECT = '01900000-0000-7000-8000-00000000beef';

/** Users work in the project, and see nothing of the organisation above. */
const policy = definePolicy(
  platformPolicy,
  allow('users work in the project', {
    role: 'user',
    actions: ['resource:create', 'resource:read', 'resource:delete', 'quota:read', 'group:read'],
    when: ownerId(PROJECT),
  }),
);

/** A platform whose clock and randomness are those of all others, and what a user can do in it. */
async function platform(
  t: ExecutionContext,
  { hidden, own = null }: { readonly hidden: number | null; readonly own?: number | null },
) {
  const { bailiwick, ann, server } = await world(t, { policy, ...played() });
  const system = bailiwick.system('test');
  const acme = await bailiwick.groups.create(system, { name: 'Acme' });
  const id = parseId<GroupId>(PROJECT) ?? t.fail();
  await bailiwick.groups.create(system, { name: 'Website', parentId: acme.id, id: String(id) });
  // An organisation without a limit has none that was set to null, so that both platforms have the same history.
  await bailiwick.quotas.setLimit(system, { ownerId: acme.id, meter: 'resources', limit: hidden });
  await bailiwick.quotas.setLimit(system, { ownerId: PROJECT, meter: 'resources', limit: own });

  const ask = (method: string, path: string, body?: unknown) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const content = text === '' ? [] : ['Content-Type: application/json', `Content-Length: ${text.length}`];
    const start = [`${method} /v1${path} HTTP/1.1`, 'Host: localhost'];
    return rawRequest(server.port, [...start, `Authorization: ${ann.authorization}`, ...content], text);
  };
  const create = () => ask('POST', `/groups/${PROJECT}/resources`, { name: 'orders' });
  /** Every operation about the project, and all lists, with valid parts. */
  const askAll = async () => {
    const answers: string[] = [];
    for (const { operationId, method, path } of operationsOf(bailiwick)) {
      if (!path.startsWith('/groups') && (method !== 'GET' || path.includes('{'))) continue;
      const concrete = path
        .replace('{id}', PROJECT)
        .replace('{meter}', 'resources')
        .replaceAll(/\{\w+\}/g, MISSING_ID);
      answers.push(`${operationId} ${await ask(method, concrete, BODIES[operationId])}`);
    }
    const target = { type: 'resource', ownerId: PROJECT };
    answers.push(await ask('POST', '/decisions', { action: 'resource:create', target }));
    return answers;
  };
  return { create, askAll, acmeId: acme.id };
}

/** Parses the JSON of a whole answer. */
function bodyOf(answer: string) {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
}

test('hidden limits: two platforms that differ only in a hidden limit answer the same bytes until it is reached', async (t) => {
  const [none, three, many] = [
    await platform(t, { hidden: null }),
    await platform(t, { hidden: 4 }),
    await platform(t, { hidden: 1_000_000 }),
  ];
  // The walk creates one, and each of the first three creates leaves room.
  const answers = [];
  for (const { create, askAll } of [none, three, many]) {
    const told = [await create(), await create(), ...(await askAll()), await create()];
    answers.push(told);
  }
  const [first = [], ...others] = answers;
  t.true(first.length > 20);
  t.true(first.some((answer) => /^createGroupResource HTTP\/1.1 201/.test(answer)));
  for (const other of others) {
    for (const [index, expected] of first.entries()) t.is(other[index], expected);
    t.is(other.length, first.length);
  }

  // Now the hidden limit of one platform is reached, which is all that its refusal says.
  t.is(statusOf(await none.create()), 201);
  const refused = await three.create();
  t.is(statusOf(refused), 403);
  t.deepEqual(bodyOf(refused).quotas, [
    {
      meter: 'resources',
      owner: { id: PROJECT, type: 'group', name: 'Website' },
      limit: null,
      used: 4,
      requested: 1,
    },
    { meter: 'resources', owner: 'above', requested: 1 },
  ]);
  t.false(refused.includes(three.acmeId) || refused.includes('Acme'), 'neither id nor name');
});

test('hidden limits: a refusal by a visible limit is the same to the byte, whatever room there is above', async (t) => {
  const answers = [];
  for (const hidden of [null, 2, 3, 1_000_000]) {
    const { create, askAll } = await platform(t, { hidden, own: 1 });
    answers.push([await create(), await create(), ...(await askAll())]);
  }
  const [first = [], ...others] = answers;
  t.deepEqual(bodyOf(first[1] ?? '').quotas, [
    {
      meter: 'resources',
      owner: { id: PROJECT, type: 'group', name: 'Website' },
      limit: 1,
      used: 1,
      requested: 1,
    },
  ]);
  for (const other of others) t.deepEqual(other, first);
});

test('hidden limits: a limit above that is reached hides whether it is full or overfull', async (t) => {
  const answers = [];
  for (const hidden of [0, 1]) {
    const { create } = await platform(t, { hidden });
    const told = await create();
    answers.push(hidden === 0 ? told : await create());
  }
  const [full, overfull] = answers.map((answer) => bodyOf(answer).quotas.at(-1));
  t.deepEqual(full, { meter: 'resources', owner: 'above', requested: 1 });
  t.deepEqual(overfull, full);
});
