import type { Storage } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Knex } from 'knex';
import { betterSqlite } from '../support/better-sqlite.js';
import { LibraryPlatform } from './library-platform.js';
import { anyOperation, perform, type Operation } from './operations.js';
import { PlainModel } from './plain-model.js';

/**
 * Random operations, done by the library on a storage and by a plain model of it, must answer the same, one
 * by one, and leave the same behind. `BAILIWICK_MODEL_RUNS` sets how many runs there are for each storage;
 * `BAILIWICK_MODEL_REPLAY` repeats one, with the seed, the path and the replayPath out of a failure as JSON.
 */
const RUNS = Number(process.env['BAILIWICK_MODEL_RUNS'] ?? 0);
const REPLAY: Replay = JSON.parse(process.env['BAILIWICK_MODEL_REPLAY'] ?? '{}');
const OPERATIONS_MAX = 80;

interface Replay {
  readonly seed?: number;
  readonly path?: string;
  readonly replayPath?: string;
}

/** Makes the storage of one run, empty. */
type MakeStorage = () => Promise<Storage>;

class Step implements fc.AsyncCommand<PlainModel, LibraryPlatform> {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  check(): boolean {
    return true;
  }

  async run(model: PlainModel, library: LibraryPlatform): Promise<void> {
    const expected = perform(model, this.#operation);
    assert.deepEqual(await perform(library, this.#operation), expected, String(this));
  }

  toString(): string {
    const { name, argument } = this.#operation;
    return `${name}(${fc.stringify(argument)})`;
  }
}

test('memory: it behaves like the model', async (t) => {
  await agree(t, 60, async () => memoryStorage());
});

test('sqlite: it behaves like the model', async (t) => {
  await agree(t, 12, (await emptied(t, 'sqlite')).makeStorage);
});

test('postgres: it behaves like the model', async (t) => {
  await agree(t, 12, (await emptied(t, 'postgres')).makeStorage);
});

test('a delete that releases nothing is found, and found again by its seed', async (t) => {
  const { knex, makeStorage } = await emptied(t, 'sqlite');
  const broken = property(async () => forgetful(await makeStorage(), knex));
  const found = await fc.check(broken, { numRuns: 300, seed: 1, endOnFailure: true });
  t.true(found.failed);
  const again = await fc.check(broken, { seed: 1, path: found.counterexamplePath ?? '', endOnFailure: true });
  t.true(again.failed);
  t.is(again.numRuns, 1);
});

async function agree(t: ExecutionContext, runs: number, makeStorage: MakeStorage): Promise<void> {
  const { seed = Date.now() % 2 ** 31, path } = REPLAY;
  t.log(`seed ${seed}`);
  const replay = path === undefined ? {} : { path };
  await t.notThrowsAsync(
    fc.assert(property(makeStorage), { numRuns: RUNS > 0 ? RUNS : runs, seed, ...replay }),
  );
}

function property(makeStorage: MakeStorage) {
  const { replayPath } = REPLAY;
  const steps = fc.commands(
    anyOperation.map((operation) => operation.map((given) => new Step(given))),
    { maxCommands: OPERATIONS_MAX, size: 'max', ...(replayPath === undefined ? {} : { replayPath }) },
  );
  return fc.asyncProperty(steps, async (run) => {
    const [model, real] = [new PlainModel(), new LibraryPlatform(await makeStorage())];
    await fc.asyncModelRun(() => ({ model, real }), run);
    assert.deepEqual(await real.state(), model.state());
  });
}

/** One database for all runs, which are one after the other: emptying it is ten times as fast as making one. */
async function emptied(
  t: ExecutionContext,
  dialect: 'sqlite' | 'postgres',
): Promise<{ knex: Knex; makeStorage: MakeStorage }> {
  const database = await createDatabase(dialect);
  const knex = dialect === 'sqlite' ? betterSqlite(database.url) : database.knex;
  t.teardown(async () => {
    await knex.destroy();
    await database.destroy();
  });
  const storage = knexStorage(knex);
  const makeStorage = async () => {
    await empty(knex);
    return storage;
  };
  return { knex, makeStorage };
}

async function empty(knex: Knex): Promise<void> {
  const tables = [
    'audit_events',
    'sessions',
    'idempotency_keys',
    'quotas',
    'resources',
    'members',
    'email_addresses',
    'users',
    'group_deletions',
    'groups',
    'owners',
    'default_limits',
  ];
  await knex.transaction(async (trx) => {
    for (const table of tables) await trx(`bailiwick_${table}`).delete();
  });
}

/** The fault: a delete that gives nothing back to one of its meters. */
function forgetful(storage: Storage, knex: Knex): Storage {
  const { resources } = storage;
  const forgetfulDelete: typeof resources.delete = async (id, ownerId, audit) => {
    const held = await knex('bailiwick_quotas').where({ owner_id: ownerId, meter: 'storageGiB' });
    const outcome = await resources.delete(id, ownerId, audit);
    for (const { used } of held) {
      await knex('bailiwick_quotas').where({ owner_id: ownerId, meter: 'storageGiB' }).update({ used });
    }
    return outcome;
  };
  return {
    ...storage,
    resources: new Proxy(resources, {
      get(target, name) {
        if (name === 'delete') return forgetfulDelete;
        const method: unknown = Reflect.get(target, name, target);
        return typeof method === 'function' ? method.bind(target) : method;
      },
    }),
  };
}
