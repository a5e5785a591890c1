import { createHash } from 'node:crypto';
import type { PasswordHasher } from '../passwords/password-hasher.js';

/**
 * A password hasher for tests, in microseconds. It protects nothing.
 */
export const fastHasher: PasswordHasher = {
  hash: async (password) => digest(password),
  async check(password, hash) {
    if (!hash.startsWith(PREFIX)) return 'unreadable';
    return digest(password) === hash ? 'ok' : 'no';
  },
  checkNobody: async () => {},
};

const PREFIX = 'not-secure:';

function digest(password: string): string {
  return `${PREFIX}${createHash('sha256').update(password).digest('base64url')}`;
}
