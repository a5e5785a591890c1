// Which migrations are there?
import { foundation } from './0001-foundation/index.js';
import { groupsNearALimit } from './0002-groups-near-a-limit/index.js';
import type { Migration } from './migration.js';

/** The migrations in the order in which they run. */
export const MIGRATIONS: readonly Migration[] = [foundation, groupsNearALimit];
