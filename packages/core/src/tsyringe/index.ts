export { registerBailiwick, tokens, type BailiwickHostOptions } from './register-bailiwick.js';
