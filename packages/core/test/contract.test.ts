import { storageContract } from '@bailiwick/core/contract';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import test from 'ava';

const cases = storageContract(async () => {
  const storage = memoryStorage();
  const subject = { ...storage, loginThrottle: memoryLoginThrottle() };
  return {
    storage: subject,
    hostTransaction: (work) => storage.hostTransaction(work),
    close: async () => {},
  };
});

for (const { title, run } of cases) {
  test(`memory: ${title}`, async (t) => {
    await t.notThrowsAsync(run());
  });
}
