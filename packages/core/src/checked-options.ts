import type { BailiwickOptions } from './bailiwick.js';
import { knownInstead, quoted } from './closed-object.js';
import type { Settings } from './kernel.js';
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
import type { KindDemands } from './platform.js';
import { isPolicy } from './policy/policy.js';

type Options = BailiwickOptions<never, KindDemands, string, string, string>;

/** What an option must be, for those whom no compiler tells. */
interface Shape {
  readonly required?: true;
  /** An example or two of what would be right. */
  readonly expected: string;
  /** What of it is missing or wrong; `null` if nothing is. */
  readonly problem: (value: unknown) => string | null;
}

const STORES = ['users', 'resources', 'quotas', 'sessions', 'accessKeys', 'auditEvents'];

const OPTIONS: { readonly [Name in keyof Required<Options>]: Shape } = {
  storage: {
    ...port('memoryStorage() or knexStorage(knex)', ['transaction', 'within', 'ping', 'cursorKey'], STORES),
    required: true,
  },
  passwordHasher: { ...port('scryptHasher()', ['hash', 'check', 'checkNobody']), required: true },
  passwordBlocklist: aFunction('commonPasswordBlocklist()'),
  loginThrottle: port('a LoginThrottle', ['claim', 'giveBack', 'remember', 'remembers', 'sweep']),
  onFault: aFunction('(fault) => log(fault)'),
  kinds: port('{ resource: { resources: 1 } }', []),
  roles: names("['support']"),
  actions: port("['database:restart']", []),
  attributes: port("['region']", []),
  policy: {
    expected: 'definePolicy(…)',
    problem: (value) => (isPolicy(value) ? null : 'was not made by definePolicy of this copy of the library'),
  },
  settings: port('{ passwordLengthMin: 15 }', []),
  clock: port('{ now: () => new Date() }', ['now']),
  random: port('{ bytes: randomBytes }', ['bytes']),
  ids: port('{ next: () => "…" }', ['next']),
};

const DECLARATIONS = ['kinds', 'roles', 'actions', 'attributes', 'policy'] as const;

/** What the compiler says in TypeScript, everybody else is told here. @throws {TypeError} */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) {
    throw new TypeError(
      'createBailiwick needs options: at least a storage and a passwordHasher, such as { storage: memoryStorage(), passwordHasher: scryptHasher() }.',
    );
  }
  // Inherited ones as well: an option is read wherever it comes from.
  for (const name in options) {
    if (Object.hasOwn(OPTIONS, name)) continue;
    const known = knownInstead(name, Object.keys(OPTIONS));
    throw new TypeError(
      `createBailiwick has no option ${quoted(name)}; ${known} Bounds are members of settings.`,
    );
  }
  // Left out, these mean something; a host that passes one and has none by mistake would open what it meant to close.
  const missing = DECLARATIONS.find((name) => name in options && options[name] === undefined);
  if (missing !== undefined) {
    throw new TypeError(`The option ${missing} is undefined: give it a value, or leave it out.`);
  }
  for (const [name, { required, expected, problem }] of Object.entries<Shape>(OPTIONS)) {
    const value = options[name];
    if (value === undefined && !required) continue;
    const wrong = problem(value);
    if (wrong !== null) throw new TypeError(`The option ${name} ${wrong}: pass e.g. ${expected}.`);
  }
}

function port(expected: string, methods: readonly string[], objects: readonly string[] = []): Shape {
  return {
    expected,
    problem(value) {
      if (value === undefined) return 'is missing';
      if (!isObject(value)) return 'is not an object';
      const method = methods.find((name) => typeof value[name] !== 'function');
      if (method !== undefined) return `has no method "${method}"`;
      const object = objects.find((name) => !isObject(value[name]));
      return object === undefined ? null : `has no "${object}"`;
    },
  };
}

function aFunction(expected: string): Shape {
  return {
    expected,
    problem: (value) => (typeof value === 'function' || value === null ? null : 'is not a function'),
  };
}

function names(expected: string): Shape {
  return {
    expected,
    problem: (value) =>
      Array.isArray(value) && value.every((name) => typeof name === 'string')
        ? null
        : 'is not an array of names',
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
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
