// This package compares the answers that tests receive with the OpenAPI document.
export { documented } from './documented.js';
export type { Exchange } from './exchange.js';
export { describeHost, type RequireDocumented } from './hosts.js';
export type { Document } from './schemas-of.js';
export { takeViolations } from './violations.js';
