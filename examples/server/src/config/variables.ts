import { emailProblem, limits, passwordProblem } from '@bailiwick/core';
import { clientAddressReader } from '@bailiwick/http-koa';
import { isAuthority } from '@bailiwick/http-koa/signatures';
import {
  autoOr,
  hstsOrOff,
  integer,
  listOf,
  oneOf,
  onOrOff,
  originList,
  text,
  type Format,
} from './formats.js';

/** One environment variable of the server and the command line. */
export interface Variable<T = unknown> {
  readonly name: string;
  readonly format: Format<T>;
  /** The default, as it would be written in the environment; `null` if there is none. */
  readonly fallback: string | null;
  readonly meaning: string;
  /** Is the value a secret, which messages must not contain? */
  readonly secret: boolean;
}

const DAY_SECONDS = 24 * 60 * 60;
const YEAR_SECONDS = 365 * DAY_SECONDS;
const HOUR_MS = 60 * 60 * 1000;

const databaseUrl = text('a "postgres://…" URL, or "sqlite:" and a file', (value) =>
  value.startsWith('sqlite:') ? value.length > 'sqlite:'.length : isPostgresUrl(value),
);

const hostOrAddress = text('a host name or an IP address', (value) => /^[\w.:-]+$/.test(value));

/**
 * All variables, by the names of their values in the configuration. The table in the documentation is made from them.
 */
export const VARIABLES = {
  port: variable(
    'PORT',
    '3000',
    integer(0, 65_535),
    'the port it listens on; `0` takes a free one and logs it',
  ),
  host: variable('HOST', '127.0.0.1', hostOrAddress, 'the address it listens on; `0.0.0.0` for all of them'),
  databaseUrl: secretVariable(
    'DATABASE_URL',
    'sqlite:./bailiwick.sqlite',
    databaseUrl,
    'the database; the path of a file is relative to the working directory',
  ),
  logLevel: variable(
    'LOG_LEVEL',
    'info',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'the least severe events that are logged: one JSON object a line on stdout, formatted for people in a terminal',
  ),
  adminEmail: variable(
    'BAILIWICK_ADMIN_EMAIL',
    'admin@example.com',
    text('an email address like "name@example.com"', (value) => emailProblem(value) === null),
    'the email address of the first administrator, who is created only if there is none',
  ),
  adminPassword: optionalSecretVariable(
    'BAILIWICK_ADMIN_PASSWORD',
    text(
      'a password of at least BAILIWICK_PASSWORD_MIN characters',
      (value) => passwordProblem(value, 1) === null,
    ),
    'the password of the first administrator; without it, one is generated and printed once on a terminal; without a terminal, no administrator is created',
  ),
  passwordLengthMin: variable(
    'BAILIWICK_PASSWORD_MIN',
    String(limits.PASSWORD_LENGTH_MIN_DEFAULT),
    integer(limits.PASSWORD_LENGTH_MIN_FLOOR, limits.PASSWORD_LENGTH_MAX),
    'the shortest password that can be set, in Unicode code points',
  ),
  serviceName: variable(
    'BAILIWICK_SERVICE_NAME',
    limits.SERVICE_NAME_DEFAULT,
    text('a name of 1 to 64 characters', (value) => value.length <= 64),
    'the name of this service for its users: no password may be based on it',
  ),
  scryptLogN: variable(
    'BAILIWICK_SCRYPT_LOG_N',
    '17',
    integer(10, 20),
    'log2 of the cost of hashing a password: 17 takes 128 MiB and about half a second; below 17 for tests only',
  ),
  hashConcurrency: variable(
    'BAILIWICK_HASH_CONCURRENCY',
    'auto',
    autoOr(integer(1, 64)),
    `the number of passwords that one process hashes at once; \`auto\` is ${limits.HASHES_AT_ONCE_MAX}, or fewer if the memory of the process is too small; above 3, raise \`UV_THREADPOOL_SIZE\` too`,
  ),
  hashQueueMax: variable(
    'BAILIWICK_HASH_QUEUE_MAX',
    String(limits.HASH_QUEUE_MAX),
    integer(0, 10_000),
    'the number of passwords that may wait to be hashed; further ones are answered with 503',
  ),
  loginAttemptsMax: variable(
    'BAILIWICK_LOGIN_ATTEMPTS_MAX',
    String(limits.LOGIN_ATTEMPTS_MAX),
    integer(1, 1000),
    'the number of wrong passwords for one account from one client within the window below, before the answer is 429',
  ),
  loginAttemptsPerAddressMax: variable(
    'BAILIWICK_LOGIN_ATTEMPTS_PER_ADDRESS_MAX',
    String(limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX),
    integer(1, 1_000_000),
    'the same for one client and all accounts',
  ),
  loginWindowSeconds: variable(
    'BAILIWICK_LOGIN_WINDOW_SECONDS',
    String(limits.LOGIN_WINDOW_MS / 1000),
    integer(1, DAY_SECONDS),
    'the time for which wrong passwords count',
  ),
  loginAttemptsPerAccountMax: variable(
    'BAILIWICK_LOGIN_ATTEMPTS_PER_ACCOUNT_MAX',
    String(limits.LOGIN_ATTEMPTS_PER_ACCOUNT_MAX),
    integer(1, 1_000_000),
    'the number of wrong passwords for one account from all clients without a recent login to it',
  ),
  loginAccountWindowSeconds: variable(
    'BAILIWICK_LOGIN_ACCOUNT_WINDOW_SECONDS',
    String(limits.LOGIN_ACCOUNT_WINDOW_MS / 1000),
    integer(1, DAY_SECONDS),
    'the time for which those count',
  ),
  trustedProxies: variable(
    'BAILIWICK_TRUSTED_PROXIES',
    '',
    listOf('addresses or CIDR ranges, or "loopback", "linklocal" and "uniquelocal"', isTrustable),
    'the proxies whose `X-Forwarded-For` and `X-Request-Id` are trusted, and which are exempt from the limit of connections per client; these headers of all other peers are ignored. A range trusts every machine in it, which can then impersonate any client: list only the proxies',
  ),
  hsts: variable(
    'BAILIWICK_HSTS',
    `max-age=${YEAR_SECONDS}`,
    hstsOrOff,
    'the `Strict-Transport-Security` header of answers to requests that a trusted proxy received over https, according to its `X-Forwarded-Proto`; `off` for none',
  ),
  basic: variable('BAILIWICK_BASIC', 'on', onOrOff, 'may requests authenticate with HTTP Basic?'),
  authority: optionalVariable(
    'BAILIWICK_AUTHORITY',
    text('a host like "api.example.com", with its port if it is not the default one', isAuthority),
    'the host that browsers ask for and clients sign requests for; without it, the `Host` header as received, which is wrong behind a proxy that changes it',
  ),
  sessionIdleTtlSeconds: variable(
    'BAILIWICK_SESSION_IDLE_TTL_SECONDS',
    String(limits.SESSION_IDLE_TTL_MS / 1000),
    integer(60, YEAR_SECONDS),
    'the lifetime of an unused session; it can end a sixtieth of this earlier, at most a minute, because not every use is stored',
  ),
  sessionAbsoluteTtlSeconds: variable(
    'BAILIWICK_SESSION_ABSOLUTE_TTL_SECONDS',
    String(limits.SESSION_ABSOLUTE_TTL_MS / 1000),
    integer(60, YEAR_SECONDS),
    'the maximum lifetime of a session',
  ),
  accessKeyTtlMaxDays: variable(
    'BAILIWICK_ACCESS_KEY_TTL_MAX_DAYS',
    String(limits.ACCESS_KEY_TTL_MAX_MS / 1000 / DAY_SECONDS),
    integer(0, 36_500),
    'the maximum and default lifetime of access keys; with `0`, they never expire by default, and there is no maximum',
  ),
  auditRetentionDays: variable(
    'BAILIWICK_AUDIT_RETENTION_DAYS',
    String(limits.AUDIT_RETENTION_MS / 1000 / DAY_SECONDS),
    integer(1, 36_500),
    'the time for which audit events are kept',
  ),
  sweepIntervalMinutes: variable(
    'BAILIWICK_SWEEP_INTERVAL_MINUTES',
    '60',
    integer(0, 7 * 24 * 60),
    'the interval at which expired sessions, nonces and login attempts, idempotency keys older than 24 hours and old audit events are deleted; with `0`, only the command line deletes them',
  ),
  deletionIntervalSeconds: variable(
    'BAILIWICK_DELETION_INTERVAL_SECONDS',
    '5',
    integer(0, 3600),
    'the interval at which the server continues deletions of users with many resources; with `0`, only the sweep does',
  ),
  bodyLimitBytes: variable(
    'BAILIWICK_BODY_LIMIT_BYTES',
    '65536',
    integer(1024, 16 * 1024 * 1024),
    'the maximum length of a request body',
  ),
  bodyTimeoutMs: variable(
    'BAILIWICK_BODY_TIMEOUT_MS',
    '5000',
    integer(1, HOUR_MS),
    'the time that a body may take to arrive after its sender is authenticated; a slower one is answered with 408',
  ),
  connectionsMax: optionalVariable(
    'BAILIWICK_CONNECTIONS_MAX',
    integer(1, 1_000_000),
    'the maximum number of client connections; by default 10000, or fewer if the process may open fewer files (`ulimit -n`)',
  ),
  connectionsPerClientMax: variable(
    'BAILIWICK_CONNECTIONS_PER_CLIENT_MAX',
    '256',
    integer(1, 1_000_000),
    'the maximum from one client, which is an IPv4 address or an IPv6 /64: enough for an office with forty browsers; one client never gets more than half of all connections',
  ),
  metricsPort: optionalVariable(
    'BAILIWICK_METRICS_PORT',
    integer(0, 65_535),
    'a second port, not for the public, where `/metrics` answers Prometheus',
  ),
  metricsHost: variable(
    'BAILIWICK_METRICS_HOST',
    '127.0.0.1',
    hostOrAddress,
    'the address of that port; everyone who can reach it can read the metrics',
  ),
  metricsHosts: variable(
    'BAILIWICK_METRICS_HOSTS',
    '',
    listOf('host names', (name) => /^[a-z0-9.-]+$/.test(name)),
    'the host names that Prometheus may use for the metrics, besides IP addresses, `localhost` and the name above; any other is answered with 421, because it could be a DNS rebinding attack by a web page',
  ),
  docs: variable(
    'BAILIWICK_DOCS',
    'on',
    onOrOff,
    'serve a page at `/docs` to read and try the API in a browser?',
  ),
  console: variable(
    'BAILIWICK_CONSOLE',
    'on',
    onOrOff,
    'serve the console for administrators at `/console`? `GET /` leads there, or else to `/docs`',
  ),
  corsOrigins: optionalVariable(
    'BAILIWICK_CORS_ORIGINS',
    originList,
    'the origins whose pages may call this API from a browser',
  ),
  headersTimeoutMs: variable(
    'BAILIWICK_HEADERS_TIMEOUT_MS',
    '10000',
    integer(1, HOUR_MS),
    'the time that the header of a request may take to arrive before the connection is closed',
  ),
  requestTimeoutMs: variable(
    'BAILIWICK_REQUEST_TIMEOUT_MS',
    '30000',
    integer(1, HOUR_MS),
    'the time that a whole request may take to arrive, at least that of its header; also the time for which a client may leave its answer unread',
  ),
  keepAliveTimeoutMs: variable(
    'BAILIWICK_KEEP_ALIVE_TIMEOUT_MS',
    '65000',
    integer(1, HOUR_MS),
    'the time for which an idle connection is kept; it must be longer than a load balancer in front reuses one, commonly 60 s',
  ),
  poolMax: variable(
    'BAILIWICK_POOL_MAX',
    '10',
    integer(1, 1000),
    'the maximum number of connections to PostgreSQL of one process; SQLite always has one',
  ),
  acquireTimeoutMs: variable(
    'BAILIWICK_ACQUIRE_TIMEOUT_MS',
    '2000',
    integer(1, HOUR_MS),
    'the time that a request waits for a free connection before it is answered with 503',
  ),
  statementTimeoutMs: variable(
    'BAILIWICK_STATEMENT_TIMEOUT_MS',
    '5000',
    integer(1, HOUR_MS),
    'the maximum duration of a statement on PostgreSQL',
  ),
  lockTimeoutMs: variable(
    'BAILIWICK_LOCK_TIMEOUT_MS',
    '2000',
    integer(1, HOUR_MS),
    'the time that a statement waits for a lock; on SQLite, for another process that writes',
  ),
  idleInTransactionTimeoutMs: variable(
    'BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS',
    '10000',
    integer(1, HOUR_MS),
    'the time for which PostgreSQL keeps an idle transaction open',
  ),
  sessionBounds: variable(
    'BAILIWICK_SESSION_BOUNDS',
    'on',
    onOrOff,
    'does each connection set the three limits above in PostgreSQL? `off` behind PgBouncer, which refuses them',
  ),
  preparedStatements: variable(
    'BAILIWICK_PREPARED_STATEMENTS',
    'on',
    onOrOff,
    'do connections to PostgreSQL keep prepared statements? `off` behind PgBouncer before 1.21',
  ),
  drainMs: variable(
    'BAILIWICK_DRAIN_MS',
    '0',
    integer(0, HOUR_MS),
    'the time for which a stopping server still serves requests while `/readyz` answers 503, so that a load balancer stops using it first',
  ),
  graceMs: variable(
    'BAILIWICK_SHUTDOWN_GRACE_MS',
    '10000',
    integer(1, HOUR_MS),
    'the time that requests in flight may take to finish after the server has stopped accepting new ones',
  ),
};

function variable<T>(name: string, fallback: string, format: Format<T>, meaning: string): Variable<T> {
  return { name, fallback, format, meaning, secret: false };
}

function optionalVariable<T>(name: string, format: Format<T>, meaning: string): Variable<T | null> {
  return { name, fallback: null, format, meaning, secret: false };
}

function secretVariable<T>(name: string, fallback: string, format: Format<T>, meaning: string): Variable<T> {
  return { name, fallback, format, meaning, secret: true };
}

function optionalSecretVariable<T>(name: string, format: Format<T>, meaning: string): Variable<T | null> {
  return { name, fallback: null, format, meaning, secret: true };
}

function isTrustable(proxy: string): boolean {
  try {
    clientAddressReader([proxy]);
    return true;
  } catch {
    return false;
  }
}

function isPostgresUrl(value: string): boolean {
  return /^postgres(ql)?:\/\//.test(value) && URL.canParse(value);
}
