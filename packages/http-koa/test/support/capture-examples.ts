import assert from 'node:assert/strict';
import { limits } from '@bailiwick/core';
import { operationsOf, type ProblemCode } from '@bailiwick/http-koa';
import type { Call, Client } from './client.js';
import { played } from './played.js';
import { provoke, PROVOKED_CODES } from './provocations.js';
import { PASSWORD, PUBLIC_KEY, world, type Scope } from './world.js';

interface OperationExample {
  readonly params: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly responses: Record<string, unknown>;
}

/** The content of `src/openapi/examples.ts`. */
interface Captured {
  readonly operations: Record<string, OperationExample>;
  readonly headers: Record<string, string>;
  readonly problems: { [Code in ProblemCode]?: unknown };
}

interface Step extends Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the scenario takes what it needs from any answer
type Perform = (client: Client, operationId: string, step?: Step) => Promise<any>;

/** Headers with a real value as their example. */
const HEADERS = ['Location', 'ETag', 'Link', 'WWW-Authenticate', 'Allow', 'Accept', 'Retry-After'];

/**
 * Captures the examples of the documentation from a server: the request and the answer of every operation, and the
 * problem of every error. The clock and the randomness are fake, so that each run gives the same result.
 */
export async function captureExamples(t: Scope): Promise<Captured> {
  const captured: Captured = { operations: {}, headers: {}, problems: {} };
  await captureOperations(t, captured);
  for (const code of PROVOKED_CODES) {
    const { body, headers } = await provoke(t, code, played());
    const { type: _, ...problem } = body;
    captured.problems[code] = 'requestId' in problem ? { ...problem, requestId: REQUEST_ID } : problem;
    captureHeaders(captured, headers);
  }
  return captured;
}

/** The one value that does not come from the library's clock and randomness. */
const REQUEST_ID = '2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e';

async function captureOperations(t: Scope, captured: Captured): Promise<void> {
  const { clock, random } = played();
  const { bailiwick, admin, ann, bob, clientWith } = await world(t, { clock, random });
  const operations = new Map(operationsOf(bailiwick).map((operation) => [operation.operationId, operation]));

  const perform: Perform = async (
    client,
    operationId,
    { params = {}, query = '', body, headers = {} } = {},
  ) => {
    const operation = operations.get(operationId);
    assert(operation !== undefined, `There is no operation ${operationId}`);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
    clock.advance(1000);
    const reply = await client.call(operation.method, `${path}${query}`, { body, headers });
    assert(reply.status < 400, `${operationId}: ${reply.text}`);
    const example = (captured.operations[operationId] ??= {
      params,
      ...(body === undefined ? {} : { body }),
      responses: {},
    });
    example.responses[reply.status] ??= reply.body;
    captureHeaders(captured, reply.headers);
    return reply.body;
  };

  const login = { email: 'ann@example.com', password: PASSWORD };
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  const first = await perform(ann, 'createSession', { body: login, headers });
  const second = await perform(ann, 'createSession', { body: login });
  await perform(ann, 'getMe');
  await perform(ann, 'getCurrentSession', { headers: { cookie: `bailiwick=${second.token}` } });
  await perform(ann, 'listSessions');
  await perform(ann, 'deleteSession', { params: { id: first.session.id } });
  const again = clientWith(`Bearer ${second.token}`);
  await perform(again, 'confirmCurrentSession', { body: { password: PASSWORD } });
  await perform(again, 'deleteCurrentSession');

  const laptop = await perform(ann, 'createAccessKey', { body: { name: 'laptop', publicKey: PUBLIC_KEY } });
  await perform(ann, 'listAccessKeys');
  await perform(ann, 'deleteAccessKey', { params: { id: laptop.id } });
  const tower = await ann.post('/access-keys', { name: 'tower', publicKey: PUBLIC_KEY });
  await perform(admin, 'listUserAccessKeys', { params: { id: ann.user.id } });
  await perform(admin, 'deleteUserAccessKey', { params: { id: ann.user.id, keyId: tower.body.id } });

  const orders = await perform(ann, 'createResource', {
    body: { name: 'orders' },
    headers: { 'idempotency-key': '"safe-to-repeat"' },
  });
  await perform(ann, 'previewResource', { body: { name: 'orders' } });
  await perform(ann, 'createResource', { body: { name: 'customers' } });
  await perform(ann, 'getResource', { params: { id: orders.id } });
  await perform(ann, 'listResources', { query: '?pageSize=1' });
  await perform(ann, 'listMyQuotas');
  await perform(ann, 'renameResource', { params: { id: orders.id }, body: { name: 'invoices' } });
  await perform(ann, 'deleteResource', { params: { id: orders.id } });
  await perform(ann, 'changeMyPassword', {
    body: { currentPassword: PASSWORD, newPassword: 'an even longer passphrase' },
  });
  await perform(ann, 'changeMyEmail', {
    body: { currentPassword: 'an even longer passphrase', email: 'ann.smith@example.com' },
  });

  const carol = await perform(admin, 'createUser', {
    body: { email: 'carol@example.com', password: 'a first password for carol' },
  });
  const params = { id: carol.id };
  await perform(admin, 'listUsers', { query: '?pageSize=2&include=quotas' });
  await perform(admin, 'getUser', { params });
  await perform(admin, 'setUserQuota', { params: { ...params, meter: 'resources' }, body: { limit: 5 } });
  const present = await perform(admin, 'createUserResource', { params, body: { name: 'a present' } });
  await perform(admin, 'previewUserResource', { params, body: { name: 'another' } });
  await perform(admin, 'listUserResources', { params });
  await perform(admin, 'listUserQuotas', { params, query: '?include=defaults' });
  await perform(admin, 'deleteUserResource', { params: { ...params, resourceId: present.id } });
  await perform(admin, 'clearUserQuota', { params: { ...params, meter: 'resources' } });
  await perform(admin, 'setUserPassword', { params, body: { password: 'a second password for carol' } });
  await perform(admin, 'changeUser', { params, body: { status: 'disabled' } });
  await perform(admin, 'listUserSessions', { params: { id: bob.user.id } });
  const bobs = await bob.post('/sessions', { email: 'bob@example.com', password: PASSWORD });
  const { id: sessionId } = bobs.body.session;
  await perform(admin, 'deleteUserSession', { params: { id: bob.user.id, sessionId } });
  await perform(admin, 'deleteUserSessions', { params });
  await perform(admin, 'setDefaultLimit', { params: { meter: 'resources' }, body: { limit: 10 } });
  await perform(admin, 'listDefaultLimits');
  await perform(admin, 'verifyQuotas', { body: {} });
  await perform(admin, 'repairQuotas', { body: {} });
  await perform(admin, 'deleteUser', { params });
  await perform(admin, 'createBatch', {
    body: {
      items: [
        { method: 'POST', path: `/users/${bob.user.id}/resources`, body: { name: 'from a batch' } },
        { method: 'PUT', path: `/users/${bob.user.id}/quotas/resources`, body: { limit: 5 } },
      ],
    },
  });
  await perform(admin, 'getPolicy');
  await perform(admin, 'createDecision', {
    body: { action: 'resource:create', target: { type: 'resource' }, actor: { userId: bob.user.id } },
  });
  await perform(admin, 'listUserDecisions', { params: { id: bob.user.id } });
  const { items } = await perform(admin, 'listAuditEvents', { query: '?pageSize=2&include=owners' });
  for (const event of items) event.requestId = REQUEST_ID;
  const { events, lastVerification } = await perform(admin, 'getOverview');
  for (const event of [...events, lastVerification]) event.requestId = REQUEST_ID;

  const dora = {
    email: 'dora@example.com',
    password: 'a first password for dora',
    limits: { resources: null },
  };
  const { id: ownerId } = (await admin.post('/users', dora)).body;
  const system = bailiwick.system('examples');
  for (let number = 0; number <= limits.DELETE_AT_ONCE_ROWS_MAX; number += 1) {
    await bailiwick.resources.create(system, { ownerId, name: `number ${number}` });
  }
  await perform(admin, 'deleteUser', { params: { id: ownerId }, query: '?resources=delete' });

  const acme = await perform(admin, 'createGroup', { body: { name: 'Acme' } });
  const website = await perform(admin, 'createGroup', { body: { name: 'Website', parentId: acme.id } });
  const inAcme = { params: { id: acme.id } };
  const inWebsite = { params: { id: website.id } };
  await perform(admin, 'listGroups', { query: `?parentId=${acme.id}` });
  await perform(admin, 'getGroup', inWebsite);
  await perform(admin, 'changeGroup', { ...inWebsite, body: { name: 'Shop' } });
  const member = { params: { id: acme.id, userId: bob.user.id } };
  await perform(admin, 'setMember', { ...member, body: { role: 'member' } });
  await perform(admin, 'listMembers', inAcme);
  await perform(admin, 'listUserGroups', { params: { id: bob.user.id } });
  await perform(admin, 'removeMember', member);
  const quota = { params: { id: acme.id, meter: 'resources' } };
  await perform(admin, 'setGroupQuota', { ...quota, body: { limit: 100 } });
  const shared = await perform(admin, 'createGroupResource', { ...inWebsite, body: { name: 'orders' } });
  await perform(admin, 'previewGroupResource', { ...inWebsite, body: { name: 'customers' } });
  await perform(admin, 'listGroupResources', inWebsite);
  await perform(admin, 'listGroupQuotas', { ...inWebsite, query: '?include=above' });
  await perform(admin, 'clearGroupQuota', quota);
  const { body: given } = await bob.post('/resources', { name: 'customers' });
  const transfer = { params: { id: given.id }, body: { ownerId: acme.id } };
  await perform(admin, 'transferResource', transfer);
  await perform(admin, 'deleteGroupResource', { params: { id: website.id, resourceId: shared.id } });
  await perform(admin, 'deleteGroup', inWebsite);

  await perform(bob, 'deleteAllSessions');
}

/** Removes the prefix from paths, since hosts mount the API elsewhere. */
function captureHeaders({ headers }: Captured, received: Headers): void {
  for (const name of HEADERS) {
    const value = received.get(name);
    if (value !== null) headers[name] ??= value.replace(/^(<?)\/v1\//, '$1{prefix}/');
  }
}
