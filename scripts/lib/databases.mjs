// Makes temporary databases for scripts: a new PostgreSQL and a new SQLite file, each with a Knex from `connect`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../packages/storage-knex/dist/index.js';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

/** Calls `work` with a Knex for an empty database of each kind, and removes both afterwards. */
export async function withDatabases(work) {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-databases-'));
  const server = await startPostgres();
  // Filling a large database takes longer than a request is allowed to take.
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
