import { scryptHasher } from '@bailiwick/core/scrypt';
import test from 'ava';
import { createHash } from 'node:crypto';
import * as scryptKdf from 'scrypt-kdf';

const Scrypt = (scryptKdf as unknown as { readonly default: typeof scryptKdf }).default;
const PASSWORD = 'correct horse battery staple';

test('scryptHasher: by default it uses N = 2^17, r = 8, p = 1 and a salt (R7)', async (t) => {
  const hasher = scryptHasher();
  const [first, second] = [await hasher.hash(PASSWORD), await hasher.hash(PASSWORD)];
  t.deepEqual(Scrypt.viewParams(Buffer.from(first, 'base64')), { logN: 17, r: 8, p: 1 });
  t.not(first, second);
  t.is(await hasher.check(PASSWORD, first), 'ok');
});

test('scryptHasher: a weaker hash is right and needs a rehash; a stronger hash is right', async (t) => {
  const weak = await scryptHasher({ logN: 10 }).hash(PASSWORD);
  t.is(await scryptHasher({ logN: 11 }).check(PASSWORD, weak), 'ok-needs-rehash');
  t.is(await scryptHasher({ logN: 10, p: 2 }).check(PASSWORD, weak), 'ok-needs-rehash');
  const strong = await scryptHasher({ logN: 11 }).hash(PASSWORD);
  t.is(await scryptHasher({ logN: 10 }).check(PASSWORD, strong), 'ok');
});

test('scryptHasher: a long password is checked to its last character (R2)', async (t) => {
  const hasher = scryptHasher({ logN: 10 });
  const hash = await hasher.hash(`${'a'.repeat(999)}b`);
  t.is(await hasher.check(`${'a'.repeat(999)}c`, hash), 'no');
  t.is(await hasher.check(`${'a'.repeat(999)}b`, hash), 'ok');
});

test('scryptHasher: an unreadable hash is a result and never an error (R8)', async (t) => {
  const hasher = scryptHasher({ logN: 10 });
  const good = Buffer.from(await hasher.hash(PASSWORD), 'base64');
  const hugeCost = Buffer.from(good);
  hugeCost[7] = 60;
  const flipped = Buffer.from(good);
  flipped[95] = (flipped[95] ?? 0) ^ 1;
  const cut = good.subarray(0, 95).toString('base64');
  const salted = Buffer.from(good);
  salted[20] = (salted[20] ?? 0) ^ 1;
  const summed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(good);
    change(bytes);
    createHash('sha256').update(bytes.subarray(0, 48)).digest().copy(bytes, 48, 0, 16);
    return bytes.toString('base64');
  };
  for (const hash of [
    salted.toString('base64'),
    // An attacker who can write the table could plant a right checksum: that must cause no endless work and no error.
    summed((bytes) => bytes.writeUInt8(0, 7)),
    summed((bytes) => bytes.writeUInt8(22, 7)),
    summed((bytes) => bytes.writeUInt32BE(0, 8)),
    summed((bytes) => bytes.writeUInt32BE(2 ** 32 - 1, 8)),
    summed((bytes) => bytes.writeUInt32BE(0, 12)),
    summed((bytes) => bytes.writeUInt32BE(2 ** 31, 12)),
    summed((bytes) => bytes.write('bcrypt')),
    summed((bytes) => {
      bytes.writeUInt8(16, 7);
      bytes.writeUInt32BE(1, 8);
    }),
    '',
    'not base64 at all!',
    'c2NyeXB0',
    cut,
    hugeCost.toString('base64'),
    '$2b$10$bcrypt',
  ]) {
    t.is(await hasher.check(PASSWORD, hash), 'unreadable', hash);
  }
  t.is(await hasher.check(PASSWORD, flipped.toString('base64')), 'no');
});

test('scryptHasher: a cost that cannot be computed, or that no check would accept, is refused at once', (t) => {
  for (const options of [{ logN: 0 }, { logN: 21 }, { logN: 16.5 }, { p: 33 }, { r: 0 }, { logN: 16, r: 1 }])
    t.throws(() => scryptHasher(options), { instanceOf: TypeError }, JSON.stringify(options));
});
