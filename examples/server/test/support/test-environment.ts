/** The lowest cost that the server accepts, since tests hash hundreds of passwords. */
const SCRYPT_LOG_N = '10';

export const ADMIN = { email: 'root@example.com', password: 'four lanterns by the river' } as const;

/**
 * Makes the environment of a server in a test, which contains nothing of the environment of the tests except the PATH.
 */
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
    // Tests that delay each other on a slow machine must not fail.
    BAILIWICK_ACQUIRE_TIMEOUT_MS: '15000',
    BAILIWICK_LOCK_TIMEOUT_MS: '15000',
    BAILIWICK_STATEMENT_TIMEOUT_MS: '15000',
    // The log must contain the numbers of statements, which tests check.
    BAILIWICK_DELETION_INTERVAL_SECONDS: '0',
    // The whole suite also runs with pools of one connection, where a query outside its transaction would wait forever.
    ...(process.env.BAILIWICK_TEST_POOL_MAX
      ? { BAILIWICK_POOL_MAX: process.env.BAILIWICK_TEST_POOL_MAX }
      : {}),
    ...more,
  };
}
