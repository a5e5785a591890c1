import test from 'ava';
import { ConfigError, readConfig, renderConfigTable } from '../../dist/config/config.js';
import { VARIABLES } from '../../dist/config/variables.js';

test('readConfig: an empty environment gives the defaults', (t) => {
  t.deepEqual(readConfig({}), {
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: 'sqlite:./bailiwick.sqlite',
    logLevel: 'info',
    adminEmail: 'admin@example.com',
    adminPassword: null,
    passwordLengthMin: 15,
    serviceName: 'bailiwick',
    scryptLogN: 17,
    hashConcurrency: null,
    hashQueueMax: 32,
    loginAttemptsMax: 5,
    loginAttemptsPerAddressMax: 50,
    loginWindowSeconds: 900,
    loginAttemptsPerAccountMax: 100,
    loginAccountWindowSeconds: 3600,
    trustedProxies: [],
    hsts: 'max-age=31536000',
    basic: true,
    sessionIdleTtlSeconds: 604_800,
    sessionAbsoluteTtlSeconds: 2_592_000,
    accessKeyTtlMaxDays: 365,
    auditRetentionDays: 400,
    sweepIntervalMinutes: 60,
    deletionIntervalSeconds: 5,
    authority: null,
    bodyLimitBytes: 65_536,
    bodyTimeoutMs: 5000,
    connectionsMax: null,
    connectionsPerClientMax: 256,
    metricsHost: '127.0.0.1',
    metricsHosts: [],
    metricsPort: null,
    docs: true,
    console: true,
    corsOrigins: null,
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 30_000,
    keepAliveTimeoutMs: 65_000,
    poolMax: 10,
    acquireTimeoutMs: 2_000,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 2_000,
    idleInTransactionTimeoutMs: 10_000,
    sessionBounds: true,
    preparedStatements: true,
    drainMs: 0,
    graceMs: 10_000,
  });
});

test('readConfig: the result cannot be changed', (t) => {
  t.true(Object.isFrozen(readConfig({})));
});

test('readConfig: an empty variable counts as absent', (t) => {
  t.is(readConfig({ PORT: '', BAILIWICK_ADMIN_PASSWORD: '' }).port, 3000);
});

test('readConfig: given values are used', (t) => {
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: 'postgres://bailiwick@db/bailiwick',
    BAILIWICK_BASIC: 'off',
    BAILIWICK_PASSWORD_MIN: '8',
    BAILIWICK_ADMIN_PASSWORD: 'v7Qp-2xK',
  });
  t.like(config, {
    port: 0,
    databaseUrl: 'postgres://bailiwick@db/bailiwick',
    basic: false,
    passwordLengthMin: 8,
    adminPassword: 'v7Qp-2xK',
  });
});

const MALFORMED: readonly (readonly [name: string, value: string])[] = [
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3e3'],
  ['PORT', '0x50'],
  ['PORT', ' 80'],
  ['HOST', 'http://localhost'],
  ['DATABASE_URL', 'mysql://localhost/bailiwick'],
  ['DATABASE_URL', './bailiwick.sqlite'],
  ['DATABASE_URL', 'sqlite:'],
  ['LOG_LEVEL', 'loud'],
  ['BAILIWICK_ADMIN_EMAIL', 'root'],
  ['BAILIWICK_ADMIN_PASSWORD', 'x'.repeat(1025)],
  ['BAILIWICK_PASSWORD_MIN', '7'],
  ['BAILIWICK_PASSWORD_MIN', 'long'],
  ['BAILIWICK_SCRYPT_LOG_N', '9'],
  ['BAILIWICK_SCRYPT_LOG_N', '21'],
  ['BAILIWICK_SERVICE_NAME', 'x'.repeat(65)],
  ['BAILIWICK_HASH_CONCURRENCY', '0'],
  ['BAILIWICK_HASH_QUEUE_MAX', '-1'],
  ['BAILIWICK_LOGIN_ATTEMPTS_MAX', '0'],
  ['BAILIWICK_LOGIN_ATTEMPTS_PER_ADDRESS_MAX', '0'],
  ['BAILIWICK_LOGIN_WINDOW_SECONDS', '15m'],
  ['BAILIWICK_LOGIN_ATTEMPTS_PER_ACCOUNT_MAX', 'many'],
  ['BAILIWICK_LOGIN_ACCOUNT_WINDOW_SECONDS', '0'],
  ['BAILIWICK_TRUSTED_PROXIES', '10.0.0.0/8,proxy.local'],
  ['BAILIWICK_HSTS', 'on'],
  ['BAILIWICK_HSTS', 'max-age=1, includeSubDomains'],
  ['BAILIWICK_BASIC', 'true'],
  ['BAILIWICK_AUTHORITY', 'https://api.example.com'],
  ['BAILIWICK_SESSION_IDLE_TTL_SECONDS', '0'],
  ['BAILIWICK_SESSION_ABSOLUTE_TTL_SECONDS', '1 day'],
  ['BAILIWICK_ACCESS_KEY_TTL_MAX_DAYS', '-1'],
  ['BAILIWICK_AUDIT_RETENTION_DAYS', '0'],
  ['BAILIWICK_SWEEP_INTERVAL_MINUTES', 'never'],
  ['BAILIWICK_DELETION_INTERVAL_SECONDS', '-1'],
  ['BAILIWICK_BODY_LIMIT_BYTES', '64k'],
  ['BAILIWICK_BODY_TIMEOUT_MS', '5s'],
  ['BAILIWICK_CONNECTIONS_MAX', '0'],
  ['BAILIWICK_CONNECTIONS_PER_CLIENT_MAX', 'few'],
  ['BAILIWICK_METRICS_PORT', '-1'],
  ['BAILIWICK_METRICS_HOST', 'not a host'],
  ['BAILIWICK_METRICS_HOSTS', 'https://metrics.internal'],
  ['BAILIWICK_DOCS', 'yes'],
  ['BAILIWICK_CONSOLE', 'yes'],
  ['BAILIWICK_CORS_ORIGINS', '*'],
  ['BAILIWICK_CORS_ORIGINS', 'null'],
  ['BAILIWICK_CORS_ORIGINS', 'https://app.example/'],
  ['BAILIWICK_CORS_ORIGINS', 'https://app.example, https://b.example'],
  ['BAILIWICK_HEADERS_TIMEOUT_MS', '60000'],
  ['BAILIWICK_REQUEST_TIMEOUT_MS', '0'],
  ['BAILIWICK_KEEP_ALIVE_TIMEOUT_MS', '1 minute'],
  ['BAILIWICK_POOL_MAX', '0'],
  ['BAILIWICK_ACQUIRE_TIMEOUT_MS', '1.5'],
  ['BAILIWICK_STATEMENT_TIMEOUT_MS', '0'],
  ['BAILIWICK_LOCK_TIMEOUT_MS', 'off'],
  ['BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS', '0'],
  ['BAILIWICK_SESSION_BOUNDS', 'false'],
  ['BAILIWICK_PREPARED_STATEMENTS', 'yes'],
  ['BAILIWICK_DRAIN_MS', '-5'],
  ['BAILIWICK_SHUTDOWN_GRACE_MS', '0'],
];

for (const [name, value] of MALFORMED) {
  test(`readConfig: ${name}=${value.slice(0, 40)} is refused by name, and the message says what is allowed`, (t) => {
    const error = t.throws(() => readConfig({ [name]: value }), { instanceOf: ConfigError });
    t.is(error.problems.length, 1);
    t.regex(error.message, new RegExp(`^${name} .* must be `));
  });
}

test('readConfig: every variable has a malformed value in the table above', (t) => {
  const tried = new Set(MALFORMED.map(([name]) => name));
  t.deepEqual(
    Object.values(VARIABLES).flatMap(({ name }) => (tried.has(name) ? [] : [name])),
    [],
  );
});

test('readConfig: an unknown BAILIWICK_ variable is refused by name; other variables are ignored', (t) => {
  const error = t.throws(() => readConfig({ BAILIWICK_POOL_MIN: '1', POOL_MIN: '1' }), {
    instanceOf: ConfigError,
  });
  t.is(error.problems.length, 1);
  t.regex(error.message, /^BAILIWICK_POOL_MIN is not a variable .*BAILIWICK_POOL_MAX/);
});

/** `docker run --link api:bailiwick --link db_1:bailiwick-service`: all that it sets, also for ports in a row. */
const DOCKER_LINKS = {
  BAILIWICK_NAME: '/web/bailiwick',
  BAILIWICK_PORT: 'tcp://172.17.0.5:8000',
  BAILIWICK_PORT_8000_TCP: 'tcp://172.17.0.5:8000',
  BAILIWICK_PORT_8000_TCP_ADDR: '172.17.0.5',
  BAILIWICK_PORT_8000_TCP_PORT: '8000',
  BAILIWICK_PORT_8000_TCP_PROTO: 'tcp',
  BAILIWICK_PORT_8000_TCP_START: 'tcp://172.17.0.5:8000',
  BAILIWICK_PORT_8000_TCP_END: 'tcp://172.17.0.5:8002',
  BAILIWICK_PORT_8000_TCP_PORT_START: '8000',
  BAILIWICK_PORT_8000_TCP_PORT_END: '8002',
  BAILIWICK_ENV_PATH: '/usr/bin:/bin',
  BAILIWICK_ENV_BAILIWICK_POOL_MAX: '20',
  BAILIWICK_ENV_npm_config_cache: '/tmp\n',
  // The name of this link has the form of a variable of ours.
  BAILIWICK_SERVICE_NAME: '/web/bailiwick-service',
  BAILIWICK_SERVICE_PORT: 'tcp://172.17.0.6:5432',
  BAILIWICK_SERVICE_ENV_LANG: 'C',
} as const;

test('readConfig: the variables that Kubernetes and Docker set for services are ignored', (t) => {
  const links = {
    // A service named "bailiwick", in the form of Kubernetes and of Docker links.
    BAILIWICK_SERVICE_HOST: '10.96.0.17',
    BAILIWICK_SERVICE_PORT: '80',
    BAILIWICK_SERVICE_PORT_HTTP: '80',
    BAILIWICK_PORT: 'tcp://10.96.0.17:80',
    BAILIWICK_PORT_80_TCP: 'tcp://10.96.0.17:80',
    BAILIWICK_PORT_80_TCP_PROTO: 'tcp',
    BAILIWICK_PORT_80_TCP_PORT: '80',
    BAILIWICK_PORT_80_TCP_ADDR: '10.96.0.17',
    // "bailiwick-db", and "bailiwick-metrics", whose link has the name of a variable of ours.
    BAILIWICK_DB_SERVICE_HOST: 'fd00::17',
    BAILIWICK_DB_PORT: 'udp://[fd00::17]:5432',
    BAILIWICK_METRICS_SERVICE_HOST: '10.96.0.18',
    BAILIWICK_METRICS_PORT: 'tcp://10.96.0.18:9090',
  };
  t.deepEqual(readConfig(links), readConfig({}));
  t.deepEqual(readConfig(DOCKER_LINKS), readConfig({}));
  t.is(readConfig({ ...links, BAILIWICK_SERVICE_NAME: 'shop' }).serviceName, 'shop');
  for (const [name, value] of [
    ['BAILIWICK_PORT', '3000'],
    ['BAILIWICK_POOL_SIZE', 'tcp://10.96.0.17:80'],
    ['BAILIWICK_SERVICENAME', 'shop'],
    ['BAILIWICK_NAME', 'shop'],
    ['BAILIWICK_NAME', '/web/another'],
    ['BAILIWICK_SERVICE_PORT', 'http'],
    ['BAILIWICK_SERVICE_HOST', 'shop.example'],
    ['BAILIWICK_PORT_8000_TCP_START', 'on'],
    ['BAILIWICK_ENV_POOL_MAX', '20'],
  ] as const)
    t.throws(() => readConfig({ [name]: value }), { instanceOf: ConfigError }, `${name}=${value}`);
});

test('readConfig: a link does not hide a variable of ours, or another misspelt one', (t) => {
  const own = { ...DOCKER_LINKS, BAILIWICK_SERVICE_NAME: 'shop', BAILIWICK_METRICS_PORT: '9090' };
  t.like(readConfig(own), { serviceName: 'shop', metricsPort: 9090 });
  const error = t.throws(() => readConfig({ ...own, BAILIWICK_ENVIRONMENT: 'x', BAILIWICK_POOL_SIZE: '1' }), {
    instanceOf: ConfigError,
  });
  t.deepEqual(
    error.problems.map((problem) => problem.split(' ')[0]),
    ['BAILIWICK_ENVIRONMENT', 'BAILIWICK_POOL_SIZE'],
  );
});

test('readConfig: all problems are reported at once', (t) => {
  const env = { PORT: 'x', BAILIWICK_PASSWORD_MIN: '3', BAILIWICK_TYPO: '1', DATABASE_URL: 'nowhere' };
  const error = t.throws(() => readConfig(env), { instanceOf: ConfigError });
  t.is(error.problems.length, 4);
  for (const name of Object.keys(env))
    t.true(error.problems.some((problem) => problem.startsWith(`${name} `)));
});

test('readConfig: a first password below the minimum is refused before anything starts', (t) => {
  const tooShort = { BAILIWICK_ADMIN_PASSWORD: '14 characters!' };
  t.throws(() => readConfig(tooShort), {
    message: /^BAILIWICK_ADMIN_PASSWORD must have at least 15 characters/,
  });
  t.notThrows(() => readConfig({ ...tooShort, BAILIWICK_PASSWORD_MIN: '14' }));
});

test('readConfig: R4 a first password that can be guessed is refused before anything starts', (t) => {
  for (const password of [
    'passwordpassword',
    'admin@example.com',
    'bailiwick bailiwick',
    'qwertyuiopasdfghjkl',
  ])
    t.throws(() => readConfig({ BAILIWICK_ADMIN_PASSWORD: password }), {
      message: /^BAILIWICK_ADMIN_PASSWORD must not/,
    });
});

test('readConfig: R58 trusted proxies are addresses, ranges and known names', (t) => {
  const { trustedProxies } = readConfig({ BAILIWICK_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,2001:db8::1' });
  t.deepEqual(trustedProxies, ['loopback', '10.0.0.0/8', '2001:db8::1']);
});

test('readConfig: a message repeats neither a password nor the database URL', (t) => {
  const error = t.throws(() =>
    readConfig({ BAILIWICK_ADMIN_PASSWORD: 'hunter2hunter2', DATABASE_URL: 'pg://u:hunter3@db' }),
  );
  t.notRegex(error?.message ?? '', /hunter/);
});

test('renderConfigTable: every variable is in it, with its default', (t) => {
  const table = renderConfigTable();
  for (const { name, fallback } of Object.values(VARIABLES)) {
    t.true(table.includes(`| \`${name}\` | ${fallback ? `\`${fallback}\`` : 'none'} |`), name);
  }
});
