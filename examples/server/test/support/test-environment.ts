/** The least cost of a password that the server takes: tests hash hundreds of them. */
const SCRYPT_LOG_N = '10';

export const ADMIN = { email: 'root@example.com', password: 'four lanterns by the river' } as const;

/** What a server in a test runs with: nothing of the environment that the tests run in, except how to find programs. */
export function testEnvironment(
  databaseUrl: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    BAILIWICK_SCRYPT_LOG_N: SCRYPT_LOG_N,
    BAILIWICK_ADMIN_EMAIL: ADMIN.email,
    BAILIWICK_ADMIN_PASSWORD: ADMIN.password,
    // Tests that wait for each other on a slow machine are no failure.
    BAILIWICK_ACQUIRE_TIMEOUT_MS: '15000',
    BAILIWICK_LOCK_TIMEOUT_MS: '15000',
    BAILIWICK_STATEMENT_TIMEOUT_MS: '15000',
    // Tests count statements.
    BAILIWICK_DELETION_INTERVAL_SECONDS: '0',
    // The whole suite also runs with pools of one connection: a query outside its transaction would wait for itself.
    ...(process.env.BAILIWICK_TEST_POOL_MAX
      ? { BAILIWICK_POOL_MAX: process.env.BAILIWICK_TEST_POOL_MAX }
      : {}),
    ...more,
  };
}
