import type { ExecutionContext } from 'ava';
import type { Answer, ApiClient } from './api-client.js';
import { ServerProcess } from './server-process.js';

/** Servers on one database, each a process, and one client for each of them. */
export async function startProcesses(
  t: Pick<ExecutionContext, 'teardown'>,
  count: number,
  env: Record<string, string>,
): Promise<{ readonly servers: readonly ServerProcess[]; readonly apis: readonly ApiClient[] }> {
  const servers = Array.from({ length: count }, () => new ServerProcess(t, env));
  return { servers, apis: await Promise.all(servers.map((server) => server.api())) };
}

/** Returns the clients in turn, beginning again after the last. */
export function oneOf<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('There are no items.');
  return item;
}

/** Counts the answers by status. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
