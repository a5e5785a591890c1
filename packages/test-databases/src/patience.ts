/** A slow machine is no failure of what is tested; a wait that never ends still is. */
export const PATIENCE = {
  acquireTimeoutMs: 30_000,
  connectTimeoutMs: 30_000,
  statementTimeoutMs: 30_000,
  lockTimeoutMs: 30_000,
  idleInTransactionTimeoutMs: 30_000,
};
