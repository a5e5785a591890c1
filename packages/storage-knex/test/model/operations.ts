import fc from 'fast-check';

/** The platform of these tests: a kind for each shape of a demand, and few of everything, so that things meet. */
export const KINDS = { database: { databases: 1, storageGiB: 20 }, cluster: { databases: 2 }, note: {} };
export const METERS = ['databases', 'storageGiB'] as const;
/** The demand of a group on those above it. */
export const GROUP_DEMAND = { databases: 1 } as const;
/** The demand of a member on the group and those above it. */
export const MEMBER_DEMAND = { databases: 1 } as const;
export const PASSWORDS = ['correct horse battery staple', 'another long passphrase'] as const;
/** Instead of a thousand: so that some deletions take steps. */
export const DELETE_AT_ONCE_ROWS_MAX = 2;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const index = fc.nat({ max: 7 });
const email = fc.nat({ max: 3 });
const limit = fc.constantFrom(null, 0, 1, 2, 3, 19, 20, 40);
const meter = fc.constantFrom(...METERS);
const kind = fc.constantFrom('database', 'cluster', 'note' as const);
const name = fc.constantFrom('a', 'b');
/** Mostly the one, so that many logins succeed. */
const password = fc.nat({ max: 4 }).map((number) => PASSWORDS[number === 0 ? 1 : 0]);
const role = fc.constantFrom('user', 'admin', 'support');
const memberRole = fc.constantFrom('owner', 'member', 'viewer' as const);
const status = fc.constantFrom('active', 'disabled');
const listedStatus = fc.constantFrom('active', 'disabled', 'deleting');
const pageSize = fc.integer({ min: 1, max: 2 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/**
 * What can be done, and with what. An owner, a user, a group, a resource or a session is named by a number, which stands
 * for one of all that there have ever been: some of them are gone.
 */
const OPERATIONS = {
  addUser: fc.record({ email, role, password, limits: fc.dictionary(meter, limit, { maxKeys: 2 }) }),
  changeUser: fc.record({
    user: index,
    change: fc.oneof(fc.record({ role }), fc.record({ status }), fc.record({ email })),
  }),
  setPassword: fc.record({ user: index, password }),
  deleteUser: fc.record({
    user: index,
    resources: fc.constantFrom('delete', 'refuse', 'transfer' as const),
    to: index,
  }),
  addGroup: fc.record({ name, parent: maybe(index) }),
  moveGroup: fc.record({ group: index, parent: maybe(index) }),
  deleteGroup: fc.record({ group: index, resources: fc.constantFrom('delete', 'refuse' as const) }),
  setMember: fc.record({ group: index, user: index, role: memberRole }),
  removeMember: fc.record({ group: index, user: index }),
  listMembers: fc.record({ group: index, pageSize }),
  create: fc.record({ owner: index, kind, name, key: maybe(fc.constantFrom('key-1', 'key-2')) }),
  transfer: fc.record({ resource: index, to: index }),
  rename: fc.record({ resource: index, name, isStale: fc.boolean() }),
  deleteResource: fc.record({ resource: index }),
  getResource: fc.record({ resource: index }),
  setLimit: fc.record({ owner: index, meter, limit }),
  clearLimit: fc.record({ owner: index, meter }),
  setDefaultLimit: fc.record({ meter, limit }),
  listQuotas: fc.record({ owner: index }),
  logIn: fc.record({ email, password }),
  authenticate: fc.record({ session: index }),
  listSessions: fc.record({ session: index }),
  listOwn: fc.record({ session: index, pageSize }),
  endSession: fc.record({ session: index }),
  endAllSessions: fc.record({ user: index }),
  listResources: fc.record({ owner: maybe(index), kind: maybe(kind), pageSize }),
  listUsers: fc.record({
    role: maybe(role),
    status: maybe(listedStatus),
    over: fc.boolean(),
    near: maybe(fc.constantFrom(50, 67, 80, 100)),
    emailPrefix: maybe(fc.constantFrom('user-', 'User-1', 'user-2@Ex', 'user_', 'nobody@here')),
    pageSize,
  }),
  advance: fc.record({
    ms: fc.constantFrom(1, MINUTE_MS, 60 * MINUTE_MS, DAY_MS + 10 * MINUTE_MS, 6 * DAY_MS, 401 * DAY_MS),
  }),
  sweep: fc.record({}),
} as const;

/** How often, where it is not once: most of a run should be about something that exists. */
const WEIGHTS: Partial<Record<OperationName, number>> = {
  create: 10,
  addUser: 6,
  addGroup: 5,
  moveGroup: 4,
  setMember: 5,
  removeMember: 2,
  transfer: 3,
  logIn: 6,
  listOwn: 6,
  deleteResource: 3,
  sweep: 2,
  deleteUser: 3,
};

export type OperationName = keyof typeof OPERATIONS;
type ArgumentOf<Name extends OperationName> =
  (typeof OPERATIONS)[Name] extends fc.Arbitrary<infer Argument> ? Argument : never;

/** An implementation of all operations. It returns plain data, with names for ids. */
export type Platform<Answer> = { [Name in OperationName]: (argument: ArgumentOf<Name>) => Answer };

/** One operation with its argument, which fast-check can run and shrink. */
export interface Operation {
  readonly name: OperationName;
  readonly argument: unknown;
}

export const anyOperation: readonly fc.Arbitrary<Operation>[] = Object.entries(OPERATIONS).flatMap(
  ([operation, argument]) => {
    const arbitrary = (argument as fc.Arbitrary<unknown>).map((given): Operation => {
      return { name: operation as OperationName, argument: given };
    });
    return Array<fc.Arbitrary<Operation>>(WEIGHTS[operation as OperationName] ?? 1).fill(arbitrary);
  },
);

/** Performs an operation on a platform. */
export function perform<Answer>(
  platform: Platform<Answer>,
  { name: operation, argument }: Operation,
): Answer {
  return (platform[operation] as (given: unknown) => Answer)(argument);
}

/** The one that a number stands for, of all there have been. */
export function pick<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % Math.max(items.length, 1)];
}
