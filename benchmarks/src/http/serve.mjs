// Runs one contestant in a process of its own. A message names the contestant, and the answer says where it listens. It
// answers 'usage' with its requests, CPU time, statements and hash times; from 'profile' to 'profiled' it is profiled.
import { subscribe } from 'node:diagnostics_channel';
import { on, once } from 'node:events';
import { Session } from 'node:inspector/promises';
import { countStatements } from './count-statements.mjs';

const [{ module, ...task }] = await once(process, 'message');
const statements = countStatements(module);
let requests = 0;
// Counted here because the callers, which hang up at the end of a round, miss the last answers.
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
