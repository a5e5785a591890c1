// Measures the parts of a request by themselves, and compares each with the CPU time of the server for a whole create
// in the same run. Parts that no entry point of a package exports are imported from its built files.
//
//   pnpm run bench:micro            5 rounds of 300 ms each
//   pnpm run bench:micro --short    1 round of 50 ms
//   pnpm run bench:micro --write    also writes docs/benchmarks/micro.md
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { do_not_optimize as keep, measure } from 'mitata';
import { createBailiwick, InvalidRequestError, QuotaExceededError } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { platformPolicy } from '@bailiwick/core/policy';
import { actors, fastHasher, targets } from '@bailiwick/core/testing';
import { loadPage } from '../../packages/core/dist/commands/cursors.js';
import { systemClock } from '../../packages/core/dist/clock.js';
import { uuidV7 } from '../../packages/core/dist/ids.js';
import { systemRandom } from '../../packages/core/dist/random.js';
import { createRouter } from '../../packages/http-koa/dist/create-router.js';
import { operationsOf } from '../../packages/http-koa/dist/operations/index.js';
import { toProblem } from '../../packages/http-koa/dist/problem.js';
import { entityTag } from '../../packages/http-koa/dist/request/entity-tag.js';
import { readQuery } from '../../packages/http-koa/dist/request/read-query.js';
import { jsonPointer, requireValidParts } from '../../packages/http-koa/dist/schema/validate.js';
import { enter, leave, meter } from './http/contestant.mjs';
import { BAILIWICK } from './http/contests.mjs';
import { startDatabases } from './http/databases.mjs';
import { CONNECTIONS, POOL_MAX, drive } from './http/load.mjs';
import { LIMITS, OPERATIONS } from './http/operations.mjs';
import { perRequest, spread } from './http/measure.mjs';
import { median } from './median.mjs';
import { writeDocument } from './write-document.mjs';

const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 1 : 5;
const ROUND_MS = isShort ? 50 : 300;
const CREATE_SECONDS = isShort ? 1 : 5;

const say = (text) => console.error(text);
const storage = memoryStorage();
const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher });
const email = 'ann@example.com';
const password = 'a long enough one to be set';
const { id } = await bailiwick.users.create(bailiwick.system('micro'), { email, password });
const ann = actors.user({ id });
const { token } = await bailiwick.sessions.logIn({ email, password });
const resource = await bailiwick.resources.create(ann, { name: 'benchmark' });

const parts = {
  ...policyParts(),
  // The same calls as in `Sessions`.
  'token hash': () => createHash('sha256').update(token).digest('base64url'),
  'session to actor, in memory': () => bailiwick.authenticate({ bearer: token }),
  'identifier, UUIDv7': identifier(),
  'entity tag': () => entityTag(resource),
  ...(await cursorParts()),
  ...problemParts(),
  ...requestParts(),
};

const figures = new Map(Object.keys(parts).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, part] of Object.entries(parts)) {
    figures.get(name).push(await timeOf(part));
  }
  say(`round ${round + 1} of ${ROUNDS}`);
}
const createUs = await cpuOfCreate();
const report = render(createUs);
console.log(report);
if (process.argv.includes('--write')) writeDocument('benchmarks/micro.md', report);

/** Measures a part in nanoseconds; a returned promise is awaited. */
async function timeOf(part) {
  const isAsync = part() instanceof Promise;
  const run = isAsync ? async () => keep(await part()) : () => keep(part());
  return (await measure(run, { min_cpu_time: ROUND_MS * 1e6 })).p50;
}

function policyParts() {
  const foreign = targets.resource('somebody else');
  const own = targets.resource(ann.id);
  return {
    'decision: allowed': () => platformPolicy.decide(ann, 'resource:create', own),
    'decision: refused': () => platformPolicy.decide(ann, 'resource:delete', foreign),
    'scope of a list': () => platformPolicy.scope(ann, 'resource:read'),
  };
}

function identifier() {
  const ids = uuidV7(systemClock, systemRandom);
  return () => ids.next();
}

/** Loads a page of rows in memory through `loadPage`, which leaves only the cost of the cursor. */
async function cursorParts() {
  const identity = { list: 'resources', actor: ann, filter: [null, null] };
  const load = async () => [resource, resource];
  const none = async () => [];
  const seal = () => loadPage(storage, identity, { pageSize: 1 }, load);
  const { nextCursor: cursor } = await seal();
  return {
    'cursor: seal': seal,
    'cursor: open': () => loadPage(storage, identity, { pageSize: 1, cursor }, none),
  };
}

function problemParts() {
  const options = { typePrefix: '/v1', requestId: 'benchmark' };
  const full = [{ meter: 'resources', limit: 10, used: 10, requested: 1 }];
  const rendered = (error) => () => JSON.stringify(toProblem(error(), options));
  return {
    'problem: quota exceeded': rendered(() => new QuotaExceededError(full)),
    'problem: invalid request': rendered(
      () => new InvalidRequestError([{ pointer: '/name', detail: 'must be a string.' }]),
    ),
  };
}

function requestParts() {
  const router = createRouter(bailiwick);
  const create = operationsOf(bailiwick).find(({ operationId }) => operationId === 'createResource');
  const { query, headers, body } = create;
  const validate = (value) => {
    const parts = [
      { value: {}, schema: query, pointer: ([name]) => `?${name}` },
      { value: {}, schema: headers, pointer: ([name = '']) => name },
      { value, schema: body.schema, pointer: jsonPointer },
    ];
    return requireValidParts(parts, []);
  };
  return {
    'request: route': () => router.match('/v1/resources', 'POST'),
    'request: query': () => readQuery('', query),
    'request: validate a create': () => validate({ name: 'benchmark' }),
    'request: refuse one': () => {
      try {
        return validate({ name: 7, unknown: true });
      } catch (error) {
        return error;
      }
    },
  };
}

/** Measures the CPU time of the server's process, on PostgreSQL and with the defaults. */
async function cpuOfCreate() {
  say('creates on PostgreSQL');
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-micro-'));
  const databases = await startDatabases(folder);
  const contestants = [];
  try {
    const limits = { limited: LIMITS.limited };
    const database = await databases.create('postgres');
    const options = { database, folder, limits, callers: CONNECTIONS, poolMax: POOL_MAX };
    const contestant = await enter(BAILIWICK, options);
    contestants.push(contestant);
    const operation = OPERATIONS['create, with a limit'];
    const load = { seconds: CREATE_SECONDS, connections: CONNECTIONS };
    await drive(contestant, operation, load);
    const spentSince = await meter(contestant);
    await drive(contestant, operation, load);
    return perRequest(await spentSince()).serverCpuUs;
  } finally {
    await leave(contestants);
    await databases.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function render(createUs) {
  const lines = [...figures].map(([name, rounds]) => {
    const ns = median(rounds);
    const share = (ns / 1000 / createUs) * 100;
    return `| ${name} | ${Math.round(ns)} ns | ± ${Math.round(spread(rounds) * 100)} % | ${share.toFixed(2)} % |`;
  });
  return `# The parts of a request

How long does each part of a request take?

Written by \`pnpm run bench:micro${isShort ? ' --short' : ''} --write\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node.js ${process.version}: medians
of ${ROUNDS} rounds, each part by itself and hot; within a request, each takes longer. The share is of the ${Math.round(createUs)} µs of CPU
time that the server's process took for a create on PostgreSQL in the same run; some of the parts do not occur in a create.

| part | one takes | spread | share of a create |
|---|---:|---:|---:|
${lines.join('\n')}
`;
}
