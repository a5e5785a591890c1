export { documented, type Exchange } from './documented.js';
export type { Document } from './schemas-of.js';
