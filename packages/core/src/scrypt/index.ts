// `@bailiwick/core/scrypt` exports the password hasher, so that only hosts that import it load `scrypt-kdf`.
export { scryptHasher, type ScryptOptions } from './scrypt-hasher.js';
