// One contestant: a process with a database of its own, as seen from this process.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseCpuSince } from './databases.mjs';

const PACKAGE = new URL('../../', import.meta.url);

/**
 * Starts a contestant with its users: for each of the named `limits`, as many users as there are callers. Its log is
 * written to a file in `folder`.
 */
export async function enter(entry, { database, folder, limits, callers, poolMax }) {
  const { name, module, options = {} } = entry;
  const sorts = Object.keys(limits).flatMap((sort) => Array(callers).fill(sort));
  const log = openSync(join(folder, `${Math.random()}.log`), 'a');
  const child = fork(fileURLToPath(new URL('src/http/serve.mjs', PACKAGE)), {
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  closeSync(log);
  child.send({
    module: new URL(module, PACKAGE).href,
    database: database.url,
    users: sorts.map((sort) => ({ limit: limits[sort] })),
    poolMax,
    options,
  });
  const [entered] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [null])]);
  if (entered === null) throw new Error(`${name} did not start`);
  const { url, path, login } = entered;
  const own = Object.fromEntries(Object.keys(limits).map((sort) => [sort, []]));
  for (const [index, user] of entered.users.entries()) own[sorts[index]].push({ ...user, path });
  return { ...entry, child, database, url, login, callers: own };
}

/** Sends the process a message (`usage`, `profile` or `profiled`) and resolves to its answer. */
export async function ask({ child }, what) {
  child.send(what);
  const [answer] = await once(child, 'message');
  return answer;
}

/** Resolves to a function that returns what the contestant and its database have spent since then. */
export async function meter(contestant) {
  const before = await ask(contestant, 'usage');
  const databaseBefore = await contestant.database.cpuUs();
  return async () => {
    const { requests, cpuUs, statements } = await ask(contestant, 'usage');
    return {
      requests: requests - before.requests,
      serverCpuUs: cpuUs - before.cpuUs,
      statements: statements - before.statements,
      databaseCpuUs: databaseCpuSince(databaseBefore, await contestant.database.cpuUs()),
    };
  };
}

/** Sends one request outside any measurement. */
export function send({ url }, { token }, { method, path, headers, body }) {
  const withToken = { ...headers, authorization: `Bearer ${token}` };
  return fetch(url + path, { method, headers: withToken, body });
}

export async function leave(contestants) {
  const running = contestants.filter(({ child }) => child.exitCode === null && child.connected);
  for (const { child } of running) child.disconnect();
  await Promise.all(running.map(({ child }) => once(child, 'exit')));
}
