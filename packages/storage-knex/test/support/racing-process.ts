import type { UserId } from '@bailiwick/core';
import { connect, knexStorage } from '@bailiwick/storage-knex';
import { once } from 'node:events';
import { create } from './fixtures.js';

/**
 * Runs as a process of its own: connects, waits for the word, and creates for one owner from many callers
 * at once. It answers with how each create ended.
 */
const [url = '', ownerId = '', callers = '0'] = process.argv.slice(2);
// A slow machine is no failure here.
const PATIENCE_MS = 60_000;
const knex = connect(url, {
  poolMax: Number(callers),
  acquireTimeoutMs: PATIENCE_MS,
  connectTimeoutMs: PATIENCE_MS,
  statementTimeoutMs: PATIENCE_MS,
  lockTimeoutMs: PATIENCE_MS,
});
const storage = knexStorage(knex);
// Every connection is open before the race begins.
await Promise.all(Array.from({ length: Number(callers) }, () => storage.ping()));
process.send?.('ready');
await once(process, 'message');
const endings = await Promise.all(Array.from({ length: Number(callers) }, ending));
await knex.destroy();
process.send?.(endings);
process.disconnect();

async function ending(): Promise<string> {
  try {
    return (await create(storage, ownerId as UserId)).type;
  } catch (error) {
    return String(error);
  }
}
