import * as scryptKdf from 'scrypt-kdf';
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
 */
export function scryptHasher(options: ScryptOptions = {}): PasswordHasher {
  const { concurrency, queueMax, ...params } = options;
  return boundedHasher(unboundedScryptHasher({ ...RECOMMENDED, ...params }), { concurrency, queueMax });
}

function unboundedScryptHasher(params: Params): PasswordHasher {
  // Made once, when first needed, from a password that nobody can know.
  let decoy: Promise<string> | null = null;

  async function hash(password: string): Promise<string> {
    const key = await Scrypt.kdf(password, params);
    return Buffer.from(key).toString('base64');
  }

  async function checkNobody(password: string): Promise<void> {
    decoy ??= hash(crypto.randomUUID()).catch((error: unknown) => {
      // Whatever it was (memory, say), it must not make every unknown email an error from now on.
      decoy = null;
      throw error;
    });
    await verify(password, await decoy);
  }

  async function check(password: string, stored: string): Promise<PasswordCheck> {
    const used = readParams(stored);
    if (used === null) {
      await checkNobody(password);
      return 'unreadable';
    }
    if (!(await verify(password, stored))) return 'no';
    return isWeaker(used, params) ? 'ok-needs-rehash' : 'ok';
  }

  return { hash, check, checkNobody };
}

async function verify(password: string, stored: string): Promise<boolean> {
  return Scrypt.verify(Buffer.from(stored, 'base64'), password);
}

/** The standard header and hash of scrypt take 96 bytes: 16 of parameters, salt 32, checksum 16, HMAC 32. */
const HASH_BYTES = 96;

/** No parameters of ours were ever beyond these: a corrupt header must not ask for terabytes. */
const PARAMS_MAX: Params = { logN: 22, r: 32, p: 32 };

function readParams(stored: string): Params | null {
  const bytes = Buffer.from(stored, 'base64');
  if (bytes.length !== HASH_BYTES) return null;
  try {
    const { logN, r, p } = Scrypt.viewParams(bytes);
    return isWeaker(PARAMS_MAX, { logN, r, p }) ? null : { logN, r, p };
  } catch {
    // Not a scrypt header: a corrupt or foreign hash is no password at all.
    return null;
  }
}

function isWeaker(used: Params, wanted: Params): boolean {
  return used.logN < wanted.logN || used.r < wanted.r || used.p < wanted.p;
}
