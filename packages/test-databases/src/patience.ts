/** Timeouts that let tests pass on a slow machine, but still end a wait that would last forever. */
export const PATIENCE = {
  acquireTimeoutMs: 30_000,
  connectTimeoutMs: 30_000,
  statementTimeoutMs: 30_000,
  lockTimeoutMs: 30_000,
  idleInTransactionTimeoutMs: 30_000,
};
