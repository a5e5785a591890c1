import type { ActionDeclarations, AttributeDeclarations } from './policy/vocabulary.js';
import type { BuiltInAction } from './policy/action.js';
import type { BuiltInRole } from './users/user.js';
import type { Clock } from './clock.js';
import type { Ids } from './ids.js';
import type { KindDemands } from './platform.js';
import type { LoginThrottle } from './login/login-throttle.js';
import type { OnFault } from './fault.js';
import type { PasswordBlocklist } from './passwords/password.js';
import type { PasswordHasher } from './passwords/password-hasher.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import type { Storage } from './storage.js';
import { knownInstead, quoted } from './closed-object.js';
import { isPolicy, type Policy } from './policy/policy.js';

export interface BailiwickOptions<
  Transaction,
  Kinds extends KindDemands,
  Role extends string,
  Action extends string,
  Attribute extends string = never,
> {
  /**
   * Where everything is kept: `knexStorage(knex)` of `@bailiwick/storage-knex`, `memoryStorage()` of
   * `@bailiwick/core/memory` for tests, or a host's own that passes `@bailiwick/core/contract`. Required.
   */
  readonly storage: Storage<Transaction>;
  /**
   * Makes and checks the hashes of passwords: `scryptHasher()` of `@bailiwick/core/scrypt`, or `fastHasher` of
   * `@bailiwick/core/testing` for tests. Required.
   */
  readonly passwordHasher: PasswordHasher;
  /**
   * Refuses common passwords, on top of what the library refuses by itself: repetitions, sequences, the
   * user's and the service's names. `@bailiwick/core/common-passwords` has one.
   */
  readonly passwordBlocklist?: PasswordBlocklist;
  /**
   * Bounds the guessing of passwords. The storage's own when left out, which `knexStorage` has and
   * `memoryStorage` has not.
   */
  readonly loginThrottle?: LoginThrottle;
  /** Is called with what is wrong with something that is stored, for the log. Default: nobody is told. */
  readonly onFault?: OnFault;
  /**
   * The kinds of resources, and how much a resource of each demands of which meters: whole numbers from 1 on, at most 16
   * meters for a kind. Default: `{ resource: { resources: 1 } }`.
   */
  readonly kinds?: Kinds;
  /** The names of roles beside `user` and `admin`. Default: none. */
  readonly roles?: readonly Role[];
  /**
   * Actions of the host's own, for `decide` and `authorize`: their names, or by name what their targets are like, such as
   * `{ 'database:restart': { kinds: ['database'], attributes: ['region'] } }`. A rule that cannot match those is refused.
   */
  readonly actions?: ActionDeclarations<Action, keyof NoInfer<Kinds> & string, NoInfer<Attribute>>;
  /**
   * What the policy may compare of actors (`withAttributes`) and of the targets of the host's own actions: names, or
   * types by name, such as `{ region: 'string' }`. A comparison of different types is refused.
   */
  readonly attributes?: AttributeDeclarations<Attribute>;
  /** What holds; the platform policy when left out. It may name declared roles, kinds, actions and attributes only. */
  readonly policy?: Policy<
    BuiltInAction | NoInfer<Action>,
    BuiltInRole | NoInfer<Role>,
    keyof NoInfer<Kinds> & string,
    NoInfer<Attribute>
  >;
  /** Bounds on passwords, sessions, access keys, logins and the audit; each has a default of its own. */
  readonly settings?: Partial<Settings>;
  /** Tells the time. Default: the clock of the system. Tests of time pass one of their own. */
  readonly clock?: Clock;
  /** Makes tokens and keys. Default: `randomBytes` of `node:crypto`. Must be a cryptographic source. */
  readonly random?: Random;
  /** Makes the ids of everything. Default: UUID version 7 by `clock` and `random`. */
  readonly ids?: Ids;
}

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
