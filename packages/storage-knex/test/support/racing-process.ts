import type { UserId } from '@bailiwick/core';
import { connect, knexStorage } from '@bailiwick/storage-knex';
import { on } from 'node:events';
import { create } from './fixtures.js';

/**
 * Runs as a process of its own: connects, and for each owner that it is sent, creates from many callers at once. It
 * answers with how each create ended.
 */
const [url = '', callers = '0'] = process.argv.slice(2);
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
for await (const [ownerId] of on(process, 'message')) {
  process.send?.(await Promise.all(Array.from({ length: Number(callers) }, () => ending(ownerId))));
}

async function ending(ownerId: UserId): Promise<string> {
  try {
    return (await create(storage, ownerId)).type;
  } catch (error) {
    return String(error);
  }
}
