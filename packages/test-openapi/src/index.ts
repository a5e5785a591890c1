export { documented, type Exchange } from './documented.js';
export { describeHost, type RequireDocumented } from './hosts.js';
export type { Document } from './schemas-of.js';
export { takeViolations } from './violations.js';
