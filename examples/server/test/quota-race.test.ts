import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { ApiClient, Answer } from './support/api-client.js';
import { Child } from './support/child.js';
import { oneOf, startProcesses, tally } from './support/processes.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const LIMIT = 5;
const PROCESSES = 3;
const RACERS = 40;
const ROUNDS = 8;

const DATABASES = [
  { name: 'sqlite', dialect: 'sqlite' },
  { name: 'postgres, read committed', dialect: 'postgres', defaultIsolation: 'read committed' },
  { name: 'postgres, repeatable read', dialect: 'postgres', defaultIsolation: 'repeatable read' },
  { name: 'postgres, serializable', dialect: 'postgres', defaultIsolation: 'serializable' },
] as const;

for (const { name, dialect, ...options } of DATABASES) {
  // The tests run one after the other, because each starts processes that need the processor.
  test.serial(
    `${name}: ${RACERS} creates through ${PROCESSES} processes at once fill a limit of ${LIMIT} exactly, and deletes that race creates release what those claimed`,
    async (t) => {
      const { env, ann } = await setUp(t, dialect, options);
      await race(t, ann);
      await churn(t, ann);
      const refill = await createAtOnce(ann, LIMIT + 1);
      t.deepEqual(tally(refill), { 201: LIMIT, 403: 1 });
      await usedIsTrue(t, env);
    },
  );
}

async function race(t: ExecutionContext, ann: readonly ApiClient[]): Promise<void> {
  const answers = await createAtOnce(ann, RACERS);
  t.deepEqual(tally(answers), { 201: LIMIT, 403: RACERS - LIMIT });
  for (const { status, body } of answers) {
    if (status !== 403) continue;
    t.is(body.code, 'quota-exceeded');
    // Every refusal must show a full quota: a figure below the limit would be a false refusal.
    t.deepEqual(body.quotas, [{ meter: 'resources', limit: LIMIT, used: LIMIT, requested: 1 }]);
  }
  const stored = await oneOf(ann, 0).get('/v1/resources?pageSize=100');
  t.is(stored.body.items.length, LIMIT);
  for (const { id } of stored.body.items) await oneOf(ann, 1).delete(`/v1/resources/${id}`);
}

async function churn(t: ExecutionContext, ann: readonly ApiClient[]): Promise<void> {
  const work = async (worker: number): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = `${worker}.${round}`;
      const created = await oneOf(ann, worker + round).post('/v1/resources', { name });
      answers.push(created);
      if (created.status !== 201) continue;
      const path = `/v1/resources/${created.body.id}`;
      // The delete is sent twice at the same time, through two processes, and one of them succeeds.
      const deletes = await Promise.all([0, 1].map((i) => oneOf(ann, worker + i).delete(path)));
      t.deepEqual(tally(deletes), { 204: 1, 404: 1 });
    }
    return answers;
  };
  const answers = await Promise.all(Array.from({ length: LIMIT * 2 }, (_, worker) => work(worker)));
  const unexpected = Object.keys(tally(answers.flat())).filter(
    (status) => status !== '201' && status !== '403',
  );
  t.deepEqual(unexpected, []);
  t.is(quotaOf(await oneOf(ann, 0).get('/v1/me/quotas')).used, 0);
}

/** Sends requests through all processes in turn. */
function createAtOnce(ann: readonly ApiClient[], count: number): Promise<Answer[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) => oneOf(ann, i).post('/v1/resources', { name: `racer ${i}` })),
  );
}

async function setUp(
  t: ExecutionContext,
  dialect: 'sqlite' | 'postgres',
  options: object,
): Promise<{ env: Record<string, string>; ann: readonly ApiClient[] }> {
  const database = await createDatabase(dialect, options);
  t.teardown(() => database.destroy());
  const env = testEnvironment(database.url);
  const { apis } = await startProcesses(t, PROCESSES, env);
  const admin = await oneOf(apis, 0).logIn(ADMIN);
  const { body: user } = await admin.post('/v1/users', { ...ANN, limits: { resources: LIMIT } });
  t.truthy(user.id);
  // The clients use session tokens, because a password would be hashed with every request.
  const ann = await Promise.all(apis.map((api) => api.logIn(ANN)));
  return { env, ann };
}

function quotaOf({ body }: Answer): { used: number } {
  return body.items[0];
}

async function usedIsTrue(t: ExecutionContext, env: Record<string, string>): Promise<void> {
  const { code, stdout } = await new Child('cli', ['verify'], env).exited;
  t.is(code, 0, stdout);
}
