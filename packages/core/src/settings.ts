import { knownInstead, quoted } from './closed-object.js';
import {
  ACCESS_KEY_TTL_MAX_MS,
  AUDIT_RETENTION_MS,
  LOGIN_ACCOUNT_WINDOW_MS,
  LOGIN_ATTEMPTS_MAX,
  LOGIN_ATTEMPTS_PER_ACCOUNT_MAX,
  LOGIN_ATTEMPTS_PER_ADDRESS_MAX,
  LOGIN_WINDOW_MS,
  PASSWORD_LENGTH_MIN_DEFAULT,
  PASSWORD_LENGTH_MIN_FLOOR,
  SERVICE_NAME_DEFAULT,
  SESSION_ABSOLUTE_TTL_MS,
  SESSION_IDLE_TTL_MS,
} from './limits.js';

/** Bounds that a host may choose; `limits.ts` has the reasons for the defaults. */
export interface Settings {
  /** The minimum number of characters (code points) of a new password, at least 8. Default: 15 */
  readonly passwordLengthMin: number;
  /** The name that users know the service by; passwords must not consist of it. Default: 'bailiwick' */
  readonly serviceName: string;
  /** The lifetime of an unused session, in milliseconds. Default: 7 days */
  readonly sessionIdleTtlMs: number;
  /** The lifetime of a session, however much it is used, in milliseconds. Default: 30 days */
  readonly sessionAbsoluteTtlMs: number;
  /**
   * The maximum lifetime of an access key, in milliseconds, which is also the lifetime of keys that are registered
   * without an expiry. With `null`, there is no maximum, and such keys never expire. Default: 365 days
   */
  readonly accessKeyTtlMaxMs: number | null;
  /** The age from which `sweep` deletes audit events, in milliseconds. Default: 400 days */
  readonly auditRetentionMs: number;
  /** The maximum of failed logins of one account from one client network within {@link loginWindowMs}. Default: 5 */
  readonly loginAttemptsMax: number;
  /** The maximum of failed logins of all accounts from one client network within {@link loginWindowMs}. Default: 50 */
  readonly loginAttemptsPerAddressMax: number;
  /** The time for which failures count against a client network, in milliseconds. Default: 15 minutes */
  readonly loginWindowMs: number;
  /**
   * The maximum of failed logins of one account, from all networks that it has not logged in from lately, within
   * {@link loginAccountWindowMs}. Default: 100
   */
  readonly loginAttemptsPerAccountMax: number;
  /** The time for which failures from new networks count against an account, in milliseconds. Default: 60 minutes */
  readonly loginAccountWindowMs: number;
}

const DEFAULTS: Settings = {
  passwordLengthMin: PASSWORD_LENGTH_MIN_DEFAULT,
  serviceName: SERVICE_NAME_DEFAULT,
  sessionIdleTtlMs: SESSION_IDLE_TTL_MS,
  sessionAbsoluteTtlMs: SESSION_ABSOLUTE_TTL_MS,
  accessKeyTtlMaxMs: ACCESS_KEY_TTL_MAX_MS,
  auditRetentionMs: AUDIT_RETENTION_MS,
  loginAttemptsMax: LOGIN_ATTEMPTS_MAX,
  loginAttemptsPerAddressMax: LOGIN_ATTEMPTS_PER_ADDRESS_MAX,
  loginWindowMs: LOGIN_WINDOW_MS,
  loginAttemptsPerAccountMax: LOGIN_ATTEMPTS_PER_ACCOUNT_MAX,
  loginAccountWindowMs: LOGIN_ACCOUNT_WINDOW_MS,
};

/** Durations must be finite, because they become dates; only counts may be `Infinity`. */
const MINIMA: { readonly [Name in keyof Omit<Settings, 'serviceName'>]: readonly [number, string] } = {
  passwordLengthMin: [PASSWORD_LENGTH_MIN_FLOOR, 'characters'],
  sessionIdleTtlMs: [1, 'milliseconds'],
  sessionAbsoluteTtlMs: [1, 'milliseconds'],
  accessKeyTtlMaxMs: [1, 'milliseconds'],
  auditRetentionMs: [1, 'milliseconds'],
  loginAttemptsMax: [1, 'attempts'],
  loginAttemptsPerAddressMax: [1, 'attempts'],
  loginWindowMs: [1000, 'milliseconds'],
  loginAttemptsPerAccountMax: [1, 'attempts'],
  loginAccountWindowMs: [1000, 'milliseconds'],
};

/** Returns the settings of the host, with defaults for those that it leaves out. @throws {TypeError} */
export function checkedSettings(given: Partial<Settings> = {}): Settings {
  for (const name in given) {
    if (Object.hasOwn(DEFAULTS, name)) continue;
    throw new TypeError(`There is no setting ${quoted(name)}; ${knownInstead(name, Object.keys(DEFAULTS))}`);
  }
  const settings = { ...DEFAULTS, ...given };
  if (typeof settings.serviceName !== 'string')
    throw new TypeError('The setting serviceName must be a string.');
  for (const [name, [min, unit]] of Object.entries(MINIMA)) {
    const value: unknown = settings[name as keyof typeof MINIMA];
    if (name === 'accessKeyTtlMaxMs' && value === null) continue;
    const isBounded = unit !== 'milliseconds' || Number.isFinite(value);
    if (!(typeof value === 'number' && value >= min && isBounded)) {
      throw new TypeError(
        `The setting ${name} cannot be ${String(value)}: it must be a number of ${unit}, at least ${min}.`,
      );
    }
  }
  return Object.freeze(settings);
}
