export { commonPasswordBlocklist } from './common-password-blocklist.js';
