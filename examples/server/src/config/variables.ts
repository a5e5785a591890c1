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
  /** What holds without the variable, as it would be written in the environment; `null` when nothing does. */
  readonly fallback: string | null;
  readonly meaning: string;
  /** Never repeated in a message. */
  readonly secret: boolean;
}

const DAY_SECONDS = 24 * 60 * 60;
const YEAR_SECONDS = 365 * DAY_SECONDS;
const HOUR_MS = 60 * 60 * 1000;

const databaseUrl = text('a "postgres://…" URL, or "sqlite:" and a file', (value) =>
  value.startsWith('sqlite:') ? value.length > 'sqlite:'.length : isPostgresUrl(value),
);

const hostOrAddress = text('a host name or an IP address', (value) => /^[\w.:-]+$/.test(value));

/** Every variable, by the name of its value in the configuration. The table in the README is rendered from this one. */
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
    'where everything is stored; a file is looked for from the working directory',
  ),
  logLevel: variable(
    'LOG_LEVEL',
    'info',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'the least severe events that are logged: one JSON object a line on stdout, laid out for people in a terminal',
  ),
  adminEmail: variable(
    'BAILIWICK_ADMIN_EMAIL',
    'admin@example.com',
    text('an email address like "name@example.com"', (value) => emailProblem(value) === null),
    'the email address of the first administrator, who is made only while there is none',
  ),
  adminPassword: optionalSecretVariable(
    'BAILIWICK_ADMIN_PASSWORD',
    text(
      'a password of at least BAILIWICK_PASSWORD_MIN characters',
      (value) => passwordProblem(value, 1) === null,
    ),
    'the password of the first administrator; without it, one is generated and printed once on a terminal, and none is made where there is no terminal',
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
    'what users call this service: no password may be made of it',
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
    `how many passwords one process hashes at once; \`auto\`: ${limits.HASHES_AT_ONCE_MAX}, or fewer where the memory that the process may use holds fewer; above 3, raise \`UV_THREADPOOL_SIZE\` too`,
  ),
  hashQueueMax: variable(
    'BAILIWICK_HASH_QUEUE_MAX',
    String(limits.HASH_QUEUE_MAX),
    integer(0, 10_000),
    'how many passwords may wait to be hashed; what comes above is answered with 503',
  ),
  loginAttemptsMax: variable(
    'BAILIWICK_LOGIN_ATTEMPTS_MAX',
    String(limits.LOGIN_ATTEMPTS_MAX),
    integer(1, 1000),
    'wrong passwords for one account from one client within the window below, before it is answered with 429',
  ),
  loginAttemptsPerAddressMax: variable(
    'BAILIWICK_LOGIN_ATTEMPTS_PER_ADDRESS_MAX',
    String(limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX),
    integer(1, 1_000_000),
    'the same from one client over all accounts',
  ),
  loginWindowSeconds: variable(
    'BAILIWICK_LOGIN_WINDOW_SECONDS',
    String(limits.LOGIN_WINDOW_MS / 1000),
    integer(1, DAY_SECONDS),
    'how long wrong passwords count',
  ),
  loginAttemptsPerAccountMax: variable(
    'BAILIWICK_LOGIN_ATTEMPTS_PER_ACCOUNT_MAX',
    String(limits.LOGIN_ATTEMPTS_PER_ACCOUNT_MAX),
    integer(1, 1_000_000),
    'wrong passwords for one account from all clients that it has not logged in from lately',
  ),
  loginAccountWindowSeconds: variable(
    'BAILIWICK_LOGIN_ACCOUNT_WINDOW_SECONDS',
    String(limits.LOGIN_ACCOUNT_WINDOW_MS / 1000),
    integer(1, DAY_SECONDS),
    'how long those count',
  ),
  trustedProxies: variable(
    'BAILIWICK_TRUSTED_PROXIES',
    '',
    listOf('addresses or CIDR ranges, or "loopback", "linklocal" and "uniquelocal"', isTrustable),
    'the proxies whose `X-Forwarded-For` and `X-Request-Id` are believed, and whose connections are not bounded by the client; everybody else’s are ignored. A range trusts every machine in it, which can then pass for any client: list the proxies alone',
  ),
  hsts: variable(
    'BAILIWICK_HSTS',
    `max-age=${YEAR_SECONDS}`,
    hstsOrOff,
    'the `Strict-Transport-Security` of answers to requests that a trusted proxy has received over https, as its `X-Forwarded-Proto` says; `off` for none',
  ),
  basic: variable('BAILIWICK_BASIC', 'on', onOrOff, 'whether requests may authenticate with HTTP Basic'),
  authority: optionalVariable(
    'BAILIWICK_AUTHORITY',
    text('a host like "api.example.com", with its port if it is not the default one', isAuthority),
    'the host that signed requests are signed for; without it, the `Host` header as received, which is wrong behind a proxy that changes it',
  ),
  sessionIdleTtlSeconds: variable(
    'BAILIWICK_SESSION_IDLE_TTL_SECONDS',
    String(limits.SESSION_IDLE_TTL_MS / 1000),
    integer(60, YEAR_SECONDS),
    'how long a session lives unused; it can end a sixtieth of this earlier, a minute at most, since not every use is written down',
  ),
  sessionAbsoluteTtlSeconds: variable(
    'BAILIWICK_SESSION_ABSOLUTE_TTL_SECONDS',
    String(limits.SESSION_ABSOLUTE_TTL_MS / 1000),
    integer(60, YEAR_SECONDS),
    'how long a session lives in any case',
  ),
  accessKeyTtlMaxDays: variable(
    'BAILIWICK_ACCESS_KEY_TTL_MAX_DAYS',
    String(limits.ACCESS_KEY_TTL_MAX_MS / 1000 / DAY_SECONDS),
    integer(0, 36_500),
    'how long access keys live at most, and do when no expiry is asked for; `0`: for ever, unless one is',
  ),
  auditRetentionDays: variable(
    'BAILIWICK_AUDIT_RETENTION_DAYS',
    String(limits.AUDIT_RETENTION_MS / 1000 / DAY_SECONDS),
    integer(1, 36_500),
    'how long audit events are kept',
  ),
  sweepIntervalMinutes: variable(
    'BAILIWICK_SWEEP_INTERVAL_MINUTES',
    '60',
    integer(0, 7 * 24 * 60),
    'how often expired sessions, nonces and login attempts, idempotency keys older than 24 hours and old audit events are deleted; `0` leaves it to the command line',
  ),
  deletionIntervalSeconds: variable(
    'BAILIWICK_DELETION_INTERVAL_SECONDS',
    '5',
    integer(0, 3600),
    'how often the server looks for users with many resources whose deletion has begun, and goes on with it; `0` leaves it to the sweep',
  ),
  bodyLimitBytes: variable(
    'BAILIWICK_BODY_LIMIT_BYTES',
    '65536',
    integer(1024, 16 * 1024 * 1024),
    'the longest request body that is read',
  ),
  bodyTimeoutMs: variable(
    'BAILIWICK_BODY_TIMEOUT_MS',
    '5000',
    integer(1, HOUR_MS),
    'how long a body may take to arrive once its sender is known; a slower one is answered with 408',
  ),
  connectionsMax: optionalVariable(
    'BAILIWICK_CONNECTIONS_MAX',
    integer(1, 1_000_000),
    'the most connections of clients at once; without it 10000, or fewer where the process may open fewer files (`ulimit -n`)',
  ),
  connectionsPerClientMax: variable(
    'BAILIWICK_CONNECTIONS_PER_CLIENT_MAX',
    '256',
    integer(1, 1_000_000),
    'the most of them from one client, an IPv4 address or an IPv6 /64: an office of forty browsers has room, and one client never has more than half of all',
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
    'the address of that port; whoever reaches it can read it',
  ),
  metricsHosts: variable(
    'BAILIWICK_METRICS_HOSTS',
    '',
    listOf('host names', (name) => /^[a-z0-9.-]+$/.test(name)),
    'the host names under which Prometheus asks for the metrics, beside IP addresses, `localhost` and the name above; any other is answered with 421, since a page in a browser could have made it up',
  ),
  docs: variable(
    'BAILIWICK_DOCS',
    'on',
    onOrOff,
    'whether `/docs` is a page to read and try the API in a browser',
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
    'how long the header of a request may take to arrive before the connection is closed',
  ),
  requestTimeoutMs: variable(
    'BAILIWICK_REQUEST_TIMEOUT_MS',
    '30000',
    integer(1, HOUR_MS),
    'how long a whole request may take to arrive, no less than its header, and how long its answer may lie untaken',
  ),
  keepAliveTimeoutMs: variable(
    'BAILIWICK_KEEP_ALIVE_TIMEOUT_MS',
    '65000',
    integer(1, HOUR_MS),
    'how long an idle connection is kept; longer than a load balancer in front reuses one, which is 60 s in common ones',
  ),
  poolMax: variable(
    'BAILIWICK_POOL_MAX',
    '10',
    integer(1, 1000),
    'the most connections to PostgreSQL that one process opens; SQLite always has one',
  ),
  acquireTimeoutMs: variable(
    'BAILIWICK_ACQUIRE_TIMEOUT_MS',
    '2000',
    integer(1, HOUR_MS),
    'how long a request waits for a free connection before it is answered with 503',
  ),
  statementTimeoutMs: variable(
    'BAILIWICK_STATEMENT_TIMEOUT_MS',
    '5000',
    integer(1, HOUR_MS),
    'how long PostgreSQL lets one statement run',
  ),
  lockTimeoutMs: variable(
    'BAILIWICK_LOCK_TIMEOUT_MS',
    '2000',
    integer(1, HOUR_MS),
    'how long a statement waits for a lock; on SQLite, for another process that writes',
  ),
  idleInTransactionTimeoutMs: variable(
    'BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS',
    '10000',
    integer(1, HOUR_MS),
    'how long PostgreSQL keeps a transaction whose client has gone quiet',
  ),
  sessionBounds: variable(
    'BAILIWICK_SESSION_BOUNDS',
    'on',
    onOrOff,
    'whether each connection brings the three bounds above to PostgreSQL; `off` behind PgBouncer, which refuses them',
  ),
  preparedStatements: variable(
    'BAILIWICK_PREPARED_STATEMENTS',
    'on',
    onOrOff,
    'whether a connection to PostgreSQL keeps what it has prepared; `off` behind PgBouncer before 1.21',
  ),
  drainMs: variable(
    'BAILIWICK_DRAIN_MS',
    '0',
    integer(0, HOUR_MS),
    'how long a stopping server still serves while `/readyz` answers 503, so that a load balancer turns away first',
  ),
  graceMs: variable(
    'BAILIWICK_SHUTDOWN_GRACE_MS',
    '10000',
    integer(1, HOUR_MS),
    'how long requests in flight may take to finish once the server stops accepting new ones',
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
