// Throwaway databases for scripts: a new PostgreSQL and a new SQLite file, each with a Knex of `connect`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../packages/storage-knex/dist/index.js';
import { startPostgres } from './postgres.mjs';

/** Hands a Knex on an empty database of each kind to `work`, and takes both away again. */
export async function withDatabases(work) {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-databases-'));
  const server = await startPostgres();
  // Filling a large database takes longer than a request may.
  const patience = { statementTimeoutMs: 120_000, idleInTransactionTimeoutMs: 120_000 };
  const postgres = connect(server.url, patience);
  const sqlite = connect(`sqlite:${join(folder, 'database.sqlite')}`, patience);
  try {
    return await work({ postgres, sqlite });
  } finally {
    await Promise.all([postgres.destroy(), sqlite.destroy()]);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
