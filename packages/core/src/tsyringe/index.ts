// `@bailiwick/core/tsyringe` exports tokens and a registration for hosts that use tsyringe.
export { registerBailiwick, tokens, type BailiwickHostOptions } from './register-bailiwick.js';
