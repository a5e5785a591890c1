import { createHash } from 'node:crypto';
import * as scryptKdf from 'scrypt-kdf';
import { SCRYPT_COST_MAX, SCRYPT_MEMORY_BYTES_MAX } from '../limits.js';
import { boundedHasher, type HashQueueOptions } from '../passwords/bounded-hasher.js';
import type { PasswordCheck, PasswordHasher } from '../passwords/password-hasher.js';

export interface ScryptOptions extends HashQueueOptions {
  /** The log2 of the CPU and memory cost N; 17 takes 128 MiB and 0.4–0.8 s of one core. Default: 17 */
  readonly logN?: number;
  /** The block size. Default: 8 */
  readonly r?: number;
  /** The parallelism. Default: 1 */
  readonly p?: number;
}

// scrypt-kdf 4.0.0 exports one default object, while its types declare named exports. This can be removed when the two
// agree.
const Scrypt = (scryptKdf as unknown as { readonly default: typeof scryptKdf }).default;

type Params = Required<Omit<ScryptOptions, keyof HashQueueOptions>>;

/** The first choice of the OWASP Password Storage Cheat Sheet for scrypt: N = 2^17, r = 8, p = 1. */
const RECOMMENDED: Params = { logN: 17, r: 8, p: 1 };

/**
 * Makes a hasher with scrypt by `scrypt-kdf`. Hashes are in the standard scrypt header format, as base64. The
 * parameters are fixed; measuring them at the start (`pickParams`) chose a cost below the recommendation. A few hashes
 * run at once, and a bounded number waits: see `boundedHasher`.
 *
 * Every check costs as much as a hash at the current cost, whatever hash is stored: see {@link topUp}.
 *
 * @throws {TypeError} if scrypt cannot compute the cost, or no check would accept it.
 *
 * @example
 * const bailiwick = createBailiwick({ storage, passwordHasher: scryptHasher() });
 */
export function scryptHasher(options: ScryptOptions = {}): PasswordHasher {
  const { concurrency, queueMax, ...chosen } = options;
  const params = { ...RECOMMENDED, ...chosen };
  if (!isComputable(params)) {
    throw new TypeError(
      `scrypt with ${JSON.stringify(params)} is out of bounds: logN, r and p are integers of 1 or more, logN is below 16·r, N·r·p is at most ${SCRYPT_COST_MAX}, and 128·N·r bytes are at most ${SCRYPT_MEMORY_BYTES_MAX}.`,
    );
  }
  return boundedHasher(unboundedScryptHasher(params), { concurrency, queueMax });
}

function unboundedScryptHasher(params: Params): PasswordHasher {
  async function hash(password: string): Promise<string> {
    return Buffer.from(await Scrypt.kdf(password, params)).toString('base64');
  }

  async function checkNobody(password: string): Promise<void> {
    await hash(password);
  }

  async function check(password: string, stored: string): Promise<PasswordCheck> {
    const used = readParams(stored);
    if (used === null) {
      await checkNobody(password);
      return 'unreadable';
    }
    const isRight = await Scrypt.verify(Buffer.from(stored, 'base64'), password);
    // A right password costs this too: the user may be disabled, and then the answer is that of a wrong password.
    for (const remaining of topUp(used, params)) await Scrypt.kdf(password, remaining);
    if (!isRight) return 'no';
    return isWeaker(used, params) ? 'ok-needs-rehash' : 'ok';
  }

  return { hash, check, checkNobody };
}

/**
 * Returns the hashes to compute after a check at an older, lower cost, so that the time does not reveal which addresses
 * have an account without a login since the cost was raised. The work of scrypt is proportional to N·r·p, so hashes of
 * falling N fill the gap to the last block; none takes more memory than a hash at the current cost.
 */
function topUp(used: Params, today: Params): Params[] {
  let blocks = Math.floor((costOf(today) - costOf(used)) / today.r);
  const hashes: Params[] = [];
  for (let logN = today.logN; logN >= 1; logN -= 1) {
    const p = Math.floor(blocks / 2 ** logN);
    if (p < 1) continue;
    hashes.push({ logN, r: today.r, p });
    blocks -= p * 2 ** logN;
  }
  return hashes;
}

function costOf({ logN, r, p }: Params): number {
  return 2 ** logN * r * p;
}

/** The standard format of scrypt: 16 bytes of parameters, 32 of salt, 16 of checksum (of all before), 32 of HMAC. */
const HASH_BYTES = 96;
const CHECKSUM_AT = 48;
const CHECKSUM_BYTES = 16;

/** Reads the parameters of a hash; `null` if it is corrupt or no scrypt hash. */
function readParams(stored: string): Params | null {
  const bytes = Buffer.from(stored, 'base64');
  if (bytes.length !== HASH_BYTES || bytes.toString('latin1', 0, 6) !== 'scrypt') return null;
  // `verify` refuses a wrong checksum without any work, so its time would reveal the account.
  const checksum = createHash('sha256').update(bytes.subarray(0, CHECKSUM_AT)).digest();
  if (!checksum.subarray(0, CHECKSUM_BYTES).equals(bytes.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES)))
    return null;
  const params = Scrypt.viewParams(bytes);
  return isComputable(params) ? params : null;
}

/** Can OpenSSL compute the hash in bounded time and memory, without throwing? */
function isComputable(params: Params): boolean {
  const { logN, r, p } = params;
  return (
    [logN, r, p].every((value) => Number.isInteger(value) && value >= 1) &&
    // RFC 7914 section 2: N < 2^(128·r/8).
    logN < 16 * r &&
    costOf(params) <= SCRYPT_COST_MAX &&
    128 * r * (2 ** logN + p + 2) <= SCRYPT_MEMORY_BYTES_MAX
  );
}

function isWeaker(used: Params, wanted: Params): boolean {
  return used.logN < wanted.logN || used.r < wanted.r || used.p < wanted.p;
}
