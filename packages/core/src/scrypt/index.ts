export { scryptHasher, type ScryptOptions } from './scrypt-hasher.js';
