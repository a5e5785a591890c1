import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, type DatabaseOptions, type DialectName } from '@bailiwick/test-databases';
import test from 'ava';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { addUser } from './support/fixtures.js';

const PROGRAM = fileURLToPath(new URL('support/racing-process.js', import.meta.url));
const LIMIT = 5;
/** Callers in each process: 40 of them, in 3 processes. */
const CALLERS = [14, 13, 13];

const SETUPS: readonly (readonly [DialectName, DatabaseOptions])[] = [
  ['postgres', { defaultIsolation: 'read committed' }],
  ['postgres', { defaultIsolation: 'repeatable read' }],
  ['postgres', { defaultIsolation: 'serializable' }],
  ['sqlite', {}],
];

for (const [dialect, options] of SETUPS) {
  const level = options.defaultIsolation ?? 'one writer';
  // One after the other: each has 40 connections of its own.
  test.serial(
    `${dialect}, ${level}: 40 creators in 3 processes against the owner or the default limit of 5 create exactly 5, and each other gets the reason`,
    async (t) => {
      const database = await createDatabase(dialect, options);
      t.teardown(database.destroy);
      const storage = knexStorage(database.knex);
      const racers = CALLERS.map((callers) => fork(PROGRAM, [database.url, String(callers)]));
      t.teardown(() => racers.forEach((racer) => racer.kill()));
      await Promise.all(racers.map((racer) => nextMessage(racer)));
      for (const limitOf of ['owner', 'default']) {
        const owner = await addUser(storage, { limits: limitOf === 'owner' ? { resources: LIMIT } : {} });
        if (limitOf === 'default')
          await database
            .knex('bailiwick_default_limits')
            .insert({ owner_type: 'user', meter: 'resources', limit_value: LIMIT });
        const answers = racers.map((racer) => nextMessage(racer));
        for (const racer of racers) racer.send(owner.id);
        t.deepEqual(tally((await Promise.all(answers)).flat()), {
          created: LIMIT,
          'quota-exceeded': 40 - LIMIT,
        });
        const created = await database.knex('bailiwick_resources').where({ owner_id: owner.id });
        t.is(created.length, LIMIT);
      }
      t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
    },
  );
}

async function nextMessage(racer: ChildProcess): Promise<string[]> {
  const [message] = await Promise.race([
    once(racer, 'message'),
    once(racer, 'exit').then(() => [['the process ended']]),
  ]);
  return message;
}

function tally(endings: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const ending of endings) counts[ending] = (counts[ending] ?? 0) + 1;
  return counts;
}
