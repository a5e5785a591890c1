import { limits } from '@bailiwick/core';
import { totalmem } from 'node:os';
import type { Config } from './config.js';

/** scrypt with `r` = 8 takes 128 × 8 bytes for each of its N blocks. */
const BYTES_PER_BLOCK = 1024;

/**
 * What the process takes beside the hashes, measured under load: 375 MiB with two hashes of 128 MiB
 * (docs/security.md). A limit of 256 MiB leaves room for one hash, and held then (170 MiB at most).
 */
const PROCESS_BYTES = 120 * 1024 * 1024;

export interface HashesAtOnce {
  readonly count: number;
  /** What the operator should know, or `null`. */
  readonly warning: string | null;
}

/**
 * How many passwords are hashed at once: as configured, or as many as fit into the memory that the process may use.
 * A container that takes more is killed, with every request in it, and logins of unknown users need no credential.
 */
export function hashesAtOnce(
  { hashConcurrency, scryptLogN }: Pick<Config, 'hashConcurrency' | 'scryptLogN'>,
  memoryBytes = availableMemory(),
): HashesAtOnce {
  const hashBytes = BYTES_PER_BLOCK * 2 ** scryptLogN;
  const fitting = Math.floor((memoryBytes - PROCESS_BYTES) / hashBytes);
  const wanted = hashConcurrency ?? limits.HASHES_AT_ONCE_MAX;
  const count = hashConcurrency ?? Math.max(1, Math.min(wanted, fitting));
  if (fitting >= wanted) return { count, warning: null };
  const [memory, hash] = [memoryBytes, hashBytes].map((bytes) => Math.round(bytes / 1024 / 1024));
  return {
    count,
    warning:
      `This process may use ${memory} MiB of memory, and each password takes ${hash} MiB while it is hashed: ` +
      (count > fitting
        ? `with ${count} at once it may be killed.`
        : `${count} at once instead of ${wanted}.`),
  };
}

/** The limit of the container, where there is one, or the memory of the machine. */
function availableMemory(): number {
  // 0 without a limit; some kernels say a number larger than any memory.
  return Math.min(process.constrainedMemory() || Infinity, totalmem());
}
