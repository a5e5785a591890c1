import type { ActionDeclarations, AttributeDeclarations } from './policy/vocabulary.js';
import type { BuiltInAction } from './policy/action.js';
import type { BuiltInRole } from './users/user.js';
import type { Clock } from './clock.js';
import type { Ids } from './ids.js';
import type { Amounts, GroupPlaces, GroupTypes, KindDemands } from './platform.js';
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
  MemberRole extends string = never,
  Types extends GroupTypes = GroupTypes,
  MemberDemand extends Amounts = Amounts,
> {
  /**
   * The storage of all data: `knexStorage(knex)` of `@bailiwick/storage-knex`, `memoryStorage()` of
   * `@bailiwick/core/memory` for tests, or a storage of the host that passes `@bailiwick/core/contract`. Required.
   */
  readonly storage: Storage<Transaction>;
  /**
   * Makes and checks the hashes of passwords: `scryptHasher()` of `@bailiwick/core/scrypt`, or `fastHasher` of
   * `@bailiwick/core/testing` for tests. Required.
   */
  readonly passwordHasher: PasswordHasher;
  /**
   * Refuses common passwords. The library itself refuses repetitions, sequences, and the names of the user and the
   * service. `@bailiwick/core/common-passwords` has a blocklist. Default: none.
   */
  readonly passwordBlocklist?: PasswordBlocklist;
  /**
   * Bounds the guessing of passwords. Default: the throttle of the storage, which `knexStorage` has and `memoryStorage`
   * lacks.
   */
  readonly loginThrottle?: LoginThrottle;
  /** Receives problems that callers do not see, for the log. Default: they are ignored. */
  readonly onFault?: OnFault;
  /**
   * The kinds of resources and their demands: the amount that one resource takes from each meter, as integers from 1
   * on, with at most 16 meters for a kind. Default: `{ resource: { resources: 1 } }`.
   */
  readonly kinds?: Kinds;
  /**
   * The types of groups and their places: `in` lists the types that a group may lie in, and a type that lies in none is
   * a root. `demand` is what one group takes from the meters of every group above it. Example:
   * `{ organisation: {}, project: { in: ['organisation'], demand: { projects: 1 } } }`. Default:
   * `{ group: { in: ['group'], root: true } }`.
   */
  readonly groups?: Types & { readonly [Type in keyof Types]: GroupPlaces<keyof Types & string> };
  /** The names of further roles beside `user` and `admin`. Default: none. */
  readonly roles?: readonly Role[];
  /**
   * The names of further roles of members of groups beside `owner`, `member` and `viewer`. The policy says what they
   * may do. Default: none.
   */
  readonly memberRoles?: readonly MemberRole[];
  /**
   * The amounts that one member takes from their group and every group above it, such as `{ members: 1 }`. Default:
   * nothing.
   */
  readonly memberDemand?: MemberDemand;
  /**
   * The host's own actions, for `decide` and `authorize`: a list of names, or an object that describes the targets by
   * name, such as `{ 'database:restart': { kinds: ['database'], attributes: ['region'] } }`. Rules that can never match
   * these targets are refused. Default: none.
   */
  readonly actions?: ActionDeclarations<Action, keyof NoInfer<Kinds> & string, NoInfer<Attribute>>;
  /**
   * The attributes that the policy may compare, of actors (`withAttributes`) and of the targets of the host's own
   * actions: a list of names, or types by name, such as `{ region: 'string' }`. Comparisons of different types are
   * refused. Default: none.
   */
  readonly attributes?: AttributeDeclarations<Attribute>;
  /** The policy, which may name only declared roles, kinds, actions and attributes. Default: the platform policy. */
  readonly policy?: Policy<
    BuiltInAction | NoInfer<Action>,
    BuiltInRole | NoInfer<Role>,
    keyof NoInfer<Kinds> & string,
    NoInfer<Attribute>
  >;
  /** Bounds on passwords, sessions, access keys, logins and the audit, each with a default of its own. */
  readonly settings?: Partial<Settings>;
  /** The clock, which tests can replace. Default: the system clock. */
  readonly clock?: Clock;
  /** The random source of tokens and keys, which must be cryptographic. Default: `randomBytes` of `node:crypto`. */
  readonly random?: Random;
  /** Makes all ids. Default: UUIDs of version 7, made with `clock` and `random`. */
  readonly ids?: Ids;
}

type Options = BailiwickOptions<never, KindDemands, string, string, string, string>;

/** The expected shape of an option, for hosts without the TypeScript compiler. */
interface Shape {
  readonly required?: true;
  /** One or two examples of a right value. */
  readonly expected: string;
  /** Returns what is missing or wrong, or `null`. */
  readonly problem: (value: unknown) => string | null;
}

const STORES = ['users', 'groups', 'members', 'resources', 'quotas', 'sessions', 'accessKeys', 'auditEvents'];

const OPTIONS: { readonly [Name in keyof Required<Options>]: Shape } = {
  storage: {
    ...port('memoryStorage() or knexStorage(knex)', ['transaction', 'within', 'ping', 'secretKey'], STORES),
    required: true,
  },
  passwordHasher: { ...port('scryptHasher()', ['hash', 'check', 'checkNobody']), required: true },
  passwordBlocklist: aFunction('commonPasswordBlocklist()'),
  loginThrottle: port('a LoginThrottle', ['claim', 'giveBack', 'remember', 'remembers', 'sweep']),
  onFault: aFunction('(fault) => log(fault)'),
  kinds: port('{ resource: { resources: 1 } }', []),
  groups: port('{ organisation: {} }', []),
  roles: names("['support']"),
  memberRoles: names("['auditor']"),
  memberDemand: port('{ members: 1 }', []),
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

const DECLARATIONS = [
  'kinds',
  'groups',
  'roles',
  'memberRoles',
  'memberDemand',
  'actions',
  'attributes',
  'policy',
] as const;

/** Checks the options at run time, for hosts without the TypeScript compiler. @throws {TypeError} */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) {
    throw new TypeError(
      'createBailiwick needs options: at least a storage and a passwordHasher, such as { storage: memoryStorage(), passwordHasher: scryptHasher() }.',
    );
  }
  // This includes inherited members, which are options too.
  for (const name in options) {
    if (Object.hasOwn(OPTIONS, name)) continue;
    const known = knownInstead(name, Object.keys(OPTIONS));
    throw new TypeError(
      `createBailiwick has no option ${quoted(name)}; ${known} Bounds are members of settings.`,
    );
  }
  // A host that passes one of these as `undefined` by mistake would get the default, and allow what it meant to forbid.
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
