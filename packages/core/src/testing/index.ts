// `@bailiwick/core/testing` exports helpers for tests of policies and services.
export { actors } from './actors.js';
export { checkPolicy, type PolicyWorld } from './check-policy.js';
export { decisionTable, type ExpectedDecisions } from './decision-table.js';
export { exploreInterleavings, type Exploration, type Schedule } from './interleavings.js';
export { fastHasher } from './fast-hasher.js';
export { manualClock, type ManualClock } from './manual-clock.js';
export { targets } from './targets.js';
