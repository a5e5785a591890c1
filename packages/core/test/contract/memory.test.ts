import { storageContract } from '@bailiwick/core/contract';
import test from 'ava';
import { failingSubject, memorySubject } from './memory-subject.js';

for (const { title, run } of storageContract(async () => memorySubject())) {
  test(`memory: ${title}`, async (t) => {
    await t.notThrowsAsync(run);
  });
}

// The mutants of I5 are based on this subject, so it must keep the contract.
for (const { title, guarantee, run } of storageContract(async () => failingSubject())) {
  if (guarantee !== 'I5' && guarantee !== 'A6') continue;
  test(`memory that can fail: ${title}`, async (t) => {
    t.deepEqual(await run(), { type: 'kept' });
  });
}
