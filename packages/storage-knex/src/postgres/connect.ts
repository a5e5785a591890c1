// How is a Knex on PostgreSQL made, with all of its bounds?
import makeKnex, { type Knex } from 'knex';
import { Socket } from 'node:net';
import { SILENT_LOG, type ConnectBounds } from '../connect-options.js';

/** The time that a connection may be silent on top of the longest silence that has a reason. */
const SILENCE_MARGIN_MS = 2_000;

export function connectPostgres(url: string, bounds: ConnectBounds): Knex {
  // Knex closes a connection that broke while it was idle. A connection in use can fall silent without breaking, and
  // then only this end can notice, since TCP gives up after minutes. No statement, no host's transaction and no unused
  // connection is silent for longer than this.
  const silenceMs = Math.max(bounds.statementTimeoutMs, bounds.idleInTransactionTimeoutMs);
  return makeKnex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'bailiwick',
      connectionTimeoutMillis: bounds.connectTimeoutMs,
      ...(bounds.sessionBounds ? sessionBounds(bounds) : {}),
      keepAlive: true,
      stream: () => boundedSocket(silenceMs + SILENCE_MARGIN_MS),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: bounds.poolMax, idleTimeoutMillis: silenceMs },
    acquireConnectionTimeout: bounds.acquireTimeoutMs,
    log: SILENT_LOG,
  });
}

function sessionBounds({ statementTimeoutMs, lockTimeoutMs, idleInTransactionTimeoutMs }: ConnectBounds) {
  return {
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
  };
}

function boundedSocket(silenceMaxMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceMaxMs, () => {
    socket.destroy(Object.assign(new Error('The database has fallen silent.'), { code: 'ETIMEDOUT' }));
  });
  return socket;
}
