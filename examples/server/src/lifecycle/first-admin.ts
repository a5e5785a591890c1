import type { Bailiwick, Random } from '@bailiwick/core';
import type { Config } from '../config/config.js';
import type { Logger } from '../logger.js';
import { VARIABLES } from '../config/variables.js';

/** The length of a generated password: 24 characters of base64url are 144 random bits. */
const GENERATED_LENGTH_MIN = 24;

export interface FirstAdminOptions {
  readonly config: Pick<Config, 'adminEmail' | 'adminPassword' | 'passwordLengthMin'>;
  readonly random: Random;
  readonly logger: Pick<Logger, 'warn'>;
  /**
   * Prints a generated password once; `null` if there is no terminal. Then standard output may be the log of a
   * container, which is kept and copied.
   */
  readonly print: ((text: string) => void) | null;
}

/**
 * Creates the first administrator if there is none. The check before it only saves hashing a password and auditing a
 * refusal at every start; `createFirstAdmin` itself ensures that only one of several processes succeeds.
 */
export async function ensureFirstAdmin(bailiwick: Bailiwick, options: FirstAdminOptions): Promise<void> {
  const { config, random, logger, print } = options;
  const server = bailiwick.system('server');
  const admins = await bailiwick.users.list(server, { role: 'admin', status: 'active', pageSize: 1 });
  if (admins.items.length > 0) return;

  if (config.adminPassword === null && print === null) {
    const { name } = VARIABLES.adminPassword;
    logger.warn(
      `There is no administrator, and no terminal to show a password: set ${name}, or run "create-admin".`,
    );
    return;
  }
  const password = config.adminPassword ?? generatePassword(random, config.passwordLengthMin);
  const admin = await bailiwick.users.createFirstAdmin(server, { email: config.adminEmail, password });
  if (admin === null || config.adminPassword !== null) return;
  print?.(`\nThe first administrator is ${admin.email}.\nIts password, shown only now: ${password}\n\n`);
}

function generatePassword(random: Random, lengthMin: number): string {
  const length = Math.max(GENERATED_LENGTH_MIN, lengthMin);
  return Buffer.from(random.bytes(length)).toString('base64url').slice(0, length);
}
