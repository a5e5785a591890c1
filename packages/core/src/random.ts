import { randomBytes } from 'node:crypto';

/** The only source of randomness in the library: tokens, salts of ids, the secret key. */
export interface Random {
  /** Returns `length` bytes from a cryptographically secure generator. */
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = { bytes: (length) => randomBytes(length) };
