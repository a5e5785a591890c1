import Koa, { type Middleware } from 'koa';
import {
  limits,
  RefusedByHostError,
  StorageUnavailableError,
  TransactionConflictError,
} from '@bailiwick/core';
import { memoryLoginThrottle } from '@bailiwick/core/memory';
import { problemBoundary, readBody, type ProblemCode } from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import type { Client, Reply } from './client.js';
import { failingStorage } from './failing-storage.js';
import { holdableHasher } from './holdable-hasher.js';
import { listenTo } from './listen.js';
import { PASSWORD, PUBLIC_KEY, world, type Scope, type World, type WorldOptions } from './world.js';

/** A code with the members of its problem, and a request that provokes it. */
interface Provocation {
  readonly status: number;
  /** The members of the problem besides those of all problems. */
  readonly members?: readonly string[];
  readonly headers?: readonly string[];
  /** Provokes the problem, with requests alone if possible. */
  readonly by: (world: World, circumstances: Circumstances) => Promise<Reply>;
}

interface Circumstances {
  readonly storageFails: (error: Error) => void;
  readonly holdHashes: ReturnType<typeof holdableHasher>['hold'];
}

/** One entry for each code; a new code does not compile without one. */
export const PROVOCATIONS: Readonly<Record<ProblemCode, Provocation>> = {
  'malformed-request': { status: 400, by: ({ ann }) => ann.post('/resources', '{"name": "orders"') },
  'authentication-required': {
    status: 401,
    headers: ['WWW-Authenticate'],
    by: ({ nobody }) => nobody.get('/me'),
  },
  'invalid-credentials': {
    status: 401,
    headers: ['WWW-Authenticate'],
    by: ({ nobody }) => logInWrongly(nobody),
  },
  'invalid-token': {
    status: 401,
    headers: ['WWW-Authenticate'],
    by: ({ clientWith }) => clientWith(`Bearer ${'x'.repeat(43)}`).get('/me'),
  },
  'invalid-signature': {
    status: 401,
    headers: ['WWW-Authenticate'],
    by: ({ nobody }) => nobody.get('/me', { 'signature-input': 'sig=("@method")', signature: 'sig=:AAAA:' }),
  },
  forbidden: {
    status: 403,
    members: ['action', 'reason'],
    headers: ['WWW-Authenticate'],
    by: ({ ann }) => ann.get('/users'),
  },
  'confirmation-required': {
    status: 403,
    members: ['action'],
    by: ({ ann, later }) => {
      later(limits.CONFIRMATION_TTL_MS);
      return ann.post('/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY });
    },
  },
  'confirmation-failed': {
    status: 403,
    by: ({ ann }) => ann.post('/sessions/current/confirmation', { password: 'a wrong password' }),
  },
  'cross-site-request': {
    status: 403,
    by: ({ nobody }) =>
      nobody.post(
        '/sessions',
        { email: 'ann@example.com', password: PASSWORD, cookie: true },
        { 'sec-fetch-site': 'cross-site' },
      ),
  },
  'quota-exceeded': {
    status: 403,
    members: ['quotas'],
    by: async ({ admin, ann }) => {
      await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 2 });
      for (const name of ['orders', 'customers']) await ann.post('/resources', { name });
      return ann.post('/resources', { name: 'one too many' });
    },
  },
  'not-found': { status: 404, by: ({ ann, bob }) => ann.get(`/users/${bob.user.id}`) },
  'method-not-allowed': { status: 405, headers: ['Allow'], by: ({ ann }) => ann.call('PUT', '/me') },
  'not-acceptable': { status: 406, by: ({ ann }) => ann.get('/me', { accept: 'text/html' }) },
  'request-timeout': { status: 408, by: slowBody },
  'email-taken': {
    status: 409,
    by: ({ admin }) => admin.post('/users', { email: 'ANN@example.com', password: PASSWORD }),
  },
  'last-admin': {
    status: 409,
    by: ({ admin }) => admin.patch(`/users/${admin.user.id}`, { status: 'disabled' }),
  },
  'last-owner': {
    status: 409,
    members: ['groups'],
    by: async ({ bailiwick, admin, ann }) => {
      await bailiwick.groups.create(bailiwick.system('test'), { name: 'Acme', memberId: ann.user.id });
      return admin.delete(`/users/${ann.user.id}`);
    },
  },
  'not-empty': {
    status: 409,
    by: async ({ admin }) => {
      const { id } = (await admin.post('/groups', { name: 'Acme' })).body;
      await admin.post('/groups', { name: 'Website', parentId: id });
      return admin.delete(`/groups/${id}`);
    },
  },
  'owns-resources': {
    status: 409,
    members: ['count'],
    by: async ({ admin, ann }) => {
      await ann.post('/resources', { name: 'orders' });
      return admin.delete(`/users/${ann.user.id}`);
    },
  },
  'refused-by-host': {
    status: 409,
    by: ({ ann }, { storageFails }) => {
      storageFails(new RefusedByHostError());
      return ann.post('/resources', { name: 'orders' });
    },
  },
  'precondition-failed': {
    status: 412,
    by: async ({ ann }) => {
      const { id } = (await ann.post('/resources', { name: 'orders' })).body;
      return ann.patch(`/resources/${id}`, { name: 'invoices' }, { 'if-match': '"of another version"' });
    },
  },
  'payload-too-large': { status: 413, by: ({ ann }) => ann.post('/resources', { name: 'x'.repeat(70_000) }) },
  'unsupported-media-type': {
    status: 415,
    headers: ['Accept'],
    by: ({ ann }) =>
      ann.post('/resources', 'name=orders', { 'content-type': 'application/x-www-form-urlencoded' }),
  },
  'invalid-request': {
    status: 422,
    members: ['errors'],
    by: ({ ann }) => ann.post('/resources', { name: '', colour: 'red' }),
  },
  'idempotency-key-reused': {
    status: 422,
    by: async ({ ann }) => {
      const headers = { 'idempotency-key': '"safe-to-repeat"' };
      await ann.post('/resources', { name: 'orders' }, headers);
      return ann.post('/resources', { name: 'invoices' }, headers);
    },
  },
  'too-many-attempts': {
    status: 429,
    headers: ['Retry-After'],
    by: async ({ nobody }) => {
      for (let count = 0; count < limits.LOGIN_ATTEMPTS_MAX; count += 1) await logInWrongly(nobody);
      return logInWrongly(nobody);
    },
  },
  overloaded: {
    status: 503,
    headers: ['Retry-After'],
    by: async ({ nobody }, { holdHashes }) => {
      const { begun, release } = holdHashes();
      const first = logInWrongly(nobody);
      await begun;
      // The attempts are for another user, since equal concurrent attempts would share one check.
      const refused = await logInWrongly(nobody, 'bob@example.com');
      release();
      await first;
      return refused;
    },
  },
  internal: {
    status: 500,
    members: ['requestId'],
    by: ({ ann }, { storageFails }) => {
      storageFails(new Error('no answer may contain this'));
      return ann.get('/me');
    },
  },
  'storage-unavailable': {
    status: 503,
    headers: ['Retry-After'],
    by: ({ ann }, { storageFails }) => {
      storageFails(new StorageUnavailableError());
      return ann.get('/me');
    },
  },
  'transaction-conflict': { status: 503, headers: ['Retry-After'], by: hostRouteInConflict },
};

export const PROVOKED_CODES = Object.keys(PROVOCATIONS) as readonly ProblemCode[];

/** Provokes the problem in a world of its own. */
export async function provoke(t: Scope, code: ProblemCode, options: WorldOptions = {}): Promise<Reply> {
  const { storage, fail: storageFails } = failingStorage();
  const { hasher: passwordHasher, hold: holdHashes } = holdableHasher();
  const router = { onError: () => {}, signatures: requestSignatures() };
  const guarded = { storage, passwordHasher, loginThrottle: memoryLoginThrottle(), router };
  return PROVOCATIONS[code].by(await world(t, { ...guarded, ...options }), { storageFails, holdHashes });
}

function logInWrongly(nobody: Client, email = 'ann@example.com'): Promise<Reply> {
  return nobody.post('/sessions', { email, password: 'a wrong password' });
}

/** Only a host's own transaction, and so only a host's own route, can fail like this. */
function hostRouteInConflict(): Promise<Reply> {
  return askHostRoute(() => {
    throw new TransactionConflictError();
  });
}

/** A route with a shorter timeout than the library's own, so that the test does not wait for five seconds. */
function slowBody(): Promise<Reply> {
  const route: Middleware = async (ctx) => {
    await readBody(ctx.req, { limitBytes: 100, mediaTypes: ['application/json'], timeoutMs: 1000 });
  };
  return askHostRoute(route, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // The client sends nothing, not even headers, before the first piece.
    body: new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{')) }),
    duplex: 'half',
  });
}

async function askHostRoute(route: Middleware, request: RequestInit = {}): Promise<Reply> {
  const app = new Koa();
  app.use(problemBoundary({ onError: () => {} }));
  app.use(route);
  const server = await listenTo(app);
  try {
    const response = await fetch(server.url, request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  } finally {
    await server.close();
  }
}
