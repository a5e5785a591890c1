import { storageContract } from '@bailiwick/core/contract';
import test from 'ava';
import { destroyDatabases } from './reused-databases.js';
import { PATIENT, POSTGRES_SETUPS } from './setups.js';

test.after.always(destroyDatabases);

for (const [setup, makeStorage] of Object.entries(POSTGRES_SETUPS)) {
  for (const { title, run } of storageContract(makeStorage, PATIENT)) {
    test(`${setup}: ${title}`, async (t) => {
      await t.notThrowsAsync(run);
    });
  }
}
