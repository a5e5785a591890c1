// `pnpm run fuzz -- --requests N --seed S`: sends random requests to every operation, with memory storage and in this
// process. If an answer is a 5xx or not as documented, it fails with the request and the seed that reproduces it. Needs
// a built workspace.
import { parseArgs } from 'node:util';
import { fuzz } from '../../packages/http-koa/dist-test/fuzz/fuzz.js';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } },
});
const requests = Number(values.requests);
const startedAt = Date.now();
let toldAt = startedAt;

const { statuses } = await fuzz({
  requests,
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  onProgress(sent) {
    if (Date.now() - toldAt < 5000) return;
    toldAt = Date.now();
    console.log(`${sent} of ${requests} requests`);
  },
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});

const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0);
const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
const byStatus = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
console.log(`${sent} requests in ${seconds} s, all answered as documented (${byStatus.join(', ')})`);
