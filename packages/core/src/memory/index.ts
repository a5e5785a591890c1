export { memoryStorage, type MemoryStorage, type MemoryTransaction } from './memory-storage.js';
