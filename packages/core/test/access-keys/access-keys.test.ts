import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import {
  anonymous,
  allow,
  createBailiwick,
  definePolicy,
  limits,
  platformPolicy,
  type RequestSignature,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD, startLibrary } from '../support/start-library.js';

const MINUTE_MS = 60_000;
const SMALL_ORDER = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(31)}`,
];

function newPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string };
}

let nonces = 0;

function signed(
  keyId: string,
  privateKey: KeyObject,
  now: Date,
  given: Partial<RequestSignature> = {},
): { readonly signature: RequestSignature } {
  nonces += 1;
  const base = Buffer.from(`what was asked for, number ${nonces}`);
  return {
    signature: {
      keyId,
      nonce: `nonce-of-number-${nonces}`,
      createdAt: now,
      expiresAt: new Date(now.getTime() + MINUTE_MS),
      base,
      signature: sign(null, base, privateKey),
      ...given,
    },
  };
}

async function start() {
  const library = await startLibrary();
  const { publicKey, privateKey } = newPair();
  const key = await library.bailiwick.accessKeys.register(library.ann, { name: 'laptop', publicKey });
  const signature = (given?: Partial<RequestSignature>) =>
    signed(key.id, privateKey, library.clock.now(), given);
  return { ...library, key, privateKey, signature };
}

test('accessKeys: a signed request acts as the user, names its key, and is audited with that key', async (t) => {
  const { bailiwick, ann, admin, key, signature } = await start();
  const actor = await bailiwick.authenticate(signature());
  t.like(actor, { id: idOf(ann), role: 'user', credential: { type: 'access-key', accessKeyId: key.id } });
  await bailiwick.resources.create(actor, { kind: 'note', name: 'orders' });
  const [event] = (await bailiwick.auditEvents.list(admin, { action: 'resource:create' })).items;
  t.deepEqual(event?.actor, { type: 'user', id: idOf(ann), credential: `access-key:${key.id}` });
});

test('accessKeys.register: the key is stored in canonical form, whatever the layout of its PEM', async (t) => {
  const { bailiwick, bob } = await start();
  const { publicKey } = newPair();
  const laidOut = `\r\n${publicKey.replaceAll('\n', '\r\n')}\n\n`;
  const key = await bailiwick.accessKeys.register(bob, { name: 'odd', publicKey: laidOut });
  t.is(key.publicKey, publicKey);
  const twin = await t.throwsAsync(bailiwick.accessKeys.register(bob, { name: 'even', publicKey }));
  t.like(twin, { code: 'invalid-request', errors: [{ pointer: '/publicKey' }] });
});

test('accessKeys.register: anything but an Ed25519 public key is refused', async (t) => {
  const { bailiwick, ann } = await start();
  const spki = { type: 'spki', format: 'pem' } as const;
  const { publicKey } = newPair();
  const wrong: unknown[] = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export(spki),
    generateKeyPairSync('x25519').publicKey.export(spki),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export(spki),
    generateKeyPairSync('ed448').publicKey.export(spki),
    publicKey.replaceAll('PUBLIC KEY', 'CERTIFICATE'),
    publicKey.slice(0, -30),
    publicKey + publicKey,
    `${publicKey}${' '.repeat(300)}x`,
    Buffer.from(publicKey).toString('base64'),
    '',
    null,
    {},
  ];
  for (const value of wrong) {
    const input = { name: 'wrong', publicKey: value as string };
    const error = await t.throwsAsync(bailiwick.accessKeys.register(ann, input));
    t.like(error, { code: 'invalid-request', errors: [{ pointer: '/publicKey' }] }, String(value));
  }
});

test('accessKeys.register: keys of small order are refused, since Node verifies forged signatures with them', async (t) => {
  const { bailiwick, ann } = await start();
  for (const point of SMALL_ORDER) {
    const der = Buffer.from(`302a300506032b6570032100${point}`, 'hex');
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const forged = Buffer.alloc(64);
    forged[0] = 1;
    const messages = Array.from({ length: 64 }, (_, index) => Buffer.from(`message ${index}`));
    if (messages.some((message) => verify(null, message, key, forged))) t.pass();
    else if (!point.endsWith('80') && !point.endsWith('ff')) t.fail(`${point} is no point of small order`);
    const publicKey = key.export({ type: 'spki', format: 'pem' }) as string;
    t.is(await codeOf(bailiwick.accessKeys.register(ann, { name: 'weak', publicKey })), 'invalid-request');
  }
});

test('accessKeys.register: a private key is refused as such, and neither stored nor quoted', async (t) => {
  const { bailiwick, ann, admin } = await start();
  const { privateKey } = newPair();
  const publicKey = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const error = await t.throwsAsync(bailiwick.accessKeys.register(ann, { name: 'oops', publicKey }));
  t.regex(error?.message ?? '', /private one.*make a new pair/);
  const secret = publicKey.split('\n')[1] ?? '';
  t.true(createPrivateKey(publicKey).type === 'private' && secret.length > 40);
  const events = await bailiwick.auditEvents.list(admin, { pageSize: 100 });
  for (const text of [JSON.stringify(error), String(error?.stack), JSON.stringify(events)])
    t.false(text.includes(secret));
});

test('R26 accessKeys.register: a key expires within the maximum of the host, even if the request has no expiry', async (t) => {
  const { bailiwick, ann, clock, key } = await start();
  const latest = new Date(clock.now().getTime() + limits.ACCESS_KEY_TTL_MAX_MS);
  t.deepEqual(key.expiresAt, latest);
  const register = (expiresAt: Date | null) =>
    bailiwick.accessKeys.register(ann, { name: 'other', publicKey: newPair().publicKey, expiresAt });
  t.deepEqual((await register(latest)).expiresAt, latest);
  for (const expiresAt of [null, new Date(latest.getTime() + 1)]) {
    const error = await t.throwsAsync(register(expiresAt));
    t.is(
      error?.message,
      `/expiresAt: must be a time in the future, ${latest.toISOString()} at the latest; left out, the key expires then.`,
    );
  }
});

test('accessKeys.register: a key without expiry is accepted only if the host has no maximum', async (t) => {
  for (const [accessKeyTtlMaxMs, asked, expected] of [
    [null, undefined, null],
    [null, null, null],
    [1000, undefined, 1000],
  ] as const) {
    const clock = manualClock();
    const settings = { accessKeyTtlMaxMs };
    const bailiwick = createBailiwick({
      storage: memoryStorage(),
      passwordHasher: fastHasher,
      clock,
      settings,
    });
    const credentials = { email: 'ann@example.com', password: PASSWORD };
    await bailiwick.users.create(bailiwick.system('test'), credentials);
    const { actor } = await bailiwick.sessions.logIn(credentials);
    const input = { name: 'a', publicKey: newPair().publicKey, expiresAt: asked };
    const { expiresAt } = await bailiwick.accessKeys.register(actor, input);
    t.deepEqual(expiresAt, expected === null ? null : new Date(clock.now().getTime() + expected));
  }
  const settings = { accessKeyTtlMaxMs: 0 };
  t.throws(() => createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher, settings }), {
    message: /accessKeyTtlMaxMs cannot be 0/,
  });
});

test('accessKeys.register: a later repeat without an expiry returns the first key (I3)', async (t) => {
  const { bailiwick, ann, clock } = await start();
  const input = { name: 'desk', publicKey: newPair().publicKey, idempotencyKey: 'key' };
  const first = await bailiwick.accessKeys.register(ann, input);
  clock.advance(MINUTE_MS);
  t.deepEqual(await bailiwick.accessKeys.register(ann, input), first);
  const expiresAt = first.expiresAt;
  t.is(await codeOf(bailiwick.accessKeys.register(ann, { ...input, expiresAt })), 'idempotency-key-reused');
});

test('R14 R26 accessKeys: a new password revokes them if its user requests it, and always if another user sets it', async (t) => {
  const { bailiwick, ann, admin, key, signature } = await start();
  const works = () => codeOf(bailiwick.authenticate(signature()));
  const change = (currentPassword: string, newPassword: string, endAccessKeys?: boolean) =>
    bailiwick.users.changePassword(ann, { currentPassword, newPassword, endAccessKeys });
  const detailsOf = async (action: string) =>
    (await bailiwick.auditEvents.list(admin, { action })).items[0]?.details;
  await change(PASSWORD, 'another long passphrase');
  t.is(await works(), 'no error');
  t.deepEqual(await detailsOf('user:change-password'), {});
  await change('another long passphrase', 'yet another long passphrase', true);
  t.is(await works(), 'invalid-signature');
  t.deepEqual(await detailsOf('user:change-password'), { endedAccessKeys: 1 });

  await bailiwick.accessKeys.register(ann, { name: 'again', publicKey: key.publicKey });
  await bailiwick.users.setPassword(admin, idOf(ann), { password: 'a passphrase that was set' });
  t.deepEqual(await bailiwick.accessKeys.list(admin, { userId: idOf(ann) }), []);
  t.deepEqual(await detailsOf('user:set-password'), { endedAccessKeys: 1 });
});

test('accessKeys.register: invalid names and times are refused', async (t) => {
  const { bailiwick, ann, clock } = await start();
  const { publicKey } = newPair();
  const wrong = [
    { name: '' },
    { name: 'x'.repeat(256) },
    { name: 'nul\0' },
    { name: 'past', expiresAt: clock.now() },
    { name: 'never', expiresAt: new Date(Number.NaN) },
    { name: 'far', expiresAt: new Date('+010000-01-01T00:00:00.000Z') },
    { name: 'text', expiresAt: '2030-01-01' as unknown as Date },
  ];
  for (const given of wrong)
    t.is(
      await codeOf(bailiwick.accessKeys.register(ann, { ...given, publicKey })),
      'invalid-request',
      given.name,
    );
});

test('R71 accessKeys: the bounds of created, expires and nonce hold to the millisecond', async (t) => {
  const { bailiwick, clock, signature } = await start();
  const at = (ms: number) => new Date(clock.now().getTime() + ms);
  const outcome = (createdMs: number, expiresMs: number) =>
    codeOf(bailiwick.authenticate(signature({ createdAt: at(createdMs), expiresAt: at(expiresMs) })));
  const never = new Date(Number.NaN);
  t.is(await outcome(0, 5 * MINUTE_MS), 'no error');
  t.is(await outcome(0, 5 * MINUTE_MS + 1), 'invalid-signature');
  t.is(await outcome(30_000, MINUTE_MS), 'no error');
  t.is(await outcome(30_001, MINUTE_MS), 'invalid-signature');
  t.is(await outcome(-MINUTE_MS, 1), 'no error');
  t.is(await outcome(-MINUTE_MS, 0), 'invalid-signature');
  t.is(await outcome(20_000, 20_000), 'invalid-signature');
  t.is(await outcome(20_000, 10_000), 'invalid-signature');
  t.is(await codeOf(bailiwick.authenticate(signature({ createdAt: never }))), 'invalid-signature');
  t.is(await codeOf(bailiwick.authenticate(signature({ expiresAt: never }))), 'invalid-signature');
  for (const nonce of [
    '',
    'x'.repeat(15),
    'x'.repeat(65),
    'a nonce with spaces',
    'nonce-nonce-nönce',
    'nonce-nonce-nonce\n',
  ])
    t.is(await codeOf(bailiwick.authenticate(signature({ nonce }))), 'invalid-signature', nonce);
  for (const nonce of ['x'.repeat(16), 'y'.repeat(64)])
    t.is(await codeOf(bailiwick.authenticate(signature({ nonce }))), 'no error', nonce);
});

test('R27 accessKeys: of 20 concurrent uses of one signature, exactly one succeeds', async (t) => {
  const { bailiwick, signature } = await start();
  const once = signature();
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(bailiwick.authenticate(once))));
  t.is(codes.filter((code) => code === 'no error').length, 1);
  t.is(codes.filter((code) => code === 'invalid-signature').length, 19);
});

test('R73 accessKeys: a wrong signature is refused, and does not consume the nonce', async (t) => {
  const { bailiwick, bob, clock, key, signature } = await start();
  const right = signature();
  const stranger = newPair();
  const bobs = await bailiwick.accessKeys.register(bob, { name: 'bob', publicKey: stranger.publicKey });
  const { base, nonce, signature: bytes } = right.signature;
  const flipped = Buffer.from(bytes);
  flipped[10] = (flipped[10] ?? 0) ^ 1;
  const wrong: Partial<RequestSignature>[] = [
    { base: Buffer.from('something else') },
    { base: new Uint8Array() },
    { signature: flipped },
    { signature: bytes.subarray(0, 63) },
    { signature: Buffer.concat([bytes, Buffer.alloc(1)]) },
    { signature: new Uint8Array() },
    { signature: sign(null, base, stranger.privateKey) },
    { keyId: bobs.id },
    { keyId: '__proto__' },
    { keyId: '' },
    { keyId: '01900000-0000-7000-8000-000000000000' },
    { keyId: `${key.id} ` },
  ];
  for (const given of wrong) {
    const attempt = { signature: { ...right.signature, ...given } };
    t.is(await codeOf(bailiwick.authenticate(attempt)), 'invalid-signature', Object.keys(given).join());
  }
  t.is((await bailiwick.authenticate(right)).credential.type, 'access-key');
  const again = signed(bobs.id, stranger.privateKey, clock.now(), { nonce });
  t.is(await codeOf(bailiwick.authenticate(again)), 'no error', 'the nonce of another key is another nonce');
});

test('R26 accessKeys: a key that is revoked or expired, or whose user is disabled or deleted, is refused at the next use', async (t) => {
  const { bailiwick, ann, admin, clock, join, key, signature } = await start();
  const userId = idOf(ann);
  await bailiwick.users.change(admin, userId, { status: 'disabled' });
  t.is(await codeOf(bailiwick.authenticate(signature())), 'invalid-signature');
  await bailiwick.users.change(admin, userId, { status: 'active' });
  t.is(await codeOf(bailiwick.authenticate(signature())), 'no error');
  await bailiwick.accessKeys.revoke(admin, key.id, userId);
  t.is(await codeOf(bailiwick.authenticate(signature())), 'invalid-signature');

  const expiresAt = new Date(clock.now().getTime() + 1000);
  const pair = newPair();
  const again = await bailiwick.authenticate({ email: 'ann@example.com', password: PASSWORD });
  const brief = await bailiwick.accessKeys.register(again, {
    name: 'brief',
    publicKey: pair.publicKey,
    expiresAt,
  });
  const use = () => codeOf(bailiwick.authenticate(signed(brief.id, pair.privateKey, clock.now())));
  clock.advance(999);
  t.is(await use(), 'no error');
  clock.advance(1);
  t.is(await use(), 'invalid-signature');

  const carl = await join('carl');
  const his = newPair();
  const { id } = await bailiwick.accessKeys.register(carl, { name: 'his', publicKey: his.publicKey });
  await bailiwick.users.delete(admin, idOf(carl));
  t.is(await codeOf(bailiwick.authenticate(signed(id, his.privateKey, clock.now()))), 'invalid-signature');
});

test('R26 accessKeys: a key has the rights of its user at the time of use', async (t) => {
  const { bailiwick, ann, admin, signature } = await start();
  await bailiwick.users.change(admin, idOf(ann), { role: 'admin' });
  t.is(await codeOf(bailiwick.users.list(await bailiwick.authenticate(signature()))), 'no error');
  await bailiwick.users.change(admin, idOf(ann), { role: 'user' });
  t.is(await codeOf(bailiwick.users.list(await bailiwick.authenticate(signature()))), 'forbidden');
});

test('R26 accessKeys: a key cannot touch credentials, not even an administrator’s, under any policy', async (t) => {
  const storage = memoryStorage();
  const bailiwick = createBailiwick({
    storage,
    passwordHasher: fastHasher,
    policy: definePolicy(platformPolicy, allow('everything goes', { actions: 'any' })),
  });
  const credentials = { email: 'root@example.com', password: PASSWORD };
  const root = await bailiwick.users.create(bailiwick.system('test'), { ...credentials, role: 'admin' });
  const bob = await bailiwick.users.create(bailiwick.system('test'), {
    ...credentials,
    email: 'bob@example.com',
  });
  const { actor } = await bailiwick.sessions.logIn(credentials);
  const pair = newPair();
  const key = await bailiwick.accessKeys.register(actor, { name: 'root', publicKey: pair.publicKey });
  const byKey = await bailiwick.authenticate(signed(key.id, pair.privateKey, new Date()));

  const refused: Record<string, () => Promise<unknown>> = {
    register: () => bailiwick.accessKeys.register(byKey, { name: 'more', publicKey: newPair().publicKey }),
    revoke: () => bailiwick.accessKeys.revoke(byKey, key.id),
    changePassword: () =>
      bailiwick.users.changePassword(byKey, { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` }),
    changeEmail: () =>
      bailiwick.users.changeEmail(byKey, { currentPassword: PASSWORD, email: 'x@example.com' }),
    setOwnPassword: () => bailiwick.users.setPassword(byKey, root.id, { password: `${PASSWORD}!` }),
    setPassword: () => bailiwick.users.setPassword(byKey, bob.id, { password: `${PASSWORD}!` }),
    clearOwnFailures: () => bailiwick.users.clearLoginFailures(byKey, root.id),
    clearFailures: () => bailiwick.users.clearLoginFailures(byKey, bob.id),
    changeOwnUser: () => bailiwick.users.change(byKey, root.id, { email: 'x@example.com' }),
    deleteOwnUser: () => bailiwick.users.delete(byKey, root.id),
    endSessions: () => bailiwick.sessions.endAll(byKey),
    setAddress: () => bailiwick.users.change(byKey, bob.id, { email: 'bobby@example.com' }),
    // A key must not make another administrator either, who could then do the rest.
    promote: () => bailiwick.users.change(byKey, bob.id, { role: 'admin' }),
    makeAdmin: () =>
      bailiwick.users.create(byKey, { email: 'eve@example.com', password: PASSWORD, role: 'admin' }),
    confirm: () => bailiwick.sessions.confirm(byKey, { password: PASSWORD }),
  };
  for (const [name, attempt] of Object.entries(refused)) {
    t.like(await t.throwsAsync(attempt()), { code: 'forbidden', decision: { reason: 'access-key' } }, name);
  }
  const before = await bailiwick.accessKeys.list(byKey);
  t.deepEqual(
    before.map(({ id }) => id),
    [key.id],
  );
  t.is((await bailiwick.users.change(byKey, bob.id, { status: 'disabled' })).status, 'disabled');
  t.is(bailiwick.decide(byKey, 'access-key:create', { ownerId: root.id, kind: null }).reason, 'access-key');
});

test('accessKeys.list and revoke: users reach their own keys, administrators all keys; a foreign key is not found', async (t) => {
  const { bailiwick, ann, bob, admin, key } = await start();
  t.deepEqual(await bailiwick.accessKeys.list(ann), [key]);
  t.deepEqual(await bailiwick.accessKeys.list(admin, { userId: idOf(ann) }), [key]);
  t.deepEqual(await bailiwick.accessKeys.list(bob), []);
  t.is(await codeOf(bailiwick.accessKeys.list(bob, { userId: idOf(ann) })), 'not-found');
  t.is(await codeOf(bailiwick.accessKeys.list(admin, { userId: 'nobody' })), 'not-found');
  t.is(await codeOf(bailiwick.accessKeys.revoke(bob, key.id, idOf(ann))), 'not-found');
  t.is(await codeOf(bailiwick.accessKeys.revoke(bob, key.id)), 'not-found');
  t.is(await codeOf(bailiwick.accessKeys.revoke(admin, key.id)), 'not-found');
  t.is(await codeOf(bailiwick.accessKeys.revoke(ann, 'not-an-id')), 'not-found');
  await bailiwick.accessKeys.revoke(ann, key.id);
  t.is(await codeOf(bailiwick.accessKeys.revoke(ann, key.id)), 'not-found');
  t.is(await codeOf(bailiwick.accessKeys.list(anonymous)), 'authentication-required');
});

test('accessKeys.register: the hundredth key is the last', async (t) => {
  const { bailiwick, ann } = await start();
  for (let count = 1; count < 100; count += 1)
    await bailiwick.accessKeys.register(ann, { name: `key ${count}`, publicKey: newPair().publicKey });
  const error = await t.throwsAsync(
    bailiwick.accessKeys.register(ann, { name: 'one more', publicKey: newPair().publicKey }),
  );
  t.like(error, { code: 'invalid-request', errors: [{ pointer: '' }] });
  t.is((await bailiwick.accessKeys.list(ann)).length, 100);
});

test('R26 accessKeys: the last use is written at most once a minute, without a call of touch in between', async (t) => {
  const { bailiwick, ann, clock, storage, signature } = await start();
  let touches = 0;
  const { accessKeys } = storage;
  const touch = accessKeys.touch.bind(accessKeys);
  accessKeys.touch = (...args) => {
    touches += 1;
    return touch(...args);
  };
  const lastUse = async () => (await bailiwick.accessKeys.list(ann))[0]?.lastUsedAt;
  t.is(await lastUse(), null);
  const first = clock.now();
  await bailiwick.authenticate(signature());
  t.deepEqual(await lastUse(), first);
  clock.advance(MINUTE_MS - 1);
  await bailiwick.authenticate(signature());
  t.deepEqual(await lastUse(), first);
  clock.advance(1);
  await bailiwick.authenticate(signature());
  t.deepEqual(await lastUse(), clock.now());
  t.is(touches, 2);
});
