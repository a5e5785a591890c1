// Which migrations are there?
import { foundation } from './0001-foundation/index.js';
import type { Migration } from './migration.js';

/** The migrations in the order in which they run. */
export const MIGRATIONS: readonly Migration[] = [foundation];
