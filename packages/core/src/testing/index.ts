export { actors } from './actors.js';
export { fastHasher } from './fast-hasher.js';
export { manualClock, type ManualClock } from './manual-clock.js';
export { targets } from './targets.js';
