import { storageContract } from '@bailiwick/core/contract';
import { memoryStorage } from '@bailiwick/core/memory';
import test from 'ava';

const cases = storageContract(async () => {
  const storage = memoryStorage();
  return { storage, hostTransaction: (work) => storage.hostTransaction(work), close: async () => {} };
});

for (const { title, run } of cases) {
  test(`memory: ${title}`, async (t) => {
    await t.notThrowsAsync(run());
  });
}
