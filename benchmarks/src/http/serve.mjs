// One contestant in a process of its own. It is told what to be, says where it listens, and answers 'usage' with the
// requests that have reached it, and the CPU time, the statements and the time of hashes that it has spent; between 'profile' and 'profiled' it is watched.
import { subscribe } from 'node:diagnostics_channel';
import { on, once } from 'node:events';
import { Session } from 'node:inspector/promises';
import { countStatements } from './count-statements.mjs';

const [{ module, ...task }] = await once(process, 'message');
const statements = countStatements(module);
let requests = 0;
// What callers have had an answer to is less: at the end of a round they hang up.
subscribe('http.server.request.start', () => (requests += 1));
const session = new Session();
session.connect();
await session.post('Profiler.enable');

const ANSWERS = {
  usage() {
    const { user, system } = process.cpuUsage();
    const hashMs = performance.getEntriesByName('hash').reduce((sum, { duration }) => sum + duration, 0);
    return { requests, cpuUs: user + system, statements: statements.count, hashMs };
  },
  async profile() {
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    return {};
  },
  profiled: () => session.post('Profiler.stop'),
};
process.on('disconnect', () => process.exit(0));

const { start } = await import(module);
process.send(await start(task));
for await (const [what] of on(process, 'message')) process.send(await ANSWERS[what]());
