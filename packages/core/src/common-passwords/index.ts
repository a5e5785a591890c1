// `@bailiwick/core/common-passwords` exports the block list, so that only hosts that import it load its words.
export { commonPasswordBlocklist } from './common-password-blocklist.js';
