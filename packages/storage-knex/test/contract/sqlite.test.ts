import { storageContract } from '@bailiwick/core/contract';
import test from 'ava';
import { PATIENT, SQLITE_SETUPS } from './setups.js';

for (const [setup, makeStorage] of Object.entries(SQLITE_SETUPS)) {
  for (const { title, run } of storageContract(makeStorage, PATIENT)) {
    test(`${setup}: ${title}`, async (t) => {
      await t.notThrowsAsync(run);
    });
  }
}
