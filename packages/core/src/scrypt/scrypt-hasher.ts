import { createHash } from 'node:crypto';
import * as scryptKdf from 'scrypt-kdf';
import { SCRYPT_COST_MAX, SCRYPT_MEMORY_BYTES_MAX } from '../limits.js';
import { boundedHasher, type HashQueueOptions } from '../passwords/bounded-hasher.js';
import type { PasswordCheck, PasswordHasher } from '../passwords/password-hasher.js';

export interface ScryptOptions extends HashQueueOptions {
  /** log2 of the CPU and memory cost N; 17 takes 128 MiB and 0.4–0.8 s of one core. */
  readonly logN?: number;
  /** Block size. */
  readonly r?: number;
  /** Parallelism. */
  readonly p?: number;
}

// scrypt-kdf 4.0.0 exports one default object, while its types declare named exports. To be removed when
// the two agree.
const Scrypt = (scryptKdf as unknown as { readonly default: typeof scryptKdf }).default;

type Params = Required<Omit<ScryptOptions, keyof HashQueueOptions>>;

/** OWASP Password Storage Cheat Sheet, first choice for scrypt: N = 2^17, r = 8, p = 1. */
const RECOMMENDED: Params = { logN: 17, r: 8, p: 1 };

/**
 * scrypt by `scrypt-kdf`: hashes are in the standard scrypt header format, base64. The parameters are
 * pinned; measuring them at start (`pickParams`) chose a cost below the recommendation. Few run at once,
 * and a bounded number waits: see `boundedHasher`.
 *
 * Every check costs what a hash of today's cost does, whatever is stored: see {@link topUp}.
 *
 * @throws {TypeError} a cost that scrypt cannot compute, or that no check would accept.
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
    // Also when it was right: the user may be disabled, and then the answer is that of a wrong one.
    for (const remaining of topUp(used, params)) await Scrypt.kdf(password, remaining);
    if (!isRight) return 'no';
    return isWeaker(used, params) ? 'ok-needs-rehash' : 'ok';
  }

  return { hash, check, checkNobody };
}

/**
 * What is left to compute after a check at an older, lower cost, so that the time tells nobody which
 * addresses have an account that has not logged in since the cost was raised. The work of scrypt is
 * proportional to N·r·p, so hashes of falling N fill the gap to the last block; none takes more memory
 * than a hash of today.
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

/** The standard format of scrypt: 16 bytes of parameters, salt 32, checksum 16 (of all before), HMAC 32. */
const HASH_BYTES = 96;
const CHECKSUM_AT = 48;
const CHECKSUM_BYTES = 16;

/** `null`: a corrupt or foreign hash, which is no password at all. */
function readParams(stored: string): Params | null {
  const bytes = Buffer.from(stored, 'base64');
  if (bytes.length !== HASH_BYTES || bytes.toString('latin1', 0, 6) !== 'scrypt') return null;
  // `verify` says no to a wrong checksum without any work, so that the time would tell of the account.
  const checksum = createHash('sha256').update(bytes.subarray(0, CHECKSUM_AT)).digest();
  if (!checksum.subarray(0, CHECKSUM_BYTES).equals(bytes.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES)))
    return null;
  const params = Scrypt.viewParams(bytes);
  return isComputable(params) ? params : null;
}

/** Whether OpenSSL computes it in bounded time and memory, and does not throw. */
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
