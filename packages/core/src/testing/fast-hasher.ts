import { createHash } from 'node:crypto';
import type { PasswordHasher } from '../passwords/password-hasher.js';

/**
 * A password hasher for tests, in microseconds. It protects nothing.
 */
export const fastHasher: PasswordHasher = {
  hash: async (password) => digest(password),
  check: async (password, hash) => (digest(password) === hash ? 'ok' : 'no'),
  checkNobody: async () => {},
};

function digest(password: string): string {
  return `not-secure:${createHash('sha256').update(password).digest('base64url')}`;
}
