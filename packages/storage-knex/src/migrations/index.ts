import type { Database } from '../executor.js';
import { foundation } from './0001-foundation/index.js';

export interface Migration {
  /** Recorded in the database; never changes once it was released. */
  readonly name: string;
  readonly up: (db: Database) => Promise<void>;
  readonly down: (db: Database) => Promise<void>;
}

/** In the order in which they run. */
export const MIGRATIONS: readonly Migration[] = [foundation];
