import { limits } from '@bailiwick/core';
import { totalmem } from 'node:os';
import type { Config } from './config.js';

/** scrypt with `r` = 8 takes 128 × 8 bytes for each of its N blocks. */
const BYTES_PER_BLOCK = 1024;

/**
 * The memory of the process besides the hashes, measured under load: 375 MiB with two hashes of 128 MiB
 * (docs/security.md). A limit of 256 MiB leaves room for one hash, and was never exceeded (170 MiB at most).
 */
const PROCESS_BYTES = 120 * 1024 * 1024;

export interface HashesAtOnce {
  readonly count: number;
  /** A warning for the operator, or `null`. */
  readonly warning: string | null;
}

/**
 * Returns the number of passwords that are hashed at once: as configured, or as many as fit into the available memory.
 * A container that uses more is killed with all of its requests, and an attacker needs no credential to cause hashes.
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
      `This process may use ${memory} MiB of memory, and each password needs ${hash} MiB while it is hashed: ` +
      (count > fitting
        ? `with ${count} at once it may be killed.`
        : `${count} at once instead of ${wanted}.`),
  };
}

/** Returns the memory limit of the container, if it has one, or the memory of the machine. */
function availableMemory(): number {
  // Without a limit this is 0, or on some kernels a number larger than any memory.
  return Math.min(process.constrainedMemory() || Infinity, totalmem());
}
