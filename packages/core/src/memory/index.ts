// `@bailiwick/core/memory` exports storage in memory, for tests.
export { memoryLoginThrottle } from './login-throttle.js';
export { memoryStorage, type MemoryStorage, type MemoryTransaction } from './memory-storage.js';
