import { createBailiwick, isBailiwickError, type Storage } from '@bailiwick/core';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';

const PASSWORD = 'correct horse battery staple';

/** What may come from JSON, a queue or somebody's own code, by title; made anew for each call. */
const HOSTILE: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'an object': () => ({}),
  'the members of SQL': () => ({ text: "name OR name <> 'hostile'", bindings: [] }),
  'what can be text': () => ({ toString: () => 'hostile', toJSON: () => 'hostile' }),
  'what has no prototype': () => Object.create(null),
  'an array': () => ['hostile'],
  'an array of what would be right': () => ['A'.repeat(43)],
  'a function': () => () => 'hostile',
  'a symbol': () => Symbol('hostile'),
  NaN: () => Number.NaN,
  infinity: () => Infinity,
  'a number': () => -1,
  'a big integer': () => 10n,
  'an invalid date': () => new Date(Number.NaN),
  'a proxy that throws': () =>
    new Proxy({}, { get: refuseAll, has: refuseAll, ownKeys: refuseAll, getPrototypeOf: refuseAll }),
  'a proxy that says yes': () => new Proxy(() => 'hostile', { get: () => 'hostile', has: () => true }),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'an object in itself': () => {
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    return circle;
  },
  'a long text': () => 'x'.repeat(1_000_000),
  'an empty text': () => '',
  'a text with NUL': () => 'a\0b',
  'a lone surrogate': () => 'a\uD800b',
};

function refuseAll(): never {
  throw new RangeError('somebody else’s error');
}

const STORAGES = ['memory', ...DIALECTS] as const;

for (const name of STORAGES) {
  test(`${name}: for any input, a command returns or throws an error of the library's own`, async (t) => {
    const storage = await open(t, name);
    const bailiwick = createBailiwick({
      storage,
      loginThrottle: memoryLoginThrottle(),
      passwordHasher: fastHasher,
      actions: ['thing:touch'],
      settings: { loginAttemptsMax: 1e9, loginAttemptsPerAddressMax: 1e9, loginAttemptsPerAccountMax: 1e9 },
    });
    const commands = commandsOf(bailiwick);
    t.true(commands.length > 30);
    t.deepEqual(
      commands.filter(([title]) => !Object.hasOwn(EXAMPLES, title)).map(([title]) => title),
      [],
      'a command without an example is walked, but not far into its input: add one',
    );
    const problems: string[] = [];
    for (const [title, command] of commands) {
      const world = await newWorld(bailiwick);
      const example = EXAMPLES[title]?.(world) ?? [world.admin, world.userId, {}];
      for (const [how, args] of mutations(example)) {
        const problem = await problemOf(command, args);
        if (problem !== null) problems.push(`${title} with ${how}: ${problem}`);
      }
    }
    t.deepEqual(problems, []);
    for await (const { differences } of bailiwick.quotas.verify(bailiwick.system('test'))) {
      t.deepEqual(differences, []);
    }
  });
}

for (const name of STORAGES) {
  test(`${name}: invalid versions, tokens and ids are refused as such`, async (t) => {
    const bailiwick = createBailiwick({ storage: await open(t, name), passwordHasher: fastHasher });
    const { admin, actor, resource, userId, version } = await newWorld(bailiwick);
    const forged = { text: "name OR id <> ''", bindings: [] } as never;
    const { updatedAt } = resource;
    const { resources, users } = bailiwick;
    const invalid = { code: 'invalid-request', message: /ifUnchangedSince/ };
    for (const read of [
      { name: forged, updatedAt },
      { name: 'thing', updatedAt: forged },
      {},
      null,
    ] as never[]) {
      await t.throwsAsync(
        resources.rename(actor, resource.id, { name: 'new', ifUnchangedSince: read }),
        invalid,
      );
      await t.throwsAsync(resources.delete(actor, resource.id, { ifUnchangedSince: read }), invalid);
    }
    for (const member of Object.keys(version)) {
      const read = { ...version, [member]: forged };
      await t.throwsAsync(users.change(admin, userId, { role: 'admin', ifUnchangedSince: read }), invalid);
      await t.throwsAsync(users.delete(admin, userId, { ifUnchangedSince: read }), invalid);
    }
    const bearer = ['A'.repeat(43)] as never;
    await t.throwsAsync(bailiwick.authenticate({ bearer }), { code: 'invalid-token' });
    await t.throwsAsync(resources.delete(actor, resource.id, { ownerId: forged }), { code: 'not-found' });
    t.deepEqual(await resources.get(actor, resource.id), resource);
  });
}

/** What has all that an actor shows, and was not made by the library. */
const FORGERIES: Readonly<Record<string, (actor: object) => unknown>> = {
  JSON: (actor) => JSON.parse(JSON.stringify(actor)),
  'a copy': (actor) => ({ ...actor }),
  'a clone': (actor) => structuredClone(actor),
  'what inherits from it': (actor) => Object.create(actor),
  'a proxy': (actor) => new Proxy(actor, {}),
  'an array of it': (actor) => [actor],
};

test('memory: an actor cannot be forged, not even from a genuine one', async (t) => {
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    actions: ['thing:touch'],
  });
  let count = 0;
  for (const [title, command] of commandsOf(bailiwick)) {
    const world = await newWorld(bailiwick);
    const [actor, ...rest] = EXAMPLES[title]?.(world) ?? [];
    if (actor !== world.actor && actor !== world.admin) continue;
    count += 1;
    for (const genuine of [world.actor, world.admin, bailiwick.system('job')]) {
      for (const [how, forge] of Object.entries(FORGERIES)) {
        const error = await errorOf(command, [forge(genuine), ...rest]);
        t.like(error, { code: 'authentication-required' }, `${title} by ${how}`);
      }
    }
  }
  t.true(count > 25);
});

/** Every method of every aggregate, and every function of the library object itself. */
function commandsOf(bailiwick: TestBailiwick): (readonly [string, Command])[] {
  return Object.entries(bailiwick).flatMap(([group, value]): (readonly [string, Command])[] => {
    if (typeof value === 'function') return [[group, value as Command]];
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) return [];
    return Object.getOwnPropertyNames(prototype)
      .filter((method) => method !== 'constructor')
      .map((method) => [
        `${group}.${method}`,
        (...args) => (value as unknown as Record<string, Command>)[method]?.(...args),
      ]);
  });
}

/** The example with one argument, or one member at any depth, replaced by something else. */
function* mutations(example: readonly unknown[]): Generator<readonly [string, readonly unknown[]]> {
  for (const [title, make] of Object.entries(HOSTILE)) {
    for (const path of pathsOf(example)) {
      yield [`${title} at ${path.join('.')}`, replaced(example, path, make()) as readonly unknown[]];
    }
  }
  for (const [place, value] of example.entries()) {
    if (!isPlain(value)) continue;
    for (const member of Object.keys(value)) {
      const throwing = Object.defineProperty({ ...value }, member, { get: refuseAll, enumerable: true });
      yield [`a getter that throws at ${place}.${member}`, example.with(place, throwing)];
      let reads = 0;
      const changing = Object.defineProperty({ ...value }, member, {
        get: () => (reads++ === 0 ? value[member] : { text: 'hostile', bindings: [] }),
        enumerable: true,
      });
      yield [`a member that changes at ${place}.${member}`, example.with(place, changing)];
    }
  }
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const below = Array.isArray(value) || isPlain(value) ? Object.entries(value) : [];
  const deeper = below.flatMap(([name, member]) => pathsOf(member, [...path, name]));
  return path.length === 0 ? deeper : [path, ...deeper];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest, by);
  return copy;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** `null` of an answer or of an error that a caller can tell from a defect. */
async function problemOf(command: Command, args: readonly unknown[]): Promise<string | null> {
  const error = await errorOf(command, args);
  if (error === null || isOfWiring(error)) return null;
  // No host has a rule here, and the database answers: these two would be a value that the database did not take.
  const isOfDatabase =
    isBailiwickError(error) && ['refused-by-host', 'storage-unavailable'].includes(error.code);
  if (isBailiwickError(error) && !isOfDatabase) return null;
  return inspect(error).slice(0, 500);
}

async function errorOf(command: Command, args: readonly unknown[]): Promise<unknown> {
  try {
    const answer = command(...args);
    if (isStepwise(answer)) for await (const _step of answer) break;
    else await answer;
    return null;
  } catch (error) {
    return error;
  }
}

/** The library says what is wrong in a sentence; the errors of the engine and of Node have a code, or no full stop. */
function isOfWiring(error: unknown): boolean {
  return error instanceof TypeError && !('code' in error) && error.message.endsWith('.');
}

function isStepwise(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

type Command = (...args: readonly unknown[]) => unknown;
type TestBailiwick = ReturnType<typeof createBailiwick<unknown>>;
type World = Awaited<ReturnType<typeof newWorld>>;

/** A user with a session, a resource and an access key, an administrator, and a group. */
async function newWorld(bailiwick: TestBailiwick) {
  const { users, sessions, resources, accessKeys } = bailiwick;
  const [email, adminEmail] = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`];
  const job = bailiwick.system('test');
  await users.create(job, { email: adminEmail, password: PASSWORD, role: 'admin' });
  const user = await users.create(job, { email, password: PASSWORD });
  const { actor, token, session } = await sessions.logIn({ email, password: PASSWORD });
  const { actor: admin } = await sessions.logIn({ email: adminEmail, password: PASSWORD });
  const resource = await resources.create(actor, { name: 'thing' });
  const { publicKey } = generateKeyPairSync('ed25519');
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const key = await accessKeys.register(actor, { name: 'laptop', publicKey: publicPem });
  const version = { email, role: user.role, status: user.status, updatedAt: user.updatedAt };
  const group = await bailiwick.groups.create(admin, { name: 'Acme' });
  return { email, user, actor, admin, token, session, resource, key, version, group, userId: user.id };
}

/** What would be right, so that every member is reached. */
const EXAMPLES: Readonly<Record<string, (world: World) => readonly unknown[]>> = {
  'users.create': ({ admin }) => [
    admin,
    {
      email: `${randomUUID()}@example.com`,
      password: PASSWORD,
      role: 'user',
      limits: { resources: 3 },
      idempotencyKey: randomUUID(),
    },
  ],
  'users.createFirstAdmin': ({ admin }) => [admin, { email: 'first@example.com', password: PASSWORD }],
  'users.get': ({ admin, userId }) => [admin, userId],
  'users.me': ({ actor }) => [actor],
  'users.findByEmail': ({ admin, email }) => [admin, email],
  'users.list': ({ admin, email }) => [
    admin,
    { email, role: 'user', status: 'active', over: false, near: 80, pageSize: 5, cursor: 'none' },
  ],
  'users.listWithQuotas': ({ admin }) => [admin, { emailPrefix: 'a', pageSize: 5 }],
  'users.change': ({ admin, userId, email, version }) => [
    admin,
    userId,
    { email, role: 'user', status: 'active', ifUnchangedSince: version },
  ],
  'users.changeEmail': ({ actor, email }) => [
    actor,
    { currentPassword: PASSWORD, email },
    { clientAddress: '192.0.2.1' },
  ],
  'users.changePassword': ({ actor }) => [
    actor,
    { currentPassword: PASSWORD, newPassword: PASSWORD },
    { clientAddress: '192.0.2.1' },
  ],
  'users.setPassword': ({ admin, userId }) => [admin, userId, { password: PASSWORD }],
  'users.clearLoginFailures': ({ admin, userId }) => [admin, userId],
  'users.delete': ({ admin, userId, version }) => [
    admin,
    userId,
    { resources: 'refuse', to: undefined, ifUnchangedSince: version },
  ],
  'groups.create': ({ admin, group, userId }) => [
    admin,
    { name: 'web', type: 'group', parentId: group.id, memberId: userId, id: undefined },
  ],
  'groups.get': ({ admin, group }) => [admin, group.id],
  'groups.list': ({ admin, group }) => [
    admin,
    { parentId: group.id, type: 'group', over: false, near: 80, pageSize: 5, cursor: 'none' },
  ],
  'groups.listWithQuotas': ({ admin, group }) => [admin, { parentId: group.id, pageSize: 5 }],
  'groups.rename': ({ admin, group }) => [
    admin,
    group.id,
    { name: 'Acme', ifUnchangedSince: { name: 'Acme', updatedAt: group.updatedAt } },
  ],
  'groups.move': ({ admin, group }) => [
    admin,
    group.id,
    { parentId: group.id, ifUnchangedSince: { name: 'another', updatedAt: group.updatedAt } },
  ],
  'groups.delete': ({ admin, group }) => [
    admin,
    group.id,
    { resources: 'delete', ifUnchangedSince: { name: 'another', updatedAt: group.updatedAt } },
  ],
  'members.list': ({ admin, group }) => [admin, group.id, { pageSize: 5, cursor: 'none' }],
  'members.ofUser': ({ admin, userId }) => [admin, userId, { pageSize: 5, cursor: 'none' }],
  'members.set': ({ admin, group, userId }) => [admin, group.id, userId, { role: 'viewer' }],
  'members.remove': ({ admin, group, userId }) => [admin, group.id, userId],
  'resources.create': ({ actor, userId }) => [
    actor,
    {
      name: 'thing',
      kind: 'resource',
      ownerId: userId,
      ownerSort: 'user',
      id: undefined,
      idempotencyKey: randomUUID(),
    },
  ],
  'resources.preview': ({ actor, userId }) => [
    actor,
    { name: 'thing', kind: 'resource', ownerId: userId, ownerSort: 'user' },
  ],
  'resources.get': ({ actor, resource }) => [actor, resource.id],
  'resources.findMany': ({ actor, resource, userId }) => [actor, [resource.id, userId]],
  'resources.list': ({ actor, userId }) => [
    actor,
    { ownerId: userId, kind: 'resource', pageSize: 5, cursor: 'none' },
  ],
  'resources.rename': ({ actor, resource }) => [
    actor,
    resource.id,
    { name: 'thing', ifUnchangedSince: { name: 'thing', updatedAt: resource.updatedAt } },
  ],
  'resources.transfer': ({ admin, resource, group }) => [
    admin,
    resource.id,
    { ownerId: group.id, ifUnchangedSince: { name: 'another', updatedAt: resource.updatedAt } },
  ],
  'resources.delete': ({ actor, resource, userId }) => [
    actor,
    resource.id,
    {
      ownerId: userId,
      ownerSort: 'user',
      ifUnchangedSince: { name: 'another', updatedAt: resource.updatedAt },
    },
  ],
  'quotas.list': ({ actor, userId }) => [actor, userId, { ownerSort: 'user' }],
  'quotas.listOnPath': ({ admin, group }) => [admin, group.id],
  'quotas.get': ({ actor, userId }) => [actor, { ownerId: userId, meter: 'resources', ownerSort: 'user' }],
  'quotas.setLimit': ({ admin, userId }) => [
    admin,
    { ownerId: userId, meter: 'resources', limit: 3, ownerSort: 'user' },
  ],
  'quotas.clearLimit': ({ admin, group }) => [
    admin,
    { ownerId: group.id, meter: 'resources', ownerSort: 'group' },
  ],
  'quotas.listDefaultLimits': ({ admin }) => [admin],
  'quotas.setDefaultLimit': ({ admin }) => [admin, { ownerType: 'user', meter: 'resources', limit: 1000 }],
  'quotas.verify': ({ admin }) => [admin],
  'quotas.verifyStep': ({ admin }) => [admin, { cursor: 'none' }],
  'quotas.repair': ({ admin }) => [admin],
  renew: ({ actor }) => [actor],
  'decisions.policy': ({ admin }) => [admin],
  'decisions.explain': ({ admin, userId }) => [
    admin,
    {
      action: 'resource:create',
      target: { type: 'resource', ownerId: userId, kind: 'resource' },
      actor: { userId, credential: 'session', confirmed: true },
    },
  ],
  'decisions.ofUser': ({ admin, userId }) => [admin, userId],
  'quotas.repairStep': ({ admin }) => [admin, { cursor: 'none' }],
  overview: ({ admin }) => [admin],
  owners: ({ admin, userId }) => [admin, [userId]],
  'sessions.logIn': ({ email }) => [{ email, password: PASSWORD }, { clientAddress: '192.0.2.1' }],
  'sessions.resume': ({ token }) => [token],
  'sessions.list': ({ admin, userId }) => [admin, { userId }],
  'sessions.end': ({ admin, userId, session }) => [admin, session.id, userId],
  'sessions.confirm': ({ actor }) => [actor, { password: PASSWORD }, { clientAddress: '192.0.2.1' }],
  'sessions.endCurrent': ({ actor }) => [actor],
  'sessions.endAll': ({ admin, userId }) => [admin, userId],
  'accessKeys.register': ({ actor }) => [
    actor,
    {
      name: 'laptop',
      publicKey: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
      expiresAt: new Date(Date.now() + 60_000),
      idempotencyKey: randomUUID(),
    },
  ],
  'accessKeys.list': ({ admin, userId }) => [admin, { userId }],
  'accessKeys.revoke': ({ admin, userId, key }) => [admin, key.id, userId],
  'accessKeys.recognise': (world) => [signatureOf(world)],
  'auditEvents.list': ({ admin, userId }) => [
    admin,
    {
      actor: userId,
      target: userId,
      action: 'user:create',
      outcome: 'refused',
      reason: 'forbidden',
      since: new Date(0),
      until: new Date(),
      pageSize: 5,
      cursor: 'none',
    },
  ],
  authenticate: (world) => [
    { bearer: world.token, email: world.email, password: PASSWORD, signature: signatureOf(world) },
    { clientAddress: '192.0.2.1' },
  ],
  system: () => ['job'],
  decide: ({ actor, userId }) => [actor, 'thing:touch', { ownerId: userId, kind: null, id: userId }],
  can: ({ actor, userId }) => [actor, 'thing:touch', [{ ownerId: userId, kind: null, id: userId }]],
  authorize: ({ actor, userId }) => [actor, 'thing:touch', { ownerId: userId, kind: null, id: userId }],
  within: () => [{}],
  sweep: () => [],
  finishDeletions: () => [],
  ping: () => [],
};

function signatureOf({ key }: { readonly key: { readonly id: string } }) {
  return {
    keyId: key.id,
    nonce: randomUUID(),
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 60_000),
    base: new Uint8Array(10),
    signature: new Uint8Array(64),
  };
}

async function open(t: ExecutionContext, name: (typeof STORAGES)[number]): Promise<Storage> {
  if (name === 'memory') return memoryStorage();
  const database = await createDatabase(name);
  t.teardown(database.destroy);
  return knexStorage(database.knex);
}
