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
  /** The fewest characters (code points) that a new password may have. The least is 8. Default: 15 */
  readonly passwordLengthMin: number;
  /** The name that users know the service by: a password must not be made of it. Default: 'bailiwick' */
  readonly serviceName: string;
  /** How long a session lives without use, in milliseconds. Default: 7 days */
  readonly sessionIdleTtlMs: number;
  /** How long a session lives, however much it is used, in milliseconds. Default: 30 days */
  readonly sessionAbsoluteTtlMs: number;
  /**
   * How long an access key may live, in milliseconds; it does so when no expiry is asked for. `null`: for ever, unless
   * an expiry is asked for. Default: 365 days
   */
  readonly accessKeyTtlMaxMs: number | null;
  /** `sweep` deletes audit events that are older, in milliseconds. Default: 400 days */
  readonly auditRetentionMs: number;
  /** Failed logins of one account from one client network within {@link loginWindowMs}. Default: 5 */
  readonly loginAttemptsMax: number;
  /** Failed logins from one client network, of all accounts together, within {@link loginWindowMs}. Default: 50 */
  readonly loginAttemptsPerAddressMax: number;
  /** How long failures count against a client network, in milliseconds. Default: 15 minutes */
  readonly loginWindowMs: number;
  /**
   * Failed logins of one account, from all networks that it has not logged in from lately, within
   * {@link loginAccountWindowMs}. Default: 100
   */
  readonly loginAttemptsPerAccountMax: number;
  /** How long failures from new networks count against an account, in milliseconds. Default: 60 minutes */
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

/** No date lies an infinite time away; without end is only what is counted. */
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

/** The defaults, and what the host has chosen instead. @throws {TypeError} */
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
